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

absl::Time NextInstant(const v1::Obligation& obligation) {
  return obligation.at_risk() ? BreachInstant(obligation) : FromProto(obligation.risk_at());
}

struct Due {
  const v1::Obligation* obligation;
  absl::Time instant;
};

// A warning that comes with its breach warns nobody: it is left out.
std::optional<Due> FirstDue(const v1::Docket& docket, absl::Time now) {
  std::optional<Due> first;
  for (const v1::Obligation& obligation : docket.obligations()) {
    if (obligation.status() != v1::OBLIGATION_STATUS_PENDING) continue;
    const absl::Time breach = BreachInstant(obligation);
    const absl::Time instant = breach <= now ? breach : NextInstant(obligation);
    if (instant > now || (first.has_value() && first->instant <= instant)) continue;
    first = Due{&obligation, instant};
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

}  // namespace

void EnterDue(Deliberation& deliberation) {
  if (HasEnded(deliberation.docket())) return;
  for (;;) {
    const std::optional<Due> due = FirstDue(deliberation.docket(), deliberation.now());
    if (!due.has_value()) return;
    const v1::Obligation& obligation = *due->obligation;
    if (due->instant != BreachInstant(obligation)) {
      EnterAtRisk(deliberation, obligation);
      continue;
    }
    EnterBreach(deliberation, obligation);
    if (obligation.kind() != v1::OBLIGATION_KIND_SPOKESPERSON_ACK) continue;
    Escalate(deliberation);
    Reconcile(deliberation);
  }
}

std::optional<absl::Time> NextDue(const v1::Paper& paper) {
  if (!paper.has_docket() || HasEnded(paper)) return std::nullopt;
  std::optional<absl::Time> next;
  for (const v1::Obligation& obligation : paper.docket().obligations()) {
    if (obligation.status() != v1::OBLIGATION_STATUS_PENDING) continue;
    const absl::Time instant = NextInstant(obligation);
    if (!next.has_value() || instant < *next) next = instant;
  }
  return next;
}

}  // namespace clarion::core
