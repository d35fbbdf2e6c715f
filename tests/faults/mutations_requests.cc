// Faults in what clients were told: lost, twice, out of order, invented.
#include "absl/strings/str_cat.h"
#include "tests/faults/mutations.h"

namespace clarion::faults {
namespace {

// Papers whose last record was acknowledged.
std::vector<std::string> EndAcknowledged(const MadeRun& run) {
  std::vector<std::string> papers;
  for (const auto& [paper, records] : run.papers) {
    for (const Attempt& attempt : run.history.attempts) {
      if (attempt.result == Result::kAck && !attempt.idle && attempt.paper == paper &&
          attempt.version == static_cast<int64_t>(records.size())) {
        papers.push_back(paper);
        break;
      }
    }
  }
  return papers;
}

bool LoseARecord(MadeRun& run, Dice& dice) {
  const std::vector<std::string> papers = EndAcknowledged(run);
  if (papers.empty()) return false;
  Forget(run, papers[dice() % papers.size()]);
  return true;
}

bool LoseAnIncident(MadeRun& run, Dice& dice) {
  const Attempt* attempt = AnyAcknowledged(run, dice);
  if (attempt == nullptr) return false;
  const std::string paper = attempt->paper;
  while (run.papers.count(paper) > 0) Forget(run, paper);
  return true;
}

// A power cut under RELAXED excuses what was answered within two seconds before it, no more.
bool LoseOutsideTheWindow(MadeRun& run, Dice& dice) {
  run.history.run.durability = "RELAXED";
  const std::vector<std::string> papers = EndAcknowledged(run);
  if (papers.empty()) return false;
  const std::string& paper = papers[dice() % papers.size()];
  int64_t answered = 0;
  for (const Attempt& attempt : run.history.attempts) {
    if (attempt.result == Result::kAck && attempt.paper == paper &&
        attempt.version == static_cast<int64_t>(run.papers[paper].size())) {
      answered = std::max(answered, attempt.answered);
    }
  }
  Forget(run, paper);
  run.history.run.faults.push_back({.name = "power-cut",
                                    .t0 = answered + 2'000'001,
                                    .t1 = answered + 3'000'000,
                                    .takes = FaultFacts::Takes::kWindow});
  return true;
}

bool DoItTwice(MadeRun& run, Dice& dice) {
  const Attempt* attempt = AnyAcknowledged(run, dice);
  if (attempt == nullptr) return false;
  v1::Record* other = AnyRecord(run, dice, [&](const v1::Record& record) {
    return !record.request_id().empty() && record.request_id() != attempt->request_id;
  });
  if (other == nullptr) return false;
  other->set_request_id(attempt->request_id);
  return true;
}

bool DoWhatWasRefused(MadeRun& run, Dice& dice) {
  Attempt* attempt = AnyAcknowledged(run, dice);
  if (attempt == nullptr) return false;
  attempt->result = Result::kFail;
  attempt->reason = "NOT_VERIFIED";
  return true;
}

// Sends an acknowledged request once more, to be answered by `answer`.
bool Repeat(MadeRun& run, Dice& dice, const std::function<bool(Attempt&)>& answer) {
  const Attempt* attempt = AnyAcknowledged(run, dice);
  if (attempt == nullptr) return false;
  Attempt again = *attempt;
  again.number = 999;
  again.called = attempt->answered + 10;
  again.answered = again.called + 10;
  if (!answer(again)) return false;
  run.history.attempts.push_back(again);
  return true;
}

bool AnswerAnother(MadeRun& run, Dice& dice) {
  return Repeat(run, dice, [](Attempt& again) { return --again.version > 0; });
}

bool TakeAnotherBody(MadeRun& run, Dice& dice) {
  return Repeat(run, dice, [](Attempt& again) {
    again.body = "another";
    return true;
  });
}

bool RefuseARepeat(MadeRun& run, Dice& dice) {
  return Repeat(run, dice, [](Attempt& again) {
    again.result = Result::kFail;
    again.reason = "ALREADY_PUBLISHED";
    return true;
  });
}

// Two acknowledged tries with records in the given order, called in the other.
bool TurnOrder(MadeRun& run, Dice& dice,
               const std::function<bool(const Attempt&, const Attempt&)>& in_order) {
  for (int i = 0; i < 200; ++i) {
    Attempt* first = AnyAcknowledged(run, dice);
    Attempt* second = AnyAcknowledged(run, dice);
    if (first == nullptr || first == second || !in_order(*first, *second)) continue;
    first->called = second->answered + 1;
    first->answered = first->called + 10;
    return true;
  }
  return false;
}

int64_t SequenceOf(const MadeRun& run, const Attempt& attempt) {
  for (const MadeCommit& commit : run.log) {
    for (const auto& [paper, version] : commit.records) {
      if (paper == attempt.paper && version == attempt.version) return commit.sequence;
    }
  }
  return 0;
}

bool TurnOrderOfAPaper(MadeRun& run, Dice& dice) {
  return TurnOrder(run, dice, [](const Attempt& first, const Attempt& second) {
    return first.paper == second.paper && first.version < second.version;
  });
}

bool TurnOrderOfARegion(MadeRun& run, Dice& dice) {
  return TurnOrder(run, dice, [&run](const Attempt& first, const Attempt& second) {
    return first.paper != second.paper && first.paper.substr(0, 14) == second.paper.substr(0, 14) &&
           SequenceOf(run, first) < SequenceOf(run, second);
  });
}

bool ReadWhatIsOld(MadeRun& run, Dice& dice) {
  const Attempt* attempt = AnyAcknowledged(run, dice);
  if (attempt == nullptr || attempt->version < 2) return false;
  run.history.readings.push_back({.called = attempt->answered + 1,
                                  .answered = attempt->answered + 9,
                                  .incident = attempt->paper,
                                  .version = attempt->version - 1});
  return true;
}

bool ReadBackwards(MadeRun& run, Dice& dice) {
  if (run.history.readings.empty()) return false;
  const Reading& reading = run.history.readings[dice() % run.history.readings.size()];
  if (reading.version < 2) return false;
  run.history.readings.push_back({.called = reading.answered + 1,
                                  .answered = reading.answered + 9,
                                  .incident = reading.incident,
                                  .version = reading.version - 1});
  return true;
}

bool ReadTheFuture(MadeRun& run, Dice& dice) {
  const Attempt* attempt = AnyAcknowledged(run, dice);
  if (attempt == nullptr) return false;
  run.history.readings.push_back({.called = attempt->called - 9,
                                  .answered = attempt->called - 1,
                                  .incident = attempt->paper,
                                  .version = attempt->version});
  return true;
}

bool ReadWhatIsFalse(Recorded& recorded, Dice& dice) {
  if (recorded.history.readings.empty()) return false;
  Reading& reading = recorded.history.readings[dice() % recorded.history.readings.size()];
  reading.head[3] = reading.head[3] == 'a' ? 'b' : 'a';
  return true;
}

bool OfClient(const v1::Record& record) { return !record.request_id().empty(); }

bool InventARequest(MadeRun& run, Dice& dice) {
  v1::Record* record = AnyRecord(run, dice, OfClient);
  if (record == nullptr) return false;
  record->set_request_id("nobody-sent-this");
  return true;
}

bool ActWithoutRequest(MadeRun& run, Dice& dice) {
  v1::Record* record = AnyRecord(run, dice, OfClient);
  if (record == nullptr) return false;
  record->clear_request_id();
  return true;
}

bool ActOnAnotherPaper(MadeRun& run, Dice& dice) {
  Attempt* attempt = AnyAcknowledged(run, dice);
  if (attempt == nullptr || attempt->incident.empty()) return false;
  attempt->incident += "-other";
  return true;
}

bool IsMerger(const v1::Record& record) {
  return std::any_of(record.events().begin(), record.events().end(),
                     [](const v1::Event& event) { return event.has_incident_merged_away(); });
}

bool LoseHalfAMerger(MadeRun& run, Dice& dice) {
  const v1::Record* record = AnyRecord(run, dice, IsMerger);
  if (record == nullptr) return false;
  Forget(run, std::string(record->paper()));
  return true;
}

bool LeaveUnanswered(MadeRun& run, Dice& /*dice*/) {
  run.history.attempts.push_back({.number = 998,
                                  .called = run.history.run.healed_t + 1,
                                  .answered = run.history.run.healed_t + 9,
                                  .op = "add_note",
                                  .request_id = "late",
                                  .reason = "OUTCOME_UNKNOWN"});
  return run.history.run.healed_t > 0;
}

}  // namespace

std::vector<Mutation> RequestMutations() {
  return {
      {"an acknowledged record is lost", "acknowledged", LoseARecord},
      {"an acknowledged incident is lost", "acknowledged", LoseAnIncident},
      {"a power cut takes more than two seconds", "acknowledged", LoseOutsideTheWindow},
      {"a request is done twice", "at_most_once", DoItTwice},
      {"a refused request is done", "fail_means_nothing", DoWhatWasRefused},
      {"a repeat is answered otherwise", "same_answer", AnswerAnother},
      {"another body is taken under the same id", "same_answer", TakeAnotherBody},
      {"a repeat is refused", "same_answer", RefuseARepeat},
      {"two acts on one incident changed places", "real_time_order", TurnOrderOfAPaper},
      {"two acts in one region changed places", "region_order", TurnOrderOfARegion},
      {"a read is behind an acknowledged act", "reads_current", ReadWhatIsOld},
      {"a read goes back behind another", "reads_current", ReadBackwards},
      {"a read is ahead of its time", "reads_current", ReadTheFuture},
      {"a read shows another history", "reads_true", {}, ReadWhatIsFalse},
      {"a record of a request that nobody sent", "no_invention", InventARequest},
      {"a person's record without a request", "no_invention", ActWithoutRequest},
      {"a record on another paper than asked", "no_invention", ActOnAnotherPaper},
      {"half a merger is lost", "mergers_whole", LoseHalfAMerger},
      {"a try without an answer after healing", "serves_after_healing", LeaveUnanswered},
  };
}

}  // namespace clarion::faults
