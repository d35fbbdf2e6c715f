#include "tests/scenarios/desk.h"

#include "services/core/refusal.h"

namespace clarion::scenarios {

Outcome OutcomeOf(const absl::Status& status) {
  if (status.ok()) return {};
  Outcome outcome;
  outcome.code = absl::StatusCodeToString(status.code());
  const v1::ErrorReason reason = core::ReasonOf(status);
  if (reason != v1::ERROR_REASON_UNSPECIFIED) outcome.reason = core::ReasonName(reason);
  outcome.message = std::string(status.message());
  return outcome;
}

absl::Status Desk::DoSystemAct(const Step& step) {
  if (step.act == "server_stop") return StopServices();
  if (step.act == "server_start") return StartServices();
  return StepClock(absl::Seconds(step.args["seconds"].get<int64_t>()));
}

Outcome Desk::Do(const Step& step) {
  if (step.act == "server_stop" || step.act == "server_start" || step.act == "clock_step") {
    return OutcomeOf(DoSystemAct(step));
  }
  for (const Request& request : Translate(step, *given_, *labels_)) {
    const absl::StatusOr<v1::Docket> docket = Submit(step.actor, request);
    if (!docket.ok()) return OutcomeOf(docket.status());
    labels_->Learn(step, *docket);
  }
  return {};
}

}  // namespace clarion::scenarios
