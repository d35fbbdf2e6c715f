// The TimerLoop decides what falls due, in time, exactly once, whichever replica does it.
//
// It sleeps until the least due instant of all shards. A look at a shard reads what is due and what
// comes next; the papers of the next two seconds are loaded ahead, so at its instant a decision
// waits for nothing but its commit. What is due is submitted as DecideDue; the guard on the
// docket's head makes it once, so every replica is active. The preferred one (rendezvous hash over
// the replicas that live) acts at once, the others after 100 ms if it is still due: a wrong view of
// who lives costs a wasted attempt, never a deadline. Level-triggered: a missed bell costs at most
// the next look, a second later. While the data set's clock is suspect it holds: never early.
//
// One thread; Heard may be called from any.
#pragma once

#include <array>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <thread>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "absl/status/statusor.h"
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

  using DueList = store::PaperStore::DueList;

  // What is known of one shard.
  struct Shard {
    absl::Time least = absl::InfinitePast();      // nothing is due before; in the past: look
    Steady::time_point look_at = Steady::now();   // look by then whatever is known
    int limit = 64;                               // entries asked for at a look
    bool looking = false;                         // an answer is under way
    std::optional<absl::StatusOr<DueList>> seen;  // the answer, until the thread takes it
    DueList coming;                               // of the last look, what was not due yet
    bool more = false;                            // the last look left due ones for later
    Steady::time_point ahead_at = Steady::now();  // not before: looking farther for what comes
  };

  void Run();
  std::vector<int> DueShards(absl::Time now, Steady::time_point* until);
  void ActOnComing(int shard, absl::Time now);
  void Look(int shard);
  void Seen(int shard, const absl::StatusOr<DueList>& list);
  bool MayBegin(int shard, const std::string& name, const std::vector<std::string>& replicas);
  void LoadAhead(const DueList& coming);
  bool MayAct(const std::string& name, const std::vector<std::string>& replicas);
  void Act(int shard, const DueList& due);
  void Acted(int shard, const std::string& name, absl::Time due,
             const absl::StatusOr<v1::Record>& record);

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
