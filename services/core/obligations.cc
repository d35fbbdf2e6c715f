// Natural hours, counted from detection (发现/接报): nights and holidays count, and a late grade
// buys no time (延政〔2023〕73号 art. 16; 国办发〔2016〕61号; 国办发〔2016〕80号).
#include "services/core/obligations.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/core/docket_facts.h"
#include "services/core/evidence.h"
#include "services/core/proto_time.h"

namespace clarion::core {
namespace {

absl::Time RiskAt(const v1::ObligationRule& rule, absl::Time start, absl::Duration limit) {
  return start + absl::Milliseconds(absl::ToInt64Milliseconds(limit) * rule.risk_percent() / 100);
}

// Reminders of a clock still to come after `now`, in order; AT_RISK is one of its own.
std::vector<absl::Time> RemindersOf(const v1::ObligationRule& rule, const v1::Docket& docket,
                                    absl::Time start, absl::Duration limit, absl::Time now) {
  std::vector<absl::Time> instants;
  for (const v1::Reminder& reminder : rule.reminders()) {
    const absl::Duration before = absl::Milliseconds(
        absl::ToInt64Milliseconds(FromProto(reminder.before())) / std::max(1, docket.time_scale()));
    if (reminder.percent() == 0 && before >= limit) continue;
    const absl::Duration used =
        reminder.percent() > 0
            ? absl::Milliseconds(absl::ToInt64Milliseconds(limit) * reminder.percent() / 100)
            : limit - before;
    const absl::Time at = start + used;
    if (at > now && at != RiskAt(rule, start, limit)) instants.push_back(at);
  }
  std::sort(instants.begin(), instants.end());
  instants.erase(std::unique(instants.begin(), instants.end()), instants.end());
  return instants;
}

void Arm(Deliberation& deliberation, const v1::ObligationRule& rule, absl::Time start, int seq,
         const std::string& armed_by) {
  const v1::Docket& docket = deliberation.docket();
  const absl::Duration limit = LimitOf(rule, docket);
  v1::Event event;
  v1::Obligation& obligation = *event.mutable_obligation_armed()->mutable_obligation();
  obligation.set_id(absl::StrCat(KindName(rule.kind()), "-", CountOf(docket, rule.kind()) + 1));
  obligation.set_kind(rule.kind());
  obligation.set_seq(seq);
  obligation.set_status(v1::OBLIGATION_STATUS_PENDING);
  *obligation.mutable_start_at() = ToProto(start);
  *obligation.mutable_limit() = ToProto(limit);
  *obligation.mutable_due_at() = ToProto(start + limit);
  *obligation.mutable_risk_at() = ToProto(RiskAt(rule, start, limit));
  *obligation.mutable_armed_at() = ToProto(deliberation.now());
  obligation.set_armed_after_due(start + limit < deliberation.now());
  obligation.set_armed_by(armed_by);
  for (const absl::Time at : RemindersOf(rule, docket, start, limit, deliberation.now())) {
    *obligation.add_reminders_at() = ToProto(at);
  }
  obligation.set_article(rule.article());
  obligation.set_holder(rule.trigger() == v1::TRIGGER_ASSIGNMENT ? docket.assignment().speaker()
                                                                 : docket.assignment().lead());
  deliberation.Enter(std::move(event));
}

// Whether the rule asks to answer a rumour that is public and false.
bool AnswersRumour(const v1::Docket& docket, const v1::ObligationRule& rule) {
  return rule.public_false_report() && docket.false_report().public_();
}

bool IsArmedBy(const v1::Docket& docket, v1::ObligationKind kind, const std::string& armed_by) {
  return std::any_of(docket.obligations().begin(), docket.obligations().end(),
                     [&](const v1::Obligation& obligation) {
                       return obligation.kind() == kind && obligation.armed_by() == armed_by;
                     });
}

// The last release that stands starts the next clock.
void ArmByLastRelease(Deliberation& deliberation, const v1::ObligationRule& rule) {
  const v1::Docket& docket = deliberation.docket();
  if (docket.has_false_report()) return;
  const std::vector<Evidence> standing = StandingReleases(docket, rule);
  if (standing.empty()) return;
  const Evidence& last = standing.back();
  if (IsArmedBy(docket, rule.kind(), last.act)) return;
  Arm(deliberation, rule, last.at, static_cast<int>(standing.size()), last.act);
}

// A chain once begun goes on when the grade is lowered: lowering takes no duty away.
void ArmByRelease(Deliberation& deliberation, const v1::ObligationRule& rule) {
  const v1::Docket& docket = deliberation.docket();
  if (!AppliesTo(rule, docket.grade()) && CountOf(docket, rule.kind()) == 0) return;
  ArmByLastRelease(deliberation, rule);
}

void ArmByAssignment(Deliberation& deliberation, const v1::ObligationRule& rule) {
  const v1::Docket& docket = deliberation.docket();
  const v1::Assignment& assignment = docket.assignment();
  if (assignment.speaker().empty() || !AppliesTo(rule, docket.grade())) return;
  const std::string seq = absl::StrCat(assignment.seq());
  if (IsArmedBy(docket, rule.kind(), seq)) return;
  Arm(deliberation, rule, FromProto(assignment.assigned_at()), assignment.seq(), seq);
}

// A clock of the start: once for the grade. A public rumour is answered in any grade, even if the
// clock was cancelled by an earlier finding.
void ArmByStart(Deliberation& deliberation, const v1::ObligationRule& rule) {
  const v1::Docket& docket = deliberation.docket();
  const bool is_false = docket.has_false_report();
  if (is_false ? !AnswersRumour(docket, rule) : !AppliesTo(rule, docket.grade())) return;
  for (const v1::Obligation& obligation : docket.obligations()) {
    const bool counts = !is_false || obligation.status() != v1::OBLIGATION_STATUS_CANCELLED;
    if (obligation.kind() == rule.kind() && counts) return;
  }
  Arm(deliberation, rule, FromProto(docket.detected_at()), 1, "");
}

void ArmWhatIsAsked(Deliberation& deliberation, const v1::ObligationRule& rule) {
  switch (rule.trigger()) {
    case v1::TRIGGER_START:
      ArmByStart(deliberation, rule);
      return;
    case v1::TRIGGER_RELEASE:
      ArmByRelease(deliberation, rule);
      return;
    case v1::TRIGGER_ASSIGNMENT:
      ArmByAssignment(deliberation, rule);
      return;
    default:
      return;  // refused when the pack was read
  }
}

bool IsDone(const v1::Obligation& obligation) {
  return obligation.status() == v1::OBLIGATION_STATUS_MET ||
         obligation.status() == v1::OBLIGATION_STATUS_MET_LATE;
}

void EnterMet(Deliberation& deliberation, const v1::Obligation& obligation,
              const Evidence& evidence) {
  const absl::Time due_at = FromProto(obligation.due_at());
  v1::Event event;
  v1::ObligationMet& met = *event.mutable_obligation_met();
  met.set_obligation(obligation.id());
  *met.mutable_met_at() = ToProto(evidence.at);
  met.set_met_by(evidence.act);
  met.set_recorded_late(evidence.recorded_late);
  if (evidence.at > due_at) {
    met.set_late(true);
    const int scale = std::max(1, deliberation.docket().time_scale());
    *met.mutable_late_by() = ToProto((evidence.at - due_at) * scale);
  }
  deliberation.Enter(std::move(event));
}

void EnterReopened(Deliberation& deliberation, const v1::Obligation& obligation) {
  v1::Event event;
  v1::ObligationReopened& reopened = *event.mutable_obligation_reopened();
  reopened.set_obligation(obligation.id());
  *reopened.mutable_reopened_at() = ToProto(deliberation.now());
  deliberation.Enter(std::move(event));
}

// A breach was a fact when its release fell or its speaker was replaced. The release takes its
// clock along; the silent speaker's breach stays.
void Orphan(Deliberation& deliberation, const v1::ObligationRule& rule,
            const v1::Obligation& obligation) {
  if (obligation.status() == v1::OBLIGATION_STATUS_PENDING ||
      (obligation.status() == v1::OBLIGATION_STATUS_BREACHED &&
       rule.trigger() == v1::TRIGGER_RELEASE)) {
    EnterCancelled(deliberation, obligation);
  }
}

// Nothing is owed for what did not happen, but the answer to a public rumour and the signature of
// who gives it.
bool IsLifted(const v1::Docket& docket, const v1::ObligationRule& rule) {
  return docket.has_false_report() && rule.trigger() != v1::TRIGGER_ASSIGNMENT &&
         !AnswersRumour(docket, rule);
}

// Brings one clock to what the facts say of it.
void Judge(Deliberation& deliberation, const v1::ObligationRule& rule,
           const v1::Obligation& obligation) {
  if (IsOut(obligation)) return;
  const v1::Docket& docket = deliberation.docket();
  if (IsOrphaned(docket, rule, obligation)) return Orphan(deliberation, rule, obligation);

  const std::optional<Evidence> evidence = EvidenceFor(docket, rule, obligation);
  const bool same_act = evidence.has_value() && evidence->act == obligation.met_by() &&
                        evidence->at == FromProto(obligation.met_at());
  if (IsDone(obligation) && !same_act) EnterReopened(deliberation, obligation);

  const absl::Time due_at = FromProto(obligation.due_at());
  const absl::Time judged_at = evidence.has_value() ? evidence->at : deliberation.now();
  if (judged_at > due_at && !IsBreachEntered(obligation)) EnterBreach(deliberation, obligation);
  if (!evidence.has_value()) {
    const bool pending = obligation.status() == v1::OBLIGATION_STATUS_PENDING;
    if (pending && IsLifted(docket, rule)) EnterCancelled(deliberation, obligation);
    return;
  }
  const v1::ObligationStatus status =
      evidence->at > due_at ? v1::OBLIGATION_STATUS_MET_LATE : v1::OBLIGATION_STATUS_MET;
  if (obligation.status() != status) EnterMet(deliberation, obligation, *evidence);
}

// `limit` is the clock's own, or a shorter one.
void MoveClock(Deliberation& deliberation, const v1::ObligationRule& rule,
               const v1::Obligation& obligation, absl::Time start, absl::Duration limit) {
  v1::Event event;
  v1::ObligationMoved& moved = *event.mutable_obligation_moved();
  moved.set_obligation(obligation.id());
  *moved.mutable_start_at() = ToProto(start);
  *moved.mutable_due_at() = ToProto(start + limit);
  *moved.mutable_risk_at() = ToProto(RiskAt(rule, start, limit));
  *moved.mutable_moved_at() = ToProto(deliberation.now());
  for (const absl::Time at :
       RemindersOf(rule, deliberation.docket(), start, limit, deliberation.now())) {
    *moved.add_reminders_at() = ToProto(at);
  }
  if (limit != FromProto(obligation.limit())) *moved.mutable_limit() = ToProto(limit);
  deliberation.Enter(std::move(event));
}

// The docket's clock of a kind that still means something; null when there is none.
const v1::Obligation* Live(const v1::Docket& docket, v1::ObligationKind kind) {
  for (const v1::Obligation& obligation : docket.obligations()) {
    if (obligation.kind() == kind && !IsOut(obligation)) return &obligation;
  }
  return nullptr;
}

// Owed by either, so owed; by the earlier of the two due instants.
void UniteStartClock(Deliberation& deliberation, const v1::ObligationRule& rule,
                     const v1::Obligation& owed) {
  const v1::Docket& docket = deliberation.docket();
  const absl::Time start = FromProto(docket.detected_at());
  if (Live(docket, rule.kind()) == nullptr) Arm(deliberation, rule, start, 1, "");
  const v1::Obligation* own = Live(docket, rule.kind());
  const absl::Time due_at = FromProto(owed.due_at());
  if (due_at >= FromProto(own->due_at())) return;
  MoveClock(deliberation, rule, *own, start, due_at - start);
}

// The next word that is due to the public after one and the same text, by the earlier of the two
// instants. The clock of an earlier text is met by the later one.
void UniteReleaseClock(Deliberation& deliberation, const v1::ObligationRule& rule,
                       const v1::Docket& other) {
  ArmByLastRelease(deliberation, rule);
  const v1::Obligation* own = CurrentObligation(deliberation.docket(), rule.kind());
  const v1::Obligation* owed = CurrentObligation(other, rule.kind());
  if (own == nullptr || owed == nullptr || IsOut(*own) || IsOut(*owed)) return;
  const absl::Time start = FromProto(own->start_at());
  const absl::Time due_at = FromProto(owed->due_at());
  if (FromProto(owed->start_at()) != start || due_at >= FromProto(own->due_at())) return;
  MoveClock(deliberation, rule, *own, start, due_at - start);
}

}  // namespace

absl::Duration LimitOf(const v1::ObligationRule& rule, const v1::Docket& docket) {
  const int64_t ms = absl::ToInt64Milliseconds(FromProto(rule.limit()));
  return absl::Milliseconds(std::max<int64_t>(1, ms / std::max(1, docket.time_scale())));
}

bool IsOrphaned(const v1::Docket& docket, const v1::ObligationRule& rule,
                const v1::Obligation& obligation) {
  if (rule.trigger() == v1::TRIGGER_RELEASE) {
    return !Stands(docket, obligation.armed_by());
  }
  if (rule.trigger() == v1::TRIGGER_ASSIGNMENT) {
    const v1::Assignment& assignment = docket.assignment();
    return assignment.speaker().empty() || obligation.armed_by() != absl::StrCat(assignment.seq());
  }
  return false;
}

void UniteClocks(Deliberation& deliberation, const v1::Docket& other) {
  for (const v1::ObligationRule& rule : deliberation.pack().obligations()) {
    const v1::Obligation* owed = Live(other, rule.kind());
    if (owed == nullptr) continue;
    if (rule.trigger() == v1::TRIGGER_START) UniteStartClock(deliberation, rule, *owed);
    if (rule.trigger() == v1::TRIGGER_RELEASE) UniteReleaseClock(deliberation, rule, other);
  }
}

void Reconcile(Deliberation& deliberation) {
  if (HasEnded(deliberation.docket())) return;
  for (const v1::ObligationRule& rule : deliberation.pack().obligations()) {
    ArmWhatIsAsked(deliberation, rule);
    for (const v1::Obligation& obligation : deliberation.docket().obligations()) {
      if (obligation.kind() == rule.kind()) Judge(deliberation, rule, obligation);
    }
  }
}

void MoveClocks(Deliberation& deliberation) {
  const v1::Docket& docket = deliberation.docket();
  const absl::Time start = FromProto(docket.detected_at());
  for (const v1::Obligation& obligation : docket.obligations()) {
    const v1::ObligationRule* rule = RuleOf(deliberation.pack(), obligation.kind());
    if (rule == nullptr || rule->trigger() != v1::TRIGGER_START || IsOut(obligation)) continue;
    MoveClock(deliberation, *rule, obligation, start, FromProto(obligation.limit()));
  }
}

void EnterBreach(Deliberation& deliberation, const v1::Obligation& obligation) {
  const absl::Time instant = FromProto(obligation.due_at()) + absl::Milliseconds(1);
  v1::Event event;
  v1::ObligationBreached& breached = *event.mutable_obligation_breached();
  breached.set_obligation(obligation.id());
  *breached.mutable_due_at() = obligation.due_at();
  const absl::Duration late = deliberation.FiredLate(instant, FromProto(obligation.armed_at()));
  if (late > absl::ZeroDuration()) *breached.mutable_fired_late() = ToProto(late);
  deliberation.Enter(std::move(event));
  deliberation.EnteredDue(instant);
}

void EnterCancelled(Deliberation& deliberation, const v1::Obligation& obligation) {
  v1::Event event;
  event.mutable_obligation_cancelled()->set_obligation(obligation.id());
  deliberation.Enter(std::move(event));
}

}  // namespace clarion::core
