// The one connection of a process for commands, and the thread that serves it.
//
// Calls wait in a bounded queue; the thread writes all that waits in one go, reads answers, and
// finishes each call on its own thread. So calls that wait at the same time travel together, and one
// fsync of Redis serves them all. A callback may reply or hand work on; it must not block.
//
// What can be said of a call that got no answer depends on whether Redis can have it whole: one not
// fully written changed nothing (STORE_UNAVAILABLE), a writing one fully written is OUTCOME_UNKNOWN.
// The link connects anew for as long as it runs; while it is down for more than 2 s calls are refused
// at once. 2 s of silence with calls under way breaks the connection: a paused Redis is no better than
// a dead one, and its late answers must not be taken for others'.
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
#include "services/store/redis_connection.h"
#include "services/store/reply.h"

namespace clarion::store {

class RedisLink {
 public:
  using Done = std::function<void(absl::StatusOr<Reply>)>;

  struct Options {
    Endpoint endpoint;
    int queue_limit = 4096;
    // Durability `replicated`: no answer to a write before a second node has it (WAIT 1 a batch).
    bool wait_for_replica = false;
    // Sources of the scripts that calls run by EVALSHA; loaded at each connect, and again on NOSCRIPT.
    std::vector<std::string> scripts;
    // Run on each new connection before it is used; a status refuses it. DATA_LOSS is then what
    // waiting calls are told.
    std::function<absl::Status(RedisConnection&)> on_connect;
    std::function<void()> on_disconnect;
  };

  struct Call {
    Argv argv;
    absl::Time deadline = absl::InfiniteFuture();
    bool writes = false;    // without an answer its outcome is unknown
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

 private:
  enum class Kind { kCall, kLoad, kWait };  // the last two are the link's own: SCRIPT LOAD, WAIT
  struct Waiting {
    Kind kind = Kind::kCall;
    std::string bytes;
    absl::Duration expires = absl::InfiniteDuration();  // on the steady clock
    bool writes = false;
    bool again = false;  // met NOSCRIPT once already
    uint64_t end = 0;    // position in the stream of bytes where it is whole
    Done done;           // empty once finished, and for the link's own
  };
  struct Held {  // an answer that waits for the second node
    Waiting call;
    Reply reply;
  };

  void Run();
  bool Connect();
  absl::Status Prepare(RedisConnection& connection);
  void Serve();
  absl::Status Turn();
  void Break(const absl::Status& why);     // what was sent
  void BreakAll(const absl::Status& why);  // what waits, too
  bool TakeQueue();
  void Append(Waiting call);
  void AppendScripts();
  absl::Status WriteOut();
  absl::Status TakeAnswers();
  absl::Status Answer(Waiting call, Reply reply);
  void AnswerWait(const redisReply& reply);
  void Expire();
  void FinishQueue(const absl::Status& status);
  void Finish(Waiting& call, absl::StatusOr<Reply> result);
  void Watch(int operation);
  void Sleep(absl::Duration at_most);

  const Options options_;
  const int wake_fd_;
  const int epoll_fd_;
  std::atomic<bool> up_{false};
  std::atomic<bool> stopping_{false};
  std::atomic<bool> reconnect_{false};
  std::atomic<int> open_calls_{0};  // queued or under way

  std::mutex mutex_;
  std::deque<Waiting> queue_;  // guarded by mutex_
  bool awake_ = false;         // guarded by mutex_; the thread will look at the queue by itself
  bool stopped_ = false;       // guarded by mutex_

  // Of the link's thread alone.
  std::unique_ptr<RedisConnection> connection_;
  std::deque<Waiting> sent_;  // in the order of the stream; the last may not be whole
  std::deque<Held> held_;     // answered, waiting for the second node
  std::string out_;
  uint64_t queued_bytes_ = 0;  // of this connection's stream
  uint64_t written_bytes_ = 0;
  bool want_write_ = false;
  absl::Status leave_;         // not OK: take no more calls, and connect anew once all is answered
  absl::Duration heard_at_;
  absl::Duration down_since_;
  absl::Duration next_scan_;
  absl::Status last_failure_;
  std::thread thread_;
};

}  // namespace clarion::store
