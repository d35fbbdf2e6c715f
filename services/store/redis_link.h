// The one connection of a process for commands, and the thread that serves it.
//
// Calls wait in a bounded queue; the thread writes all that waits in one go, reads answers, and
// finishes each call on its own thread. So calls that wait at the same time travel together, and
// one fsync of Redis serves them all. A callback may reply or hand work on; it must not block.
//
// What can be said of a call that got no answer depends on whether Redis can have it whole: one not
// fully written changed nothing (STORE_UNAVAILABLE), a writing one fully written is
// OUTCOME_UNKNOWN. The link connects anew for as long as it runs; while it is down for more than 2
// s calls are refused at once. It leaves a node when told to (Reconnect): what is under way has
// half a second to be answered there, what waits goes to the next connection. 2 s of silence with
// calls under way breaks the connection: a paused Redis is no better than a dead one, and its late
// answers must not be taken for others'.
//
// Thread-safe. Callbacks run exactly once.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/store/call_stream.h"
#include "services/store/confirmations.h"
#include "services/store/pending_call.h"
#include "services/store/redis_connection.h"
#include "services/store/reply.h"
#include "services/store/whereabouts.h"

namespace clarion::store {

class RedisLink {
 public:
  using Done = std::function<void(absl::StatusOr<Reply>)>;

  struct Options {
    // Outlive the link, both.
    Whereabouts& where;
    // Durability `replicated`: no answer to a write before these have it (one WAIT a batch).
    const Confirmations& confirmations;
    int queue_limit = 4096;
    // Sources of the scripts that calls run by EVALSHA; loaded at each connect, and again on
    // NOSCRIPT.
    std::vector<std::string> scripts;
    // Run on each new connection before it is used; a status refuses it. DATA_LOSS is then what
    // waiting calls are told.
    std::function<absl::Status(const Whereabouts::Opened&)> on_connect;
  };

  struct Call {
    Argv argv = {};
    std::string command = {};  // instead of argv: the command as Redis reads it
    absl::Time deadline = absl::InfiniteFuture();
    bool writes = false;    // without an answer its outcome is unknown
    bool kept = false;      // not answered before the replicas have what it saw
    bool reserved = false;  // may use the reserve that timers have in a full queue
    Done done;
  };

  explicit RedisLink(Options options);
  ~RedisLink();

  void Start();
  // Ends the thread; what waits is refused, what was sent is unknown. Calls after it are refused.
  void Stop();
  void Submit(Call call);
  // Breaks the connection and makes a new one, checks included.
  void Reconnect();
  bool up() const { return up_.load(std::memory_order_acquire); }
  // Counts the connections: equal twice, and what was asked between was asked on one.
  int64_t connections() const { return connections_.load(std::memory_order_acquire); }

 private:
  void Run();
  bool Connect();
  absl::Status Prepare(const Whereabouts::Opened& opened);
  void Serve();
  void Leave();
  absl::Status Turn();
  bool TakeQueue();
  void Break(const absl::Status& why);     // what was sent
  void BreakAll(const absl::Status& why);  // what waits, too
  void FinishQueue(const absl::Status& status);
  void Expire();
  void ExpireQueue(absl::Duration now);
  void Watch(int operation);
  void Sleep(absl::Duration at_most);

  const Options options_;
  const int wake_fd_;
  const int epoll_fd_;
  std::atomic<bool> up_{false};
  std::atomic<int64_t> connections_{0};
  std::atomic<bool> stopping_{false};
  std::atomic<bool> reconnect_{false};
  std::atomic<int> open_calls_{0};  // queued or under way

  std::mutex mutex_;
  std::deque<PendingCall> queue_;  // guarded by mutex_
  bool awake_ = false;             // guarded by mutex_; the thread will look at the queue by itself
  bool stopped_ = false;           // guarded by mutex_

  // Of the link's thread alone.
  std::unique_ptr<CallStream> stream_;  // null while the link is down
  bool watch_write_ = false;
  bool leaving_ = false;  // take no more calls, and connect anew once all is answered
  absl::Duration leave_by_;
  absl::Duration down_since_;
  absl::Duration next_scan_;
  absl::Status last_failure_;
  std::thread thread_;
};

}  // namespace clarion::store
