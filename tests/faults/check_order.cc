// Order in time: what was answered before something was called comes before it. One sweep, from the
// last to the first, with the earliest answer seen so far.
#include <algorithm>
#include <map>
#include <unordered_map>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/store/paper_store.h"
#include "tests/faults/checks.h"

namespace clarion::faults {
namespace {

// When a record was asked for, and by when it was certainly there.
struct Span {
  int64_t called = 0;  // of the system: always
  int64_t answered = kNever;
};

Span SpanOf(const Case& of, const RecordFacts& record) {
  if (record.request_id.empty()) return {};
  const auto asked = of.asked.find(record.request_id);
  if (asked == of.asked.end()) return {};
  return {asked->second.called, asked->second.answered};
}

// Something that happened, with its place in an order.
struct Happened {
  int64_t place = 0;
  Span span = {};
  RecordRef record = {};
};

// `happened` in the order claimed. Each thing must have been called before any later one was
// answered.
void Sweep(const std::vector<Happened>& happened, const std::string& order, Verdict& verdict) {
  const Happened* first_answered = nullptr;  // of those with a higher place
  for (size_t i = happened.size(); i > 0;) {
    // Those of one place are of one commit: they are not held against each other.
    const size_t end = i;
    while (i > 0 && happened[i - 1].place == happened[end - 1].place) --i;
    for (size_t j = i; j < end; ++j) {
      const Happened& one = happened[j];
      const bool holds =
          first_answered == nullptr || one.span.called <= first_answered->span.answered;
      verdict.Require(holds, [&] {
        return absl::StrCat(one.record.paper->name(), " version ", one.record.version,
                            " was called after ", first_answered->record.paper->name(), " version ",
                            first_answered->record.version,
                            " was answered, and comes before it in ", order);
      });
    }
    for (size_t j = i; j < end; ++j) {
      if (happened[j].span.answered == kNever) continue;
      if (first_answered == nullptr || happened[j].span.answered < first_answered->span.answered) {
        first_answered = &happened[j];
      }
    }
  }
}

}  // namespace

void CheckRealTimeOrder(const Case& of, Verdicts& verdicts) {
  Verdict& papers = verdicts.Named("real_time_order");
  Verdict& regions = verdicts.Named("region_order");
  std::map<int, std::vector<Happened>> shards;
  std::vector<Happened> happened;
  for (const PaperFacts& paper : of.truth.papers()) {
    happened.clear();
    for (size_t i = 0; i < paper.records.size(); ++i) {
      const RecordFacts& record = paper.records[i];
      const int64_t version = static_cast<int64_t>(i) + 1;
      happened.push_back({version, SpanOf(of, record), {&paper, version}});
      if (record.sequence == 0) continue;
      shards[store::ShardOf(paper.name())].push_back(
          {record.sequence, happened.back().span, {&paper, version}});
    }
    Sweep(happened, "the history", papers);
  }
  for (auto& [shard, commits] : shards) {
    std::sort(commits.begin(), commits.end(),
              [](const Happened& a, const Happened& b) { return a.place < b.place; });
    Sweep(commits, "the log", regions);
  }
}

namespace {

// A version of a paper that somebody was told at an instant.
using Told = std::pair<int64_t, int64_t>;

// By paper, what was told by when: acknowledgements and reads, in order of time, each with the
// greatest version so far.
std::unordered_map<std::string, std::vector<Told>> ToldOf(const Case& of) {
  std::unordered_map<std::string, std::vector<Told>> told;
  for (const Reading& reading : of.history.readings) {
    told[reading.incident].push_back({reading.answered, reading.version});
  }
  for (const Attempt& attempt : of.history.attempts) {
    if (attempt.result != Result::kAck || of.may_be_lost(attempt.answered)) continue;
    const auto found = told.find(attempt.paper);  // of papers that nobody read nothing is asked
    if (found != told.end()) found->second.push_back({attempt.answered, attempt.version});
  }
  for (auto& [paper, all] : told) {
    std::sort(all.begin(), all.end());
    int64_t greatest = 0;
    for (Told& one : all) greatest = one.second = std::max(greatest, one.second);
  }
  return told;
}

}  // namespace

void CheckReads(const Case& of, Verdicts& verdicts) {
  Verdict& current = verdicts.Named("reads_current");
  Verdict& is_true = verdicts.Named("reads_true");
  if (of.cut()) {
    current.skipped = is_true.skipped = "acknowledged bytes were cut on purpose";
    return;
  }
  const std::unordered_map<std::string, std::vector<Told>> told = ToldOf(of);
  for (const Reading& reading : of.history.readings) {
    const auto where = [&] {
      return absl::StrCat("a read of ", reading.incident, " version ", reading.version, " at ",
                          reading.called);
    };
    if (of.may_be_lost(reading.answered)) continue;
    const PaperFacts* paper = of.truth.Find(reading.incident);
    const RecordFacts* record = paper == nullptr ? nullptr : paper->At(reading.version);
    is_true.Require(record != nullptr && absl::BytesToHexString(record->head) == reading.head,
                    [&] { return absl::StrCat(where(), " shows what is not in the history"); });
    const std::vector<Told>& before = told.at(reading.incident);
    const auto after = std::lower_bound(before.begin(), before.end(), Told{reading.called, 0});
    const int64_t known = after == before.begin() ? 0 : std::prev(after)->second;
    current.Require(reading.version >= known, [&] {
      return absl::StrCat(where(), " is behind version ", known, ", told before it");
    });
    if (record == nullptr) continue;
    current.Require(SpanOf(of, *record).called <= reading.answered, [&] {
      return absl::StrCat(where(), " shows what was called only afterwards");
    });
  }
}

}  // namespace clarion::faults
