// The WritePath is the one way an act becomes a record; handlers, timers and reactions all take it.
//
// Load (cached), Decide, Commit; when a guard finds another commit, load and decide again, five
// times at most. A refusal decided on cached papers is never returned: one round trip first reads
// the request's key and the paper as it is now, so that a retry of a success is answered with the
// first answer, and no desk refuses what another has just allowed.
//
//     path.Submit({.paper = name, .command = command, .actor = actor, ...}, done);
//
// Thread-safe. `done` runs once: on the caller's thread, the store's or a worker's; it must not
// block. Deciding never runs on the store's thread.
#pragma once

#include <array>
#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clarion/v1/commands.pb.h"
#include "clarion/v1/events.pb.h"
#include "services/server/due_batch.h"
#include "services/server/metrics.h"
#include "services/server/numbers.h"
#include "services/server/rule_packs.h"
#include "services/server/workers.h"
#include "services/store/store.h"

namespace clarion::server {

struct Act {
  std::string paper = {};  // resource name; for RegisterIncident `regions/{region}`
  v1::Command command = {};
  v1::Actor actor = {};
  std::vector<std::string> texts = {};  // stored under their SHA-256 with the commit
  std::string etag = {};                // hex; empty: any
  std::string method = {};              // full RPC name; empty for timers and reactions
  std::string request_id = {};          // empty for timers and reactions
  std::string request_hash = {};        // SHA-256 over the request
  bool validate_only = false;
  absl::Time deadline = {};
};

// What came of an act.
struct Outcome {
  v1::Paper paper = {};    // after it, with etag
  v1::Record record = {};  // without events: nothing happened. Not set on a repeated request
  bool repeated = false;   // the first answer of a request committed before
};

class WritePath {
 public:
  using Done = std::function<void(absl::StatusOr<Outcome>)>;

  // All must outlive the path and what it has begun.
  WritePath(store::Store& store, RulePacks& packs, Metrics& metrics, Workers& workers)
      : store_(store),
        packs_(packs),
        metrics_(metrics),
        workers_(workers),
        numbers_(store.papers()) {}

  void Submit(Act act, Done done);

  // Decides what is due on papers of one shard, 1 to 8, as the system: in one commit where that
  // goes, else one by one. `done` runs once for each.
  void SubmitDue(const std::vector<std::string>& papers, absl::Time deadline,
                 const DueBatch::Done& done);

 private:
  class Attempt;

  store::Store& store_;
  RulePacks& packs_;
  Metrics& metrics_;
  Workers& workers_;
  Numbers numbers_;
  // Shards this process has stored the default pack in: the first commit there that needs it does.
  std::array<std::atomic<bool>, store::kShards> pack_stored_ = {};
};

}  // namespace clarion::server
