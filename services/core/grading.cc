// Grading (定级): the grade of an incident says which clocks run.
//
// The duty officer sets and raises, an approver lowers. Clocks count from detection, not from
// grading: a late grade must not buy time. Lowering takes no clock away; each is waived on its own.
#include "services/core/acts.h"
#include "services/core/authority.h"
#include "services/core/docket_facts.h"
#include "services/core/fields.h"
#include "services/core/usual_refusals.h"

namespace clarion::core {

absl::Status GradeIncident(Deliberation& deliberation, const v1::GradeIncident& command) {
  const v1::Docket& docket = deliberation.docket();
  const bool is_grade =
      v1::Grade_IsValid(command.grade()) && command.grade() != v1::GRADE_UNSPECIFIED;
  if (is_grade && IsLower(command.grade(), docket.grade()) &&
      deliberation.actor().role() != v1::ROLE_APPROVER) {
    return NotApprover();
  }
  Fields fields;
  fields.Require(is_grade, "grade", "is required: I, II, III, IV or NONE");
  fields.Text("basis", command.basis(), 0, 2000);
  if (!fields.ok()) return fields.Refused();
  if (command.basis().empty()) return BasisRequired();
  if (HasEnded(docket)) return TerminalState();
  if (command.grade() == docket.grade()) return absl::OkStatus();  // it is so already

  const bool raised = IsLower(docket.grade(), command.grade());
  v1::Event event;
  event.mutable_incident_graded()->set_from(docket.grade());
  event.mutable_incident_graded()->set_to(command.grade());
  event.mutable_incident_graded()->set_basis(command.basis());
  deliberation.Enter(std::move(event));
  if (raised) Rechoose(deliberation);
  return absl::OkStatus();
}

}  // namespace clarion::core
