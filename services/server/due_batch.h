// A DueBatch decides what is due on several dockets of one shard, in one commit: when ten thousand
// clocks run out at once, the script, the log and the bell are paid for once in eight.
//
// Loads all, decides all, commits. A docket that cannot be decided with the others (another rule
// pack, a claim, nothing due, a refusal) is left to go its own way, and so are all of them when the
// commit finds one changed: which one it was does not matter to the others, and each is then
// decided anew.
//
// Holds itself alive; `done` and `alone` are called on the caller's thread, the store's or a
// worker's.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/core/decide.h"
#include "services/server/metrics.h"
#include "services/server/rule_packs.h"
#include "services/server/workers.h"
#include "services/store/store.h"

namespace clarion::server {

class DueBatch : public std::enable_shared_from_this<DueBatch> {
 public:
  // What a batch works with; all of it outlives it.
  struct Parts {
    store::Store& store;
    RulePacks& packs;
    Metrics& metrics;
    Workers& workers;
  };
  // What came of one paper: its record, without events when nothing was due.
  using Done = std::function<void(const std::string& name, absl::StatusOr<v1::Record>)>;
  using Alone = std::function<void(const std::string& name)>;

  // 1 to 8 names of one shard. For each name either `done` is called once, or `alone`.
  DueBatch(const Parts& parts, const v1::Actor& actor, const std::vector<std::string>& names,
           absl::Time deadline, Done done, Alone alone);
  void Begin();

 private:
  struct One {
    std::string name;
    store::PaperPtr paper = nullptr;  // null when it could not be read
    v1::Record record = {};           // once decided
  };

  void Load(const std::string& name, store::PaperPtr* into);
  void Loaded();
  void Decide();
  bool Add(One& one, absl::Time now, store::Change& change);
  void Commit(store::Change change);
  // Never on the store's thread, where nothing is decided.
  void LeaveAlone();

  const Parts parts_;
  const v1::Actor actor_;
  const absl::Time deadline_;
  const Done done_;
  const Alone alone_;
  std::vector<One> all_;
  // By name; each once, so that all of a region are decided beside the one that is guarded.
  std::map<std::string, store::PaperPtr> rosters_;
  std::atomic<size_t> awaited_;
  std::thread::id thread_;
};

}  // namespace clarion::server
