// A WatchSession is one watcher's stream: a snapshot, then every change once and in order.
//
// One write is under way at most; what waits meanwhile goes out together. A watcher that falls
// behind by more than 1,024 changes gets a STATE for each docket that changed instead: said, never
// silent, and nothing is buffered without bound. A write that stalls for 10 s ends the stream, as
// does the end of the token, in time or by its account.
//
// Each message that ends at a place in the log carries the token of that place. Lives until gRPC is
// done with it; Offer, Pulse and Drain come under the shard's lock, reactions from gRPC's threads.
#pragma once

#include <chrono>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "services/broadcast/open_dockets.h"
#include "services/broadcast/watch_token.h"
#include "services/server/admission.h"

namespace clarion::broadcast {

class WatchSession final : public grpc::ServerWriteReactor<grpc::ByteBuffer>, public Watcher {
 public:
  struct Options {
    server::Runtime* runtime;
    OpenDockets* dockets;
    grpc::CallbackServerContext* context;
    std::string parent;  // `regions/{region}` or an incident
    std::string region;
    std::chrono::milliseconds bookmarks;
  };
  explicit WatchSession(Options options);

  // Who watches. Before Begin.
  void Admit(const server::Caller& caller);

  // Begins the stream. `from` is what the token said, `read_back` the entries between it and
  // memory, `ended` the docket of an incident that is not open any more. `resync`: a token was
  // given that cannot be followed.
  void Begin(const Position* from, std::vector<EntryViewPtr> read_back, DocketViewPtr ended,
             bool resync);
  // Ends a stream that was not begun.
  void Refuse(const absl::Status& status);

  void Offer(absl::Span<const EntryViewPtr> entries) override;
  void Pulse() override;
  void Drain() override;

  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

 private:
  using Steady = std::chrono::steady_clock;
  struct Waiting {
    EntryViewPtr entry;
    const EntryView::Item* item;  // of the entry
    bool as_state = false;        // the docket after it, in place of it and all before
  };

  // All with the lock held.
  bool Concerns(const std::string& name) const;
  void Collect(const EntryViewPtr& entry, std::deque<Waiting>& into) const;
  void Conflate();
  void WriteNext();
  void SendSnapshot();
  void SendWaiting();
  // Without a `position` the message ends at no place to resume from.
  void Send(std::vector<grpc::Slice> slices, const Position* position, bool bookmark);

  const Options options_;
  server::Caller caller_;
  std::string scope_;  // of the tokens
  std::mutex mutex_;
  bool attached_ = false;
  bool begun_ = false;  // what came first is in place: writes may begin
  bool writing_ = false;
  bool finished_ = false;
  bool resync_ = false;    // to be said in the first message
  bool bookmark_ = false;  // one is owed
  bool in_snapshot_ = false;
  std::deque<DocketViewPtr> snapshot_;
  Position snapshot_position_;
  std::deque<Waiting> waiting_;
  size_t conflate_beyond_;  // so many waiting
  bool conflated_ = false;  // what waits does not tell of every change
  Position seen_;           // last entry offered
  absl::Status ending_;     // not OK: end as soon as no write is under way
  Steady::time_point write_began_;
  Steady::time_point last_sent_;
  grpc::ByteBuffer buffer_;
};

}  // namespace clarion::broadcast
