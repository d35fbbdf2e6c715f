// What clients were told of their requests, held against what the histories say of them.
#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "tests/faults/checks.h"

namespace clarion::faults {
namespace {

constexpr char kCutOnPurpose[] = "acknowledged bytes were cut on purpose";

std::string Of(const Attempt& attempt) {
  return absl::StrCat(attempt.op, " request ", attempt.request_id, " try ", attempt.number,
                      " of client ", attempt.client);
}

std::string Says(const Attempt& attempt) {
  return absl::StrCat(attempt.paper, " version ", attempt.version);
}

// Reasons that say nothing of the act: later it may be answered otherwise.
bool OfTheMoment(const Attempt& attempt) {
  static const std::set<std::string>& reasons = *new std::set<std::string>{
      "STORE_UNAVAILABLE", "QUEUE_FULL",    "CLOCK_OFF",   "NEWER_SCHEMA",
      "SERVER_DRAINING",   "NOT_SIGNED_IN", "NOT_SETTLED", "ACCOUNT_DISABLED"};
  return reasons.count(attempt.reason) > 0;
}

bool HasRecordAt(const std::vector<RecordRef>& records, int64_t version) {
  return std::any_of(records.begin(), records.end(),
                     [&](const RecordRef& record) { return record.version == version; });
}

// What is wrong with an acknowledgement; empty when it is kept.
std::string Lost(const Truth& truth, const Attempt& attempt) {
  const PaperFacts* paper = truth.Find(attempt.paper);
  if (paper == nullptr) return "the paper is not there";
  const RecordFacts* record = paper->At(attempt.version);
  if (record == nullptr) {
    return absl::StrCat("the paper ends at version ", paper->records.size());
  }
  if (absl::BytesToHexString(record->head) != attempt.head) return "the history went another way";
  if (record->request_id != attempt.request_id && !attempt.idle) {
    return absl::StrCat("that record is of request `", record->request_id, "`");
  }
  return "";
}

}  // namespace

void CheckAcknowledged(const Case& of, Verdicts& verdicts) {
  Verdict& verdict = verdicts.Named("acknowledged");
  if (of.cut()) {
    verdict.skipped = kCutOnPurpose;
    return;
  }
  for (const Attempt& attempt : of.history.attempts) {
    if (attempt.result != Result::kAck) continue;
    const std::string lost = Lost(of.truth, attempt);
    if (!lost.empty() && of.may_be_lost(attempt.answered)) continue;
    verdict.Require(lost.empty(),
                    [&] { return absl::StrCat(Of(attempt), ", ", Says(attempt), ": ", lost); });
  }
}

void CheckAtMostOnce(const Case& of, Verdicts& verdicts) {
  Verdict& verdict = verdicts.Named("at_most_once");
  for (const auto& [request, asked] : of.asked) {
    const std::vector<RecordRef>& records = of.truth.ByRequest(request);
    verdict.Require(records.size() <= 1, [&, &id = request] {
      return absl::StrCat("request ", id, " has ", records.size(),
                          " records: ", records[0].paper->name(), " version ", records[0].version,
                          ", ", records[1].paper->name(), " version ", records[1].version);
    });
  }
}

void CheckFailMeansNothing(const Case& of, Verdicts& verdicts) {
  Verdict& verdict = verdicts.Named("fail_means_nothing");
  for (const auto& [request, asked] : of.asked) {
    const bool failed =
        std::all_of(asked.tries.begin(), asked.tries.end(),
                    [](const Attempt* attempt) { return attempt->result == Result::kFail; });
    if (!failed) continue;
    const std::vector<RecordRef>& records = of.truth.ByRequest(request);
    verdict.Require(records.empty(), [&, &tries = asked.tries] {
      return absl::StrCat(Of(*tries.front()), " was refused as ", tries.front()->reason, ", yet ",
                          records[0].paper->name(), " version ", records[0].version, " is its");
    });
  }
}

void CheckSameAnswer(const Case& of, Verdicts& verdicts) {
  Verdict& verdict = verdicts.Named("same_answer");
  if (of.cut() || of.clock_stepped()) {
    verdict.skipped = of.cut() ? kCutOnPurpose : "remembered requests may have expired";
    return;
  }
  for (const auto& [request, asked] : of.asked) {
    const Attempt* first = nullptr;
    for (const Attempt* attempt : asked.tries) {
      if (attempt->result != Result::kAck) continue;
      if (first == nullptr || attempt->answered < first->answered) first = attempt;
    }
    if (first == nullptr || of.may_be_lost(first->answered)) continue;
    // Nothing was to be done, so nothing is remembered: asked again, it is decided again.
    if (first->idle && !HasRecordAt(of.truth.ByRequest(request), first->version)) continue;
    for (const Attempt* attempt : asked.tries) {
      if (attempt == first) continue;
      const bool same_body = attempt->body == first->body;
      if (attempt->result == Result::kAck) {
        const bool same = attempt->paper == first->paper && attempt->head == first->head &&
                          attempt->version == first->version;
        verdict.Require(same && same_body, [&] {
          return absl::StrCat(Of(*attempt), " was answered ", Says(*attempt),
                              same_body ? ", before " : " though it asks another thing than ",
                              Says(*first));
        });
      } else if (same_body && attempt->called > first->answered &&
                 attempt->result == Result::kFail) {
        verdict.Require(OfTheMoment(*attempt), [&] {
          return absl::StrCat(Of(*attempt), " was refused as ", attempt->reason,
                              " after it had been answered ", Says(*first));
        });
      }
    }
  }
}

void CheckNoInvention(const Case& of, Verdicts& verdicts) {
  Verdict& verdict = verdicts.Named("no_invention");
  for (const PaperFacts& paper : of.truth.papers()) {
    for (size_t i = 0; i < paper.records.size(); ++i) {
      const RecordFacts& record = paper.records[i];
      // Regions and accounts are there when the run begins.
      if (!paper.is_docket && record.decided_ms < of.history.run.begun_ms) continue;
      const auto where = [&] { return absl::StrCat(paper.name(), " version ", i + 1); };
      if (record.request_id.empty() || record.by_system) {
        verdict.Require(record.request_id.empty() && record.by_system, [&] {
          return absl::StrCat(where(), ": ",
                              record.by_system ? "of the system, yet with a request"
                                               : "of a person, yet without a request");
        });
        continue;
      }
      if (!record.merged_into.empty()) continue;  // held against its other half
      const auto asked = of.asked.find(record.request_id);
      verdict.Require(asked != of.asked.end(), [&] {
        return absl::StrCat(where(), ": nobody sent request ", record.request_id);
      });
      if (asked == of.asked.end()) continue;
      const auto& tries = asked->second.tries;
      const bool fits = std::any_of(tries.begin(), tries.end(), [&](const Attempt* attempt) {
        return attempt->incident.empty() ? i == 0 : attempt->incident == paper.name();
      });
      verdict.Require(fits, [&] {
        return absl::StrCat(
            where(), ": request ", record.request_id, " asked for ",
            tries.front()->incident.empty() ? "a new incident" : tries.front()->incident);
      });
    }
  }
}

void CheckMergersWhole(const Case& of, Verdicts& verdicts) {
  Verdict& verdict = verdicts.Named("mergers_whole");
  for (const PaperFacts& paper : of.truth.papers()) {
    for (const RecordFacts& record : paper.records) {
      const bool ends = !record.merged_into.empty();
      if (!ends && record.merged_from.empty()) continue;
      const PaperFacts* other = of.truth.Find(ends ? record.merged_into : record.merged_from);
      const auto is_its_half = [&](const RecordFacts& half) {
        return (ends ? half.merged_from : half.merged_into) == paper.name() &&
               half.request_id == record.request_id && half.sequence == record.sequence;
      };
      const bool whole = other != nullptr &&
                         std::any_of(other->records.begin(), other->records.end(), is_its_half);
      verdict.Require(whole, [&] {
        return absl::StrCat(paper.name(), ends ? " ended in a merger that " : " took in what ",
                            other == nullptr ? "is not there" : other->name(),
                            " knows nothing of in that commit");
      });
    }
  }
}

void CheckServesAfterHealing(const Case& of, Verdicts& verdicts) {
  Verdict& verdict = verdicts.Named("serves_after_healing");
  if (of.history.run.healed_t == 0) {
    verdict.skipped = "the run does not say when all was mended";
    return;
  }
  for (const Attempt& attempt : of.history.attempts) {
    if (attempt.called < of.history.run.healed_t) continue;
    const bool answered = attempt.result == Result::kAck ||
                          (attempt.result == Result::kFail && !OfTheMoment(attempt));
    verdict.Require(answered, [&] {
      return absl::StrCat(Of(attempt), ": `", attempt.reason, "` after everything was mended");
    });
  }
}

}  // namespace clarion::faults
