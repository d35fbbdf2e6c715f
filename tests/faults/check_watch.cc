// What watchers heard, promise by promise, each with a name of its own.
//
// `watch_ordered`: versions of an incident only rise. `watch_unique`: no change comes twice.
// `watch_complete`: a change is the next one; what is left out is said, by a STATE in its place; at
// the end everything is known. `watch_resumable`: a stream that goes on from a token goes on with
// what follows it, and does not begin anew. `watch_atomic`: a commit is not split over messages.
// `watch_bookmarkable`: after a bookmark comes nothing from before it. `watch_true`: what comes is
// what the histories say.
#include <set>
#include <string>
#include <unordered_map>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/core/decide.h"
#include "services/store/paper_store.h"
#include "tests/faults/checks.h"

namespace clarion::faults {
namespace {

struct WatchVerdicts {
  Verdict& ordered;
  Verdict& unique;
  Verdict& complete;
  Verdict& resumable;
  Verdict& atomic;
  Verdict& bookmarkable;
  Verdict& is_true;
};

// What the watcher knows of one incident.
struct Known {
  int64_t version = 0;
  bool heard_since_resume = true;
  std::set<int64_t> changes = {};  // told one by one
};

// One logical watcher, over all its streams.
class Listener {
 public:
  Listener(const Case& of, size_t number, WatchVerdicts& verdicts)
      : of_(of), number_(number), verdicts_(verdicts) {}

  void Take(const WatchEvent& event) {
    t_ = event.t;
    switch (event.kind) {
      case WatchEvent::Kind::kOpen:
        return Open(event);
      case WatchEvent::Kind::kMessage:
        return TakeMessage(event);
      case WatchEvent::Kind::kEnd:
        if (event.reason == kSettled) Settle();
        return;
    }
  }

 private:
  void Open(const WatchEvent& event) {
    parent_ = event.parent;
    shard_ = store::ShardOf(parent_);
    resumed_ = !event.token.empty();
    if (!resumed_ || event.token != token_) Forget();
    // From an older token some is told again: nothing is known of what that watcher knew.
    lenient_ = resumed_ && event.token != token_;
    for (auto& [incident, known] : known_) known.heard_since_resume = false;
  }

  void Forget() {
    known_.clear();
    bookmark_ = 0;
    snapshot_ = 0;
    lenient_ = false;
  }

  void TakeMessage(const WatchEvent& message) {
    if (message.resync) {
      verdicts_.resumable.Require(of_.history.run.watch_resyncs_allowed,
                                  [&] { return Where() + ": began anew instead of going on"; });
      Forget();
    }
    for (const WatchItem& item : message.items) {
      RequireTrue(item);
      item.state ? TakeState(item) : TakeChange(item);
    }
    for (const WatchItem& item : message.items) {
      if (!item.state) RequireWhole(item);
    }
    if (!message.token.empty()) token_ = message.token;
    if (!message.bookmark) return;
    bookmark_ = message.sequence;
    if (snapshot_ == 0) snapshot_ = message.sequence;
  }

  void TakeState(const WatchItem& item) {
    Known& known = known_[item.incident];
    verdicts_.ordered.Require(item.version >= known.version, [&] {
      return absl::StrCat(Where(item), ": a state older than version ", known.version);
    });
    known.version = item.version;
    known.heard_since_resume = true;
  }

  void TakeChange(const WatchItem& item) {
    Known& known = known_[item.incident];
    const bool first = known.version == 0 && lenient_;
    const bool again = !known.changes.insert(item.version).second;
    verdicts_.unique.Require(!again, [&] { return Where(item) + ": came before"; });
    verdicts_.ordered.Require(again || item.version > known.version, [&] {
      return absl::StrCat(Where(item), ": comes after version ", known.version);
    });
    // A hole at the seam of two streams is a fault of the resume.
    const bool at_seam = resumed_ && !std::exchange(known.heard_since_resume, true);
    Verdict& next = at_seam ? verdicts_.resumable : verdicts_.complete;
    next.Require(first || item.version <= known.version + 1, [&] {
      return absl::StrCat(Where(item), ": comes after version ", known.version,
                          at_seam ? ", across a resume" : "");
    });
    known.version = std::max(known.version, item.version);
    const RecordFacts* record = Find(item);
    if (record == nullptr || record->sequence == 0) return;
    verdicts_.bookmarkable.Require(record->sequence > bookmark_, [&] {
      return absl::StrCat(Where(item), ": lies at ", record->sequence,
                          " in the log, and a bookmark said all up to ", bookmark_, " was told");
    });
  }

