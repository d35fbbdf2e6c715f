#include "tests/faults/check.h"

#include <algorithm>
#include <future>

#include "absl/strings/str_cat.h"
#include "services/core/decide.h"
#include "tests/faults/checks.h"
#include "tests/faults/truth.h"

namespace clarion::faults {
namespace {

constexpr int64_t kWindowMicros = 2'000'000;

// Folds each docket once, and has every check look at each of its records.
void FollowDockets(const Case& of, DocketChecks& checks) {
  for (const PaperFacts& facts : of.truth.papers()) {
    if (!facts.is_docket) continue;
    for (const auto& check : checks) check->Begin(facts);
    v1::Paper fold;
    v1::Record record;
    for (const std::string& bytes : facts.stored->records) {
      if (!record.ParseFromString(bytes)) break;
      core::Evolve(fold, record);
      for (const auto& check : checks) check->Take(record, fold.docket());
    }
    for (const auto& check : checks) check->End(fold.docket());
  }
}

}  // namespace

AllAsked GroupByRequest(const History& history) {
  AllAsked all;
  all.reserve(history.attempts.size());
  for (const Attempt& attempt : history.attempts) {
    Asked& asked = all[attempt.request_id];
    asked.tries.push_back(&attempt);
    asked.called = std::min(asked.called, attempt.called);
    // An answer without a record says nothing of when a record of the same request came.
    if (attempt.result == Result::kAck && !attempt.idle) {
      asked.answered = std::min(asked.answered, attempt.answered);
    }
  }
  return all;
}

bool Case::cut() const {
  return std::any_of(
      history.run.faults.begin(), history.run.faults.end(),
      [](const FaultFacts& fault) { return fault.takes == FaultFacts::Takes::kAnything; });
}

bool Case::clock_stepped() const {
  return std::any_of(history.run.faults.begin(), history.run.faults.end(),
                     [](const FaultFacts& fault) { return fault.clock; });
}

bool Case::may_be_lost(int64_t t) const {
  if (history.run.durability != "RELAXED") return false;
  return std::any_of(history.run.faults.begin(), history.run.faults.end(),
                     [t](const FaultFacts& fault) {
                       return fault.takes == FaultFacts::Takes::kWindow &&
                              t >= fault.t0 - kWindowMicros && t <= fault.t1;
                     });
}

std::string DocketCheck::Where(const v1::Record& record) const {
  return absl::StrCat(paper_->name(), " version ", record.version());
}

namespace {

// What clients and watchers were told, and the places of the store.
Verdicts CheckTold(const Case& of) {
  Verdicts verdicts;
  CheckAcknowledged(of, verdicts);
  CheckAtMostOnce(of, verdicts);
  CheckFailMeansNothing(of, verdicts);
  CheckSameAnswer(of, verdicts);
  CheckNoInvention(of, verdicts);
  CheckMergersWhole(of, verdicts);
  CheckRealTimeOrder(of, verdicts);
  CheckReads(of, verdicts);
  CheckServesAfterHealing(of, verdicts);
  CheckWatch(of, verdicts);
  CheckNeverEarlyAsSeen(of, verdicts);
  CheckDueSet(of, verdicts);
  CheckLog(of, verdicts);
  CheckRequestKeys(of, verdicts);
  CheckNamesHeld(of, verdicts);
  CheckListings(of, verdicts);
  return verdicts;
}

// The papers, record by record.
Verdicts CheckRecords(const Case& of) {
  Verdicts verdicts;
  CheckPapers(of, verdicts);
  DocketChecks checks;
  AddFoldCheck(verdicts, checks);
  AddClockChecks(of, verdicts, checks);
  AddPeopleChecks(of, verdicts, checks);
  AddNoticeChecks(verdicts, checks);
  AddLawCheck(verdicts, checks);
  FollowDockets(of, checks);
  return verdicts;
}

}  // namespace

Verdicts Check(const History& history, const Dump& dump) {
  const Truth truth(dump);
  const AllAsked asked = GroupByRequest(history);
  const Case of = {history, dump, truth, asked};
  std::future<Verdicts> records =
      std::async(std::launch::async, [&of] { return CheckRecords(of); });
  Verdicts verdicts = CheckTold(of);
  verdicts.Append(records.get());
  return verdicts;
}

}  // namespace clarion::faults
