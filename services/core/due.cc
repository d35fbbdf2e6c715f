// Timers (到期): a limit of five hours means that at five hours exactly it is still in time.
#include "services/core/due.h"

#include <optional>

#include "services/core/acts.h"
#include "services/core/docket_facts.h"
#include "services/core/obligations.h"
#include "services/core/proto_time.h"

namespace clarion::core {
namespace {

absl::Time BreachInstant(const v1::Obligation& obligation) {
  return FromProto(obligation.due_at()) + absl::Milliseconds(1);
}

// What falls due of one clock, at its instant. Order within one instant is that of the list.
enum class DueKind { kLeaveBegins, kLeadMissing, kReminder, kAtRisk, kBreach };

struct Due {
  absl::Time instant;
  DueKind kind;
  const v1::Obligation* obligation = nullptr;  // of the clock's own
};

void Consider(std::optional<Due>& first, const Due& due) {
  if (!first.has_value() || due.instant < first->instant) first = due;
}

Due NextOf(const v1::Obligation& obligation) {
  Due next = {BreachInstant(obligation), DueKind::kBreach, &obligation};
  const absl::Time risk_at = FromProto(obligation.risk_at());
  if (!obligation.at_risk() && risk_at < next.instant) {
    next = {risk_at, DueKind::kAtRisk, &obligation};
  }
  if (obligation.reminders_at_size() == 0) return next;
  const absl::Time reminder = FromProto(obligation.reminders_at(0));
  return reminder < next.instant ? Due{reminder, DueKind::kReminder, &obligation} : next;
}

// The first thing the docket has to say of itself. A warning that comes with its breach warns
// nobody: what is breached by `now` is breached, without it.
std::optional<Due> FirstDue(const v1::Docket& docket, absl::Time now) {
  std::optional<Due> first;
  const v1::Assignment& assignment = docket.assignment();
  if (!assignment.speaker().empty() && assignment.has_leave_begins_at()) {
    Consider(first, {FromProto(assignment.leave_begins_at()), DueKind::kLeaveBegins});
  }
  if (docket.has_lead_wanted_by()) {
    Consider(first, {FromProto(docket.lead_wanted_by()), DueKind::kLeadMissing});
  }
  for (const v1::Obligation& obligation : docket.obligations()) {
    if (obligation.status() != v1::OBLIGATION_STATUS_PENDING) continue;
    const bool breached = BreachInstant(obligation) <= now;
    Consider(first, breached ? Due{BreachInstant(obligation), DueKind::kBreach, &obligation}
                             : NextOf(obligation));
  }
  return first;
}

void EnterAtRisk(Deliberation& deliberation, const v1::Obligation& obligation) {
  const absl::Time risk_at = FromProto(obligation.risk_at());
  v1::Event event;
  v1::ObligationAtRisk& at_risk = *event.mutable_obligation_at_risk();
  at_risk.set_obligation(obligation.id());
  *at_risk.mutable_risk_at() = obligation.risk_at();
  const absl::Duration late = deliberation.FiredLate(risk_at, FromProto(obligation.armed_at()));
  if (late > absl::ZeroDuration()) *at_risk.mutable_fired_late() = ToProto(late);
  deliberation.Enter(std::move(event));
  deliberation.EnteredDue(risk_at);
}

// Reminders that a stop let pass are one reminder, the last of them.
void EnterReminder(Deliberation& deliberation, const v1::Obligation& obligation) {
  google::protobuf::Timestamp last = obligation.reminders_at(0);
  for (const google::protobuf::Timestamp& at : obligation.reminders_at()) {
    if (FromProto(at) <= deliberation.now()) last = at;
  }
  v1::Event event;
  event.mutable_obligation_reminded()->set_obligation(obligation.id());
  *event.mutable_obligation_reminded()->mutable_at() = last;
  deliberation.Enter(std::move(event));
  deliberation.EnteredDue(FromProto(last));
}

void EnterLeadMissing(Deliberation& deliberation) {
  const google::protobuf::Timestamp wanted_by = deliberation.docket().lead_wanted_by();
  v1::Event event;
  *event.mutable_lead_missing()->mutable_wanted_by() = wanted_by;
  deliberation.Enter(std::move(event));
  deliberation.EnteredDue(FromProto(wanted_by));
}

void EnterBreachOf(Deliberation& deliberation, const v1::Obligation& obligation) {
  EnterBreach(deliberation, obligation);
  if (obligation.kind() != v1::OBLIGATION_KIND_SPOKESPERSON_ACK) return;
  Escalate(deliberation);
  Reconcile(deliberation);
}

void EnterLeave(Deliberation& deliberation, absl::Time begins_at) {
  ReviewSpeaker(deliberation);
  deliberation.EnteredDue(begins_at);
  Reconcile(deliberation);
}

}  // namespace

void EnterDue(Deliberation& deliberation) {
  if (HasEnded(deliberation.docket())) return;
  for (;;) {
    const std::optional<Due> due = FirstDue(deliberation.docket(), deliberation.now());
    if (!due.has_value() || due->instant > deliberation.now()) return;
    switch (due->kind) {
      case DueKind::kLeaveBegins:
        EnterLeave(deliberation, due->instant);
        break;
      case DueKind::kLeadMissing:
        EnterLeadMissing(deliberation);
        break;
      case DueKind::kReminder:
        EnterReminder(deliberation, *due->obligation);
        break;
      case DueKind::kAtRisk:
        EnterAtRisk(deliberation, *due->obligation);
        break;
      case DueKind::kBreach:
        EnterBreachOf(deliberation, *due->obligation);
        break;
    }
  }
}

std::optional<absl::Time> NextDue(const v1::Paper& paper) {
  if (!paper.has_docket() || HasEnded(paper)) return std::nullopt;
  const std::optional<Due> first = FirstDue(paper.docket(), absl::InfinitePast());
  if (!first.has_value()) return std::nullopt;
  return first->instant;
}

}  // namespace clarion::core
