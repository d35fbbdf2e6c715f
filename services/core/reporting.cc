// Reports to a superior (信息报告; 突发事件应对法 art. 17, 61): at once, truthfully. A telephone
// call is recorded; whether it closes the clock is the pack's to say.
#include "absl/strings/str_cat.h"
#include "services/core/acts.h"
#include "services/core/docket_facts.h"
#include "services/core/fields.h"
#include "services/core/proto_time.h"
#include "services/core/speakers.h"
#include "services/core/usual_refusals.h"

namespace clarion::core {
namespace {

absl::Status CheckShape(const v1::ReportToSuperior& command) {
  Fields fields;
  fields.Require(
      v1::ReportMode_IsValid(command.mode()) && command.mode() != v1::REPORT_MODE_UNSPECIFIED,
      "mode", "is required: WRITTEN, NETWORK or PHONE");
  fields.Id("to", command.to());
  const bool written = command.mode() == v1::REPORT_MODE_WRITTEN;
  fields.Text("document", command.document(), written ? 1 : 0, 100);
  return fields.ok() ? absl::OkStatus() : fields.Refused();
}

}  // namespace

absl::Status Report(Deliberation& deliberation, const v1::ReportToSuperior& command) {
  if (absl::Status shape = CheckShape(command); !shape.ok()) return shape;
  const v1::Roster* roster = deliberation.context().roster;
  const v1::Body* body = roster == nullptr ? nullptr : FindBody(*roster, command.to());
  if (body == nullptr) return NoSuchBody(command.to());
  Fields fields;
  fields.Require(body->kind() == v1::BODY_KIND_SUPERIOR, "to", "is not a superior body");
  if (!fields.ok()) return fields.Refused();
  const v1::Docket& docket = deliberation.docket();
  if (HasEnded(docket)) return TerminalState();

  v1::Event event;
  v1::SuperiorReport& report = *event.mutable_superior_reported()->mutable_report();
  report.set_id(absl::StrCat("s", docket.superior_reports_size() + 1));
  report.set_mode(command.mode());
  report.set_to(command.to());
  report.set_document(command.document());
  *report.mutable_reported_at() = ToProto(deliberation.now());
  report.set_reported_by(deliberation.actor().person());
  event.mutable_superior_reported()->set_simulated(docket.exercise());
  deliberation.Enter(std::move(event));
  return absl::OkStatus();
}

}  // namespace clarion::core
