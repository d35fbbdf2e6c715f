// Where papers, requests and names stand: each place says what the papers say.
#include <map>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "absl/strings/str_cat.h"
#include "services/admin/as_stored.h"
#include "services/core/decide.h"
#include "services/core/held_names.h"
#include "services/proof/chain.h"
#include "tests/faults/checks.h"

namespace clarion::faults {
namespace {

std::unordered_map<std::string, std::string> ByPaper(const std::vector<Place>& places) {
  std::unordered_map<std::string, std::string> by_paper;
  by_paper.reserve(places.size());
  for (const Place& place : places) by_paper[place.paper] = place.score;
  return by_paper;
}

// Papers that have no place but stand in `places`.
void RequireKnown(const Case& of, const std::vector<Place>& places, Verdict& verdict) {
  for (const Place& place : places) {
    verdict.Require(of.truth.Find(place.paper) != nullptr, [&] {
      return absl::StrCat(place.paper, " stands at ", place.score, " and does not exist");
    });
  }
}

}  // namespace

void CheckDueSet(const Case& of, Verdicts& verdicts) {
  Verdict& due_set = verdicts.Named("due_set");
  Verdict& ended_set = verdicts.Named("ended_set");
  const auto due = ByPaper(of.dump.due);
  const auto ended = ByPaper(of.dump.ended);
  for (const PaperFacts& facts : of.truth.papers()) {
    if (!facts.sound) continue;
    const std::string law = admin::PlaceOf(facts.paper);
    const auto stands = due.find(facts.name());
    const std::string score = stands == due.end() ? "" : stands->second;
    due_set.Require(score == law, [&] {
      return absl::StrCat(facts.name(), " stands at `", score, "`; its law says `", law, "`");
    });
    ended_set.Require((ended.count(facts.name()) > 0) == core::HasEnded(facts.paper), [&] {
      return absl::StrCat(facts.name(), core::HasEnded(facts.paper)
                                            ? " has ended and does not stand among the ended"
                                            : " stands among the ended and has not");
    });
  }
  RequireKnown(of, of.dump.due, due_set);
  RequireKnown(of, of.dump.ended, ended_set);
}

namespace {

// Each record of each paper lies in the log, as far as that reaches back, in the order of versions.
void RequireLogged(const PaperFacts& paper, int64_t floor, Verdict& verdict) {
  int64_t before = 0;
  for (size_t i = 0; i < paper.records.size(); ++i) {
    const int64_t sequence = paper.records[i].sequence;
    // What the log let go lies before everything it has.
    const bool let_go = sequence == 0 && floor > 1 && before == 0;
    verdict.Require(let_go || sequence > before, [&] {
      return absl::StrCat(
          paper.name(), " version ", i + 1,
          sequence == 0 ? " is not in the log" : " comes in the log before the version before it");
    });
    before = std::max(before, sequence);
  }
}

}  // namespace

void CheckLog(const Case& of, Verdicts& verdicts) {
  Verdict& dense = verdicts.Named("log_dense");
  Verdict& equals = verdicts.Named("log_equals_histories");
  std::map<int, int64_t> floors;
  std::map<int, int64_t> last;
  for (const LoggedCommit& commit : of.dump.log) {
    const auto [floor, first] = floors.try_emplace(commit.shard, commit.sequence);
    const int64_t expected = first ? commit.sequence : last[commit.shard] + 1;
    dense.Require(commit.sequence == expected, [&] {
      return absl::StrCat("shard ", commit.shard, ": after ", expected - 1, " comes ",
                          commit.sequence);
    });
    last[commit.shard] = commit.sequence;
    for (const LoggedRecord& logged : commit.records) {
      const PaperFacts* paper = of.truth.Find(logged.paper);
      const RecordFacts* record = paper == nullptr ? nullptr : paper->At(logged.version);
      const auto where = [&] {
        return absl::StrCat("shard ", commit.shard, " sequence ", commit.sequence, ", ",
                            logged.paper, " version ", logged.version);
      };
      equals.Require(record != nullptr, [&] { return where() + ": is in no history"; });
      if (record == nullptr) continue;
      equals.Require(proof::Hex(record->sha256) == logged.sha256,
                     [&] { return where() + ": has other bytes in its history"; });
      equals.Require(record->sequence == commit.sequence,
                     [&] { return where() + ": lies in the log twice"; });
    }
  }
  for (const PaperFacts& paper : of.truth.papers()) {
    const auto floor = floors.find(store::ShardOf(paper.name()));
    RequireLogged(paper, floor == floors.end() ? 1 : floor->second, equals);
  }
}

void CheckRequestKeys(const Case& of, Verdicts& verdicts) {
  Verdict& verdict = verdicts.Named("request_keys");
  std::unordered_set<const RecordFacts*> remembered;
  for (const KeptRequest& kept : of.dump.requests) {
    const PaperFacts* paper = of.truth.Find(kept.paper);
    const RecordFacts* record = paper == nullptr ? nullptr : paper->At(kept.version);
    const bool sound =
        record != nullptr && !record->request_id.empty() && remembered.insert(record).second;
    verdict.Require(sound, [&] {
      return absl::StrCat("key ", kept.key, " names ", kept.paper, " version ", kept.version,
                          ", which is no record of one request");
    });
  }
  if (of.clock_stepped()) return;  // some may have expired
  for (const PaperFacts& paper : of.truth.papers()) {
    for (size_t i = 0; i < paper.records.size(); ++i) {
      const RecordFacts& record = paper.records[i];
      if (record.request_id.empty() || record.decided_ms < of.history.run.begun_ms) continue;
      if (!record.merged_into.empty()) continue;  // its other half is remembered
      verdict.Require(remembered.count(&record) > 0, [&] {
        return absl::StrCat(paper.name(), " version ", i + 1, ": request ", record.request_id,
                            " is not remembered");
      });
    }
  }
}

void CheckNamesHeld(const Case& of, Verdicts& verdicts) {
  Verdict& verdict = verdicts.Named("names_held");
  std::unordered_map<std::string, std::string> holders;
  for (const HeldName& held : of.dump.names) {
    holders[held.name] = held.holder;
    verdict.Require(of.truth.Find(held.holder) != nullptr, [&] {
      return absl::StrCat(held.name, " is held by ", held.holder, ", which does not exist");
    });
  }
  for (const PaperFacts& facts : of.truth.papers()) {
    if (!facts.paper.has_docket()) continue;
    for (const std::string& name : core::FingerprintNames(facts.paper.docket())) {
      const auto holder = holders.find(name);
      const bool holds = holder != holders.end() && holder->second == facts.name();
      verdict.Require(holds == !core::HasEnded(facts.paper), [&] {
        return absl::StrCat(name, holds ? " is still held by " : " is not held by ", facts.name());
      });
    }
  }
}

void CheckListings(const Case& of, Verdicts& verdicts) {
  Verdict& verdict = verdicts.Named("list");
  if (of.history.listings.empty()) verdict.skipped = "nothing was listed";
  for (const Listing& listing : of.history.listings) {
    std::unordered_map<std::string, int64_t> listed;
    for (const WatchItem& item : listing.incidents) listed[item.incident] = item.version;
    verdict.Require(listed.size() == listing.incidents.size(),
                    [&] { return listing.parent + ": an incident is listed twice"; });
    for (const PaperFacts& facts : of.truth.papers()) {
      const bool open = facts.is_docket && !core::HasEnded(facts.paper) &&
                        RegionOf(facts.name()) == listing.parent;
      if (!open) continue;
      const auto found = listed.find(facts.name());
      const int64_t version = found == listed.end() ? 0 : found->second;
      verdict.Require(version == static_cast<int64_t>(facts.records.size()), [&] {
        return absl::StrCat(facts.name(), " is listed with version ", version, ", not ",
                            facts.records.size());
      });
      if (found != listed.end()) listed.erase(found);
    }
    for (const auto& [name, version] : listed) {
      verdict.Require(false, [&, &one = name] {
        return absl::StrCat(one, " is listed in ", listing.parent, " and is not open there");
      });
    }
  }
}

}  // namespace clarion::faults
