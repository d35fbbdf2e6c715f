// Watchers of a made run: a snapshot, then every commit once and in order; streams break and go on,
// slow ones are given states.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/store/paper_store.h"
#include "tests/faults/made_run.h"
#include "tests/faults/truth.h"

namespace clarion::faults {
namespace {

class MadeWatcher {
 public:
  MadeWatcher(const MadeRun& run, std::string parent, std::mt19937_64& random)
      : run_(run), parent_(std::move(parent)), random_(random) {
    for (const MadeCommit& commit : run.log) {
      if (commit.shard == store::ShardOf(parent_)) log_.push_back(&commit);
    }
  }

  Watching Watch() {
    const size_t begin = log_.empty() ? 0 : 1 + random_() % log_.size();
    for (size_t i = 0; i < begin; ++i) Pass(*log_[i]);
    t_ = begin == 0 ? 0 : log_[begin - 1]->t;
    Open("");
    SendSnapshot(begin == 0 ? 0 : log_[begin - 1]->sequence);
    for (size_t i = begin; i < log_.size();) i = Go(i);
    SendBookmark();
    heard_.push_back({.t = Later(), .kind = WatchEvent::Kind::kEnd, .reason = kSettled});
    return std::move(heard_);
  }

 private:
  size_t Below(size_t n) { return random_() % n; }
  int64_t Later() { return t_ += 1 + static_cast<int64_t>(Below(2000)); }
  bool Concerns(const std::string& paper) const {
    return paper.find("/incidents/") != std::string::npos && RegionOf(paper) == parent_;
  }

  void Pass(const MadeCommit& commit) {
    sequence_ = commit.sequence;
    for (const auto& [paper, version] : commit.records) {
      if (Concerns(paper)) versions_[paper] = version;
    }
  }

  void Open(const std::string& token) {
    heard_.push_back(
        {.t = Later(), .kind = WatchEvent::Kind::kOpen, .parent = parent_, .token = token});
  }

  void Send(std::vector<WatchItem> items, bool bookmark) {
    token_ = absl::StrCat("token-", sequence_);
    heard_.push_back(
        {.t = Later(), .token = token_, .items = std::move(items), .sequence = sequence_});
    heard_.back().bookmark = bookmark;
  }

  void SendBookmark() { Send({}, true); }

  void SendSnapshot(int64_t sequence) {
    sequence_ = sequence;
    std::vector<WatchItem> states;
    for (const auto& [paper, version] : versions_) {
      if (run_.papers.at(paper)[static_cast<size_t>(version) - 1].ended()) continue;
      states.push_back({.state = true, .incident = paper, .version = version});
    }
    Send(std::move(states), true);
  }

  // Handles the commits from `i` on; where to go on.
  size_t Go(size_t i) {
    if (Below(12) == 0) {
      heard_.push_back({.t = Later(), .kind = WatchEvent::Kind::kEnd, .reason = "UNAVAILABLE"});
      Open(token_);
    }
    if (Below(15) == 0) SendBookmark();
    const size_t end = std::min(log_.size(), i + 1 + Below(3));
    t_ = std::max(t_, log_[end - 1]->t + 1);
    if (Below(12) == 0) return Conflate(i, std::min(log_.size(), end + Below(5)));
    std::vector<WatchItem> changes;
    for (; i < end; ++i) {
      Pass(*log_[i]);
      for (const auto& [paper, version] : log_[i]->records) {
        if (Concerns(paper)) changes.push_back(ChangeOf(paper, version));
      }
    }
    if (!changes.empty()) Send(std::move(changes), false);
    return i;
  }

  size_t Conflate(size_t i, size_t end) {
    std::map<std::string, int64_t> touched;
    t_ = std::max(t_, log_[end - 1]->t + 1);
    for (; i < end; ++i) {
      Pass(*log_[i]);
      for (const auto& [paper, version] : log_[i]->records) {
        if (Concerns(paper)) touched[paper] = version;
      }
    }
    std::vector<WatchItem> states;
    states.reserve(touched.size());
    for (const auto& [paper, version] : touched) {
      states.push_back({.state = true, .incident = paper, .version = version});
    }
    if (!states.empty()) Send(std::move(states), false);
    return i;
  }

  WatchItem ChangeOf(const std::string& paper, int64_t version) const {
    WatchItem item = {.state = false, .incident = paper, .version = version};
    const v1::Record& record = run_.papers.at(paper)[static_cast<size_t>(version) - 1];
    for (const v1::Event& event : record.events()) {
      if (!event.has_obligation_breached()) continue;
      item.breaches.push_back(MillisOf(event.obligation_breached().due_at()));
    }
    return item;
  }

  const MadeRun& run_;
  const std::string parent_;
  std::mt19937_64& random_;
  std::vector<const MadeCommit*> log_;
  std::map<std::string, int64_t> versions_;
  int64_t t_ = 0;
  int64_t sequence_ = 0;
  std::string token_;
  Watching heard_;
};

}  // namespace

void AddWatchers(MadeRun& run, int count, std::mt19937_64& random) {
  for (int i = 0; i < count; ++i) {
    const std::string parent = i % 3 == 2 ? "regions/429999" : "regions/419999";
    run.history.watchers.push_back(MadeWatcher(run, parent, random).Watch());
  }
}

}  // namespace clarion::faults
