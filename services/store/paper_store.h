// A PaperStore loads papers and commits what was decided about them.
//
// Commit is the only way anything is written. It is one script in Redis, so a paper, its record,
// its next due instant and the request's key change together or not at all: no incident exists
// without its clocks, and no crash can part them.
//
//     store.Load(name, deadline, [&](absl::StatusOr<PaperPtr> paper) {
//       ... decide ...
//       store.Commit(change, deadline, done);   // CHANGED: load again, decide again
//     });
//
// Thread-safe; never blocks. A callback runs once, on the link's thread: it may reply or hand work
// on, it must not block. Requests waiting at the same time travel to Redis together.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clarion/v1/events.pb.h"

namespace clarion::store {

constexpr int kShards = 16;

// Shard of a region (six digits) or of a resource name `regions/{region}/...`. 0 to 15.
int ShardOf(const std::string& name_or_region);

// A paper as stored: parsed once, shared, never changed.
struct StoredPaper {
  std::string head;  // 32 bytes; empty for a paper that does not exist
  v1::Paper paper;   // etag not set
};
using PaperPtr = std::shared_ptr<const StoredPaper>;

struct PaperWrite {
  std::string name;
  std::string expected_head;  // empty: the paper must not exist yet
  std::string record;         // serialised Record, stored, published and hashed as these bytes
  v1::Paper paper;            // after the record
  std::optional<absl::Time> next_due;
  bool ended = false;
  bool timed = true;  // has a place in the due set: dockets and rosters; accounts have none
};

struct Guard {
  std::string name;
  std::string head;  // empty: must not exist
};

struct ClaimWrite {
  std::string name;
  std::string expected;  // empty: nobody holds it
  std::string value;     // empty: set free
};

struct Request {
  std::string key;   // SHA-256 over account, method and request id
  std::string hash;  // SHA-256 over the request: the same id with another hash is refused
};

constexpr size_t kPapersMost = 8;

// Everything one commit changes. All of it lies in one shard.
struct Change {
  std::vector<PaperWrite> papers;  // 1 to kPapersMost
  std::vector<Guard> guards;       // papers only read: the decision holds while they stand
  std::vector<ClaimWrite> claims;
  std::vector<std::string> texts;  // stored under their SHA-256
  std::optional<Request> request;
  absl::Time now;
  std::optional<absl::Time> not_before;
};

// What Commit answers when it did not fail.
struct Committed {
  enum class Outcome {
    kDone,     // committed
    kAgain,    // this request was committed before: `paper` and `version` name the first answer
    kChanged,  // a head differs: load and decide again
    kTaken,    // `claim` is held by `holder`
    kClock,    // `now` is off or `not_before` ahead: learn the time, once more
    kOther,    // another data set, generation or manual clock: learned, once more
  };
  Outcome outcome = Outcome::kDone;
  int64_t sequence = 0;            // of the shard's log; kDone
  std::vector<std::string> heads;  // of the papers, in order; kDone
  std::string paper;               // kAgain; kChanged: the paper whose head differs
  int64_t version = 0;             // kAgain
  std::string request_hash;        // kAgain: hash stored with the request's key
  std::string claim;               // kTaken
  std::string holder;              // kTaken
};

class PaperStore {
 public:
  virtual ~PaperStore() = default;

  using OnPaper = std::function<void(absl::StatusOr<PaperPtr>)>;
  using OnCommitted = std::function<void(absl::StatusOr<Committed>)>;
  using OnRecords = std::function<void(absl::StatusOr<std::vector<std::string>>)>;
  using OnText = std::function<void(absl::StatusOr<std::string>)>;

  // The paper from the cache if it is there, else read. May be old: guards catch that.
  // A paper that does not exist is a StoredPaper with an empty head.
  virtual void Load(const std::string& name, absl::Time deadline, OnPaper done) = 0;

  // The paper as it is now: always a round trip (the head alone when the cache has it).
  virtual void LoadCurrent(const std::string& name, absl::Time deadline, OnPaper done) = 0;

  // The same past the cache: for whoever reads many and holds them itself.
  virtual void LoadUncached(const std::string& name, absl::Time deadline, OnPaper done) = 0;

  // One round trip that reads the request's key and the paper: what a refusal is decided on.
  struct Looked {
    std::optional<Committed> again;  // set when the request was committed before
    PaperPtr paper;
  };
  using OnLooked = std::function<void(absl::StatusOr<Looked>)>;
  virtual void LookAgain(const Request& request, const std::string& name, absl::Time deadline,
                         OnLooked done) = 0;

  // Commits `change`; `done` is called once it is as durable as the configured mode promises.
  //   UNAVAILABLE STORE_UNAVAILABLE   nothing changed
  //   UNAVAILABLE OUTCOME_UNKNOWN     perhaps committed: repeat with the same request id
  //   RESOURCE_EXHAUSTED QUEUE_FULL   nothing changed
  //   DATA_LOSS DATA_DAMAGED          nothing is built on it
  virtual void Commit(Change change, absl::Time deadline, OnCommitted done) = 0;

  // Records `first` (1 is the first) and following of a paper's history, at most `count`, verified
  // against nothing: bytes as stored.
  virtual void ReadHistory(const std::string& name, int64_t first, int64_t count,
                           absl::Time deadline, OnRecords done) = 0;

  // The text under `sha256` (32 bytes) in the shard of `region`, its hash verified. NOT_FOUND.
  virtual void ReadText(const std::string& region, const std::string& sha256, absl::Time deadline,
                        OnText done) = 0;

  // Names of papers in the due set of `shard` with a next due instant `<= until`, the least first,
  // with that instant. `until` = InfiniteFuture gives every open paper.
  using DueList = std::vector<std::pair<std::string, absl::Time>>;
  virtual void ListDue(int shard, absl::Time until, int limit, absl::Time deadline,
                       std::function<void(absl::StatusOr<DueList>)> done) = 0;

  // Names of dockets of `shard` that ended at or before `until`, the last first, with that instant;
  // those of one millisecond by name, the greatest first.
  virtual void ListEnded(int shard, absl::Time until, int limit, absl::Time deadline,
                         std::function<void(absl::StatusOr<DueList>)> done) = 0;

  // Names held once in `shard` that begin with `prefix` (letters, digits, `/`, `_` and `-` alone),
  // with their holders, by name; `limit` or more when there are as many. Walks all claims of the
  // shard in steps: for what administrators do, not for what happens all day.
  using ClaimList = std::vector<std::pair<std::string, std::string>>;
  virtual void ListClaims(int shard, const std::string& prefix, size_t limit, absl::Time deadline,
                          std::function<void(absl::StatusOr<ClaimList>)> done) = 0;
};

}  // namespace clarion::store
