// The TimerLoop decides what falls due, in time, exactly once, whichever replica does it.
//
// It sleeps until the least due instant of all shards. When something is due it submits DecideDue;
// the guard on the docket's head makes it once, so every replica is active. The preferred one
// (rendezvous hash over the replicas that live) acts at once, the others after 100 ms if it is
// still due: a wrong view of who lives costs a wasted attempt, never a deadline. Level-triggered: a
// missed bell costs at most the next look, a second later. While the data set's clock is suspect it
// holds: never early.
//
// One thread; Heard may be called from any.
#pragma once

#include <array>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "absl/time/time.h"
#include "services/server/runtime.h"
#include "services/server/write_path.h"

namespace clarion::timeline {

class TimerLoop {
 public:
  // Both must outlive the loop.
  TimerLoop(server::Runtime& runtime, server::WritePath& path);
  ~TimerLoop() { Stop(); }

  void Start();
  // Begins nothing more and waits for what is under way.
  void Stop();

  // A paper of `shard` has its next due instant at `due`.
  void Heard(int shard, absl::Time due);

 private:
  using Steady = std::chrono::steady_clock;

  // What is known of one shard.
  struct Shard {
    absl::Time least = absl::InfinitePast();     // nothing is due before; in the past: look
    Steady::time_point look_at = Steady::now();  // look by then whatever is known
    int limit = 64;                              // entries asked for at a look
  };

  void Run();
  void Look(int shard, absl::Time now);
  bool MayAct(const std::string& name, const std::vector<std::string>& replicas);
  void Act(int shard, const std::string& name, absl::Time due);
  void Acted(int shard, const std::string& name, absl::Time due,
             const absl::StatusOr<server::Outcome>& outcome);

  server::Runtime& runtime_;
  server::WritePath& path_;
  std::thread thread_;

  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::array<Shard, store::kShards> shards_;
  std::unordered_set<std::string> in_flight_;
  // Not before: another replica is preferred, or the last attempt failed.
  std::unordered_map<std::string, Steady::time_point> wait_until_;
  std::minstd_rand random_;
};

}  // namespace clarion::timeline
