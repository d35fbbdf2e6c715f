// A Relay stands between desks and Redis and fails as a network does: it is slow, falls silent,
// loses answers, or breaks a connection just when a commit was done and its answer is on the way.
//
// Desks connect to a unix socket each; the relay connects on to Redis, over its socket or over TCP
// into a network namespace. One thread of its own. Thread-safe.
#pragma once

#include <atomic>
#include <chrono>
#include <deque>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace clarion::faults {

class Relay {
 public:
  // Where Redis is: its socket, or host and port.
  struct Target {
    std::string socket = {};
    std::string host = {};
    int port = 0;
  };

  enum class Mode {
    kPass,
    kSilent,     // nothing passes, connections stay
    kNoAnswers,  // requests pass, answers are thrown away
  };

  // Listens on each of `paths`.
  Relay(Target target, const std::vector<std::string>& paths);
  ~Relay();
  Relay(const Relay&) = delete;
  Relay& operator=(const Relay&) = delete;

  void SetMode(Mode mode) { mode_ = mode; }
  // What passes is this much later, each way, and up to `jitter` more.
  void SetDelay(int each_way_ms, int jitter_ms) {
    jitter_ms_ = jitter_ms;
    delay_ms_ = each_way_ms;
  }
  // Breaks the connection in place of the answer to the next commit that was done.
  void LoseAnswer() { to_lose_ = 1; }
  // Answers to commits lost so far.
  int lost() const { return lost_; }
  // Connections made so far.
  int connected() const { return connected_; }

 private:
  using Steady = std::chrono::steady_clock;
  // Bytes on their way: what may go out now, and what is still under way.
  struct Flow {
    std::string ready = {};
    std::deque<std::pair<Steady::time_point, std::string>> later = {};
  };
  struct Pair {
    int desk = -1;
    int redis = -1;
    bool connecting = true;
    bool broken = false;
    bool lost_some = false;  // a stream with a hole does not go on
    Flow to_redis = {};
    Flow to_desk = {};
  };

  void Run();
  void Accept(int listener);
  int ConnectOn() const;
  void Turn(Pair& pair, short desk_events, short redis_events);
  void TakeAnswers(Pair& pair);
  void Pass(Flow& flow, std::string bytes);

  const Target target_;
  std::vector<int> listeners_;
  std::vector<std::unique_ptr<Pair>> pairs_;  // of the thread
  std::atomic<Mode> mode_{Mode::kPass};
  std::atomic<int> delay_ms_{0};
  std::atomic<int> jitter_ms_{0};
  std::atomic<int> to_lose_{0};
  std::atomic<int> lost_{0};
  std::atomic<int> connected_{0};
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

}  // namespace clarion::faults
