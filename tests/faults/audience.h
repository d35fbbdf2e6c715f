// The audience of a run: watchers that write down all they are told and, after every break, go on
// from their last token. Faults make them stop reading, or all connect anew at once.
//
// One thread for each watcher. Thread-safe.
#pragma once

#include <atomic>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "clarion/v1/broadcast_service.pb.h"
#include "grpcpp/client_context.h"
#include "tests/faults/desks.h"
#include "tests/faults/journal.h"
#include "tests/faults/office.h"

namespace clarion::faults {

class Spectator {
 public:
  // Watches `parent`; writes into `path`. Without `reading` it opens its stream over a connection
  // of its own, with little room for what is not read, and reads nothing but the first message.
  Spectator(Desks& desks, std::string token, std::string parent, const std::string& path,
            bool reading = true);
  ~Spectator();
  Spectator(const Spectator&) = delete;
  Spectator& operator=(const Spectator&) = delete;

  // Reads on only while `on`.
  void SetReading(bool on);
  // Breaks its stream; it goes on from its last token.
  void Reconnect();
  // How far into the shard's log it has come.
  int64_t sequence() const { return sequence_; }
  int64_t deliveries() const { return deliveries_; }
  int64_t resyncs() const { return resyncs_; }
  const std::string& parent() const { return parent_; }
  std::string resume_token();
  // Breaks its stream and goes on from this token instead of its last.
  void ReconnectFrom(const std::string& token);
  // What is written down as the reason of its last end.
  void SetEndReason(const std::string& reason);
  // The statuses its streams ended with so far.
  std::vector<absl::Status> ends();

 private:
  void Run();
  absl::Status Follow();
  void Take(const v1::WatchResponse& response);
  std::shared_ptr<grpc::Channel> Channel();

  Desks& desks_;
  const std::string token_;
  const std::string parent_;
  Journal journal_;
  std::atomic<int64_t> sequence_{0};
  std::atomic<int64_t> deliveries_{0};
  std::atomic<int64_t> resyncs_{0};

  std::mutex mutex_;
  std::condition_variable changed_;
  const bool narrow_;
  bool reading_;
  bool stopping_ = false;
  std::string end_reason_ = "stopped";
  std::string resume_token_;
  std::optional<std::string> forced_token_;
  std::vector<absl::Status> ends_;
  grpc::ClientContext* stream_ = nullptr;
  std::thread thread_;  // last: it uses the others
};

class Audience {
 public:
  // Four of the first region, one of the second.
  Audience(Desks& desks, const Office& office, const std::string& folder);

  Spectator& spectator(size_t i) { return *all_[i]; }
  size_t size() const { return all_.size(); }
  void ReconnectAll();
  // Whether each has come to the end of its region's log, by `ends` (region -> sequence); then
  // written down as settled.
  bool WaitCaughtUp(const std::map<std::string, int64_t>& ends, absl::Duration limit);
  int64_t deliveries() const;
  int64_t resyncs() const;
  void Stop();
  // Deliveries until Stop.
  int64_t heard() const { return heard_; }

 private:
  std::vector<std::unique_ptr<Spectator>> all_;
  int64_t heard_ = 0;
};

}  // namespace clarion::faults