  const RecordFacts* Find(const WatchItem& item) const {
    const PaperFacts* paper = of_.truth.Find(item.incident);
    return paper == nullptr ? nullptr : paper->At(item.version);
  }

  void RequireTrue(const WatchItem& item) {
    if (of_.cut() || of_.may_be_lost(t_)) return;
    const RecordFacts* record = Find(item);
    const std::string& told = item.hash;
    const bool is_true =
        record != nullptr &&
        (told.empty() ? item.state
                      : told == absl::BytesToHexString(item.state ? record->head : record->sha256));
    verdicts_.is_true.Require(is_true,
                              [&] { return Where(item) + ": is not what the history says"; });
  }

  bool Concerns(const std::string& paper) const {
    return paper == parent_ ||
           (RegionOf(paper) == parent_ && paper.find("/incidents/") != std::string::npos);
  }

  // The other records of the same commit came with it.
  void RequireWhole(const WatchItem& item) {
    const RecordFacts* record = Find(item);
    const LoggedCommit* commit =
        record == nullptr ? nullptr : of_.truth.CommitAt(shard_, record->sequence);
    if (commit == nullptr) return;
    for (const LoggedRecord& other : commit->records) {
      if (!Concerns(other.paper)) continue;
      const auto known = known_.find(other.paper);
      verdicts_.atomic.Require(
          known != known_.end() && known->second.version >= other.version, [&] {
            return absl::StrCat(Where(item), ": came without ", other.paper, " version ",
                                other.version, " of the same commit");
          });
    }
  }

  // The end, when all was quiet: everything that concerns the watcher is known to its last version.
  void Settle() {
    for (const PaperFacts& paper : of_.truth.papers()) {
      if (!paper.is_docket || !Concerns(paper.name())) continue;
      const auto found = known_.find(paper.name());
      const int64_t version = found == known_.end() ? 0 : found->second.version;
      // What had ended before the snapshot is not told.
      const bool over = core::HasEnded(paper.paper) && version == 0 &&
                        (snapshot_ == 0 || paper.records.front().sequence <= snapshot_);
      const int64_t last = static_cast<int64_t>(paper.records.size());
      verdicts_.complete.Require(over || version >= last, [&] {
        return absl::StrCat(Where(), ": at the end ", paper.name(), " is known to version ",
                            version, " of ", last);
      });
    }
  }

  std::string Where() const { return absl::StrCat("watcher ", number_, " at ", t_); }
  std::string Where(const WatchItem& item) const {
    return absl::StrCat(Where(), ", ", item.incident, " version ", item.version);
  }

  const Case& of_;
  const size_t number_;
  WatchVerdicts& verdicts_;
  int64_t t_ = 0;
  std::string parent_;
  int shard_ = 0;
  std::string token_;
  bool resumed_ = false;
  bool lenient_ = false;
  int64_t bookmark_ = 0;  // all up to it was told
  int64_t snapshot_ = 0;  // the first bookmark: the end of the snapshot
  std::unordered_map<std::string, Known> known_;
};

}  // namespace

void CheckWatch(const Case& of, Verdicts& verdicts) {
  WatchVerdicts watch = {verdicts.Named("watch_ordered"),  verdicts.Named("watch_unique"),
                         verdicts.Named("watch_complete"), verdicts.Named("watch_resumable"),
                         verdicts.Named("watch_atomic"),   verdicts.Named("watch_bookmarkable"),
                         verdicts.Named("watch_true")};
  for (size_t i = 0; i < of.history.watchers.size(); ++i) {
    Listener listener(of, i, watch);
    for (const WatchEvent& event : of.history.watchers[i]) listener.Take(event);
  }
}

}  // namespace clarion::faults
