#include "tests/faults/truth.h"

#include <algorithm>
#include <utility>

#include "services/core/decide.h"
#include "services/proof/chain.h"
#include "services/store/paper_store.h"
#include "services/store/stored_paper.h"

namespace clarion::faults {
namespace {

constexpr size_t kRegionNameSize = 14;  // `regions/419999`

RecordFacts FactsOf(const std::string& bytes, const v1::Record& record,
                    const std::string& previous_head) {
  RecordFacts facts = {.head = proof::NextHead(previous_head, bytes),
                       .sha256 = proof::Sha256(bytes),
                       .request_id = record.request_id(),
                       .decided_ms = MillisOf(record.decided_at()),
                       .by_system = record.actor().role() == v1::ROLE_SYSTEM};
  for (const v1::Event& event : record.events()) {
    if (event.has_incident_merged_away()) facts.merged_into = event.incident_merged_away().into();
    for (const v1::MergedCase& merged : event.incident_merged().cases()) {
      if (facts.merged_from.empty()) facts.merged_from = merged.name();  // it comes first
    }
  }
  return facts;
}

}  // namespace

std::string RegionOf(const std::string& name) { return name.substr(0, kRegionNameSize); }

const RecordFacts* PaperFacts::At(int64_t version) const {
  if (version < 1 || version > static_cast<int64_t>(records.size())) return nullptr;
  return &records[static_cast<size_t>(version) - 1];
}

Truth::Truth(const Dump& dump) {
  papers_.reserve(dump.papers.size());
  for (const admin::AsStored& stored : dump.papers) Enter(stored);
  for (const PaperFacts& paper : papers_) {
    for (size_t i = 0; i < paper.records.size(); ++i) {
      const std::string& request = paper.records[i].request_id;
      if (!request.empty() && paper.records[i].merged_into.empty()) {
        by_request_[request].push_back({&paper, static_cast<int64_t>(i) + 1});
      }
    }
  }
  Place(dump);
  FollowRosters();
}

void Truth::Enter(const admin::AsStored& stored) {
  by_name_[stored.name] = papers_.size();
  PaperFacts& facts = papers_.emplace_back();
  facts.stored = &stored;
  absl::StatusOr<store::PaperPtr> decoded = store::DecodePaper(stored.name, stored.paper);
  facts.sound = decoded.ok() && !stored.paper.empty();
  if (decoded.ok()) facts.paper = (*decoded)->paper;
  facts.is_docket = stored.name.find("/incidents/") != std::string::npos;
  facts.ordered = true;
  facts.records.reserve(stored.records.size());
  v1::Record record;
  std::string head;
  for (const std::string& bytes : stored.records) {
    if (!record.ParseFromString(bytes)) record.Clear();  // then it is not its own
    facts.records.push_back(FactsOf(bytes, record, head));
    facts.ordered = facts.ordered && record.paper() == stored.name &&
                    record.version() == static_cast<int64_t>(facts.records.size());
    head = facts.records.back().head;
  }
}

void Truth::Place(const Dump& dump) {
  for (const LoggedCommit& commit : dump.log) {
    log_[commit.shard].push_back(&commit);
    for (const LoggedRecord& logged : commit.records) {
      const auto found = by_name_.find(logged.paper);
      if (found == by_name_.end()) continue;
      std::vector<RecordFacts>& records = papers_[found->second].records;
      const size_t index = static_cast<size_t>(logged.version - 1);
      if (index < records.size()) records[index].sequence = commit.sequence;
    }
  }
}

void Truth::FollowRosters() {
  for (const PaperFacts& paper : papers_) {
    if (!paper.paper.has_roster()) continue;
    v1::Paper fold;
    std::map<int64_t, v1::Roster>& course = rosters_[RegionOf(paper.name())];
    for (size_t i = 0; i < paper.records.size(); ++i) {
      v1::Record record;
      record.ParseFromString(paper.stored->records[i]);
      core::Evolve(fold, record);
      course[paper.records[i].sequence] = fold.roster();
    }
  }
}

const PaperFacts* Truth::Find(const std::string& name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? nullptr : &papers_[found->second];
}

const std::vector<RecordRef>& Truth::ByRequest(const std::string& request_id) const {
  static const std::vector<RecordRef>& none = *new std::vector<RecordRef>();
  const auto found = by_request_.find(request_id);
  return found == by_request_.end() ? none : found->second;
}

const v1::Roster* Truth::RosterBefore(const std::string& docket, int64_t sequence) const {
  const auto course = rosters_.find(RegionOf(docket));
  if (course == rosters_.end() || sequence == 0) return nullptr;
  const auto after = course->second.lower_bound(sequence);
  return after == course->second.begin() ? nullptr : &std::prev(after)->second;
}

const v1::Roster* Truth::RosterNow(const std::string& docket) const {
  const auto course = rosters_.find(RegionOf(docket));
  if (course == rosters_.end() || course->second.empty()) return nullptr;
  return &course->second.rbegin()->second;
}

const LoggedCommit* Truth::CommitAt(int shard, int64_t sequence) const {
  const auto log = log_.find(shard);
  if (log == log_.end()) return nullptr;
  const auto found = std::lower_bound(
      log->second.begin(), log->second.end(), sequence,
      [](const LoggedCommit* commit, int64_t at) { return commit->sequence < at; });
  return found == log->second.end() || (*found)->sequence != sequence ? nullptr : *found;
}

}  // namespace clarion::faults
