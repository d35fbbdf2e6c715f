// Histories as they are stored: whatever a record says, Evolve folds it, NextDue answers, and the
// paper that comes out is one that can be written and read again.
#include <random>

#include "clarion/v1/events.pb.h"
#include "services/core/decide.h"
#include "services/proof/chain.h"
#include "tests/core/walk.h"
#include "tests/fuzz/target.h"

namespace clarion::fuzz {

// A log entry holds records, so a history is one entry with many.
std::vector<std::string> Samples() {
  std::vector<std::string> samples;
  for (uint64_t seed = 1; seed <= 8; ++seed) {
    testing::Walk walk{std::mt19937_64(seed)};
    while (walk.records().size() < 6 * seed) {
      Require(walk.Step(), walk.broken());
    }
    v1::LogEntry history;
    for (const v1::Record& record : walk.records()) {
      history.add_records(record.SerializeAsString());
    }
    samples.push_back(history.SerializeAsString());
  }
  return samples;
}

void Examine(const std::string& bytes) {
  v1::LogEntry history;
  if (!history.ParseFromString(bytes)) return;
  v1::Paper paper;
  std::string head;
  for (const std::string& stored : history.records()) {
    v1::Record record;
    if (!record.ParseFromString(stored)) continue;
    core::Evolve(paper, record);
    core::NextDue(paper);
    core::HasEnded(paper);
    core::NameOf(paper);
    head = proof::NextHead(head, stored);
  }
  v1::Paper again;
  Require(again.ParseFromString(paper.SerializeAsString()), "a paper that cannot be read again");
  Require(again.SerializeAsString() == paper.SerializeAsString(), "a paper that reads otherwise");
}

}  // namespace clarion::fuzz
