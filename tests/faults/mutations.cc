#include "tests/faults/mutations.h"

#include <algorithm>
#include <iterator>
#include <map>

namespace clarion::faults {

std::vector<Mutation> AllMutations() {
  std::vector<Mutation> all;
  for (std::vector<Mutation> some : {RequestMutations(), ClockMutations(), PeopleMutations(),
                                     StoreMutations(), WatchMutations()}) {
    std::move(some.begin(), some.end(), std::back_inserter(all));
  }
  return all;
}

v1::Record* AnyRecord(MadeRun& run, Dice& dice,
                      const std::function<bool(const v1::Record&)>& suits) {
  std::vector<v1::Record*> suitable;
  for (auto& [paper, records] : run.papers) {
    if (paper.find("/incidents/") == std::string::npos) continue;
    for (v1::Record& record : records) {
      if (suits(record)) suitable.push_back(&record);
    }
  }
  return OneOf(suitable, dice);
}

EventPlace AnyEvent(MadeRun& run, Dice& dice, v1::Event::KindCase kind,
                    const std::function<bool(const v1::Event&)>& suits) {
  const auto fits = [&](const v1::Event& event) {
    return event.kind_case() == kind && (suits == nullptr || suits(event));
  };
  v1::Record* record = AnyRecord(run, dice, [&](const v1::Record& one) {
    return std::any_of(one.events().begin(), one.events().end(), fits);
  });
  if (record == nullptr) return {};
  auto& events = *record->mutable_events();
  return {record, &*std::find_if(events.begin(), events.end(), fits)};
}

Attempt* AnyAcknowledged(MadeRun& run, Dice& dice) {
  std::map<std::string, int> tries;
  for (const Attempt& attempt : run.history.attempts) ++tries[attempt.request_id];
  std::vector<Attempt*> suitable;
  for (Attempt& attempt : run.history.attempts) {
    if (attempt.result == Result::kAck && !attempt.idle && tries[attempt.request_id] == 1 &&
        attempt.paper.find("/incidents/") != std::string::npos) {
      suitable.push_back(&attempt);
    }
  }
  return OneOf(suitable, dice);
}

void Forget(MadeRun& run, const std::string& paper) {
  std::vector<v1::Record>& records = run.papers[paper];
  const std::pair<std::string, int64_t> gone = {paper, static_cast<int64_t>(records.size())};
  records.pop_back();
  const auto is_of_it = [&](const KeptRequest& kept) {
    return kept.paper == gone.first && kept.version == gone.second;
  };
  run.requests.erase(std::remove_if(run.requests.begin(), run.requests.end(), is_of_it),
                     run.requests.end());
  for (auto commit = run.log.begin(); commit != run.log.end(); ++commit) {
    const auto found = std::find(commit->records.begin(), commit->records.end(), gone);
    if (found == commit->records.end()) continue;
    commit->records.erase(found);
    if (!commit->records.empty()) break;
    for (auto later = commit + 1; later != run.log.end(); ++later) {
      if (later->shard == commit->shard) --later->sequence;
    }
    run.log.erase(commit);
    break;
  }
  if (records.empty()) run.papers.erase(paper);
}

}  // namespace clarion::faults
