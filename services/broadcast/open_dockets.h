// OpenDockets holds every open docket in memory, fed by the log: lists and watches never touch the
// store per call. They may be milliseconds behind, and say their sequence.
//
// Loading: remember the log's end, read the due set and the dockets, then follow from there,
// skipping records a docket already contains. A watcher is attached under the same lock that
// entries are applied under, so its snapshot and what follows fit without gap or overlap.
//
// Thread-safe. Watchers are called under their shard's lock: they must not block or call back.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "services/broadcast/docket_view.h"
#include "services/server/runtime.h"

namespace clarion::broadcast {

// Where a shard's log stands: a sequence, and 8 bytes of that entry's hash.
struct Position {
  int64_t sequence = 0;
  std::string hash8 = std::string(8, '\0');
};

// One entry of the log as watchers get it.
struct EntryView {
  struct Item {
    std::string name;     // of the incident
    grpc::Slice change;   // the record as a CHANGE item
    DocketViewPtr after;  // the docket after it; null when it is not held: it had ended before, or
                          // the entry was read back
  };
  Position position;
  std::vector<Item> items;
};
using EntryViewPtr = std::shared_ptr<const EntryView>;

class Watcher {
 public:
  virtual ~Watcher() = default;
  // The next entries, at least one, whether they concern the watcher or not.
  virtual void Offer(absl::Span<const EntryViewPtr> entries) = 0;
  // Called about four times a second: bookmarks, rights, stalled writes.
  virtual void Pulse() = 0;
  // The process is stopping.
  virtual void Drain() = 0;
};

class OpenDockets {
 public:
  // `runtime` must outlive the dockets.
  explicit OpenDockets(server::Runtime& runtime) : runtime_(runtime) {}

  // Loads and begins to follow. Blocks until lists can be served.
  absl::Status Start();
  void Stop();

  struct Page {
    std::vector<DocketViewPtr> dockets;
    bool more = false;
    Position position;
    size_t total = 0;  // open dockets of the region
  };
  // Open dockets of `region` after `(due, name)`, the next due first.
  Page List(const std::string& region, absl::Time after_due, const std::string& after_name,
            size_t limit);

  // All open dockets of `region`, the next due first: shared, not copied.
  Page All(const std::string& region);

  // Regions that have, or since the start had, an open docket.
  std::vector<std::string> Regions();

  struct Attached {
    bool resumed = false;                 // `missed` goes on after the place asked for
    std::vector<EntryViewPtr> missed;     // resumed: entries since, in order
    std::vector<DocketViewPtr> snapshot;  // not resumed: open dockets of the region
    Position position;                    // of the last entry of either
    bool whole = true;                    // not resumed: the snapshot is as of that entry
  };
  // Attaches a watcher of `region`. With `from`, it is resumed when that entry is still in memory
  // and is the same; else it gets a snapshot.
  Attached Attach(Watcher* watcher, const std::string& region, const Position* from);
  // No call of the watcher is under way or follows.
  void Detach(Watcher* watcher, const std::string& region);

  // Entries of the log after `from`, up to where memory begins: what a resume from further back
  // needs first. Blocks. NOT_FOUND when `from` is not in the log any more, or is another entry.
  absl::StatusOr<std::vector<EntryViewPtr>> ReadBack(const std::string& region,
                                                     const Position& from);

  void PulseAll();
  void DrainAll();

 private:
  using DuePlace = std::pair<absl::Time, std::string_view>;  // next due, name
  struct NextDueFirst {
    using is_transparent = void;
    static DuePlace Of(const DocketViewPtr& view) { return {view->next_due(), view->name()}; }
    static DuePlace Of(const DuePlace& place) { return place; }
    template <typename A, typename B>
    bool operator()(const A& a, const B& b) const {
      return Of(a) < Of(b);
    }
  };
  struct Shard {
    std::mutex mutex;
    std::unordered_map<std::string_view, DocketViewPtr> dockets;          // by the name in the view
    std::map<std::string, std::set<DocketViewPtr, NextDueFirst>> by_due;  // by region
    std::deque<EntryViewPtr> recent;
    Position
        before_recent;  // of the entry just before them: a resume from there misses all of them
    Position position;
    // While dockets are read the log goes on, and what was read may be ahead of `position`: until
    // the log was followed to here, snapshots are not as of one entry.
    int64_t whole_at = 0;
    std::set<Watcher*> watchers;
  };

  Shard& ShardOf(const std::string& region);
  absl::StatusOr<Position> PositionAt(int shard, int64_t sequence);
  void Resync(int shard_number, int64_t sequence);
  absl::Status Load(int shard_number);
  absl::Status LoadWhole(int shard_number);
  void Park(int shard, const std::string& name, const absl::Status& why);
  void Apply(absl::Span<const store::Entry> entries);
  EntryViewPtr View(const store::Entry& entry, Shard* fold_into);
  DocketViewPtr Fold(Shard& shard, const std::string& bytes, const v1::Record& record);
  void Put(Shard& shard, const DocketViewPtr& view, bool ended);

  server::Runtime& runtime_;
  std::array<Shard, store::kShards> shards_;
  std::unique_ptr<store::LogFollower> follower_;
  std::atomic<bool> stopping_{false};
};

}  // namespace clarion::broadcast
