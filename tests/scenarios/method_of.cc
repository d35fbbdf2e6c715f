#include "tests/scenarios/method_of.h"

#include <map>

#include "services/core/check.h"

namespace clarion::scenarios {

server::Method MethodOf(const v1::Command& command) {
  using server::Method;
  static const auto& methods = *new std::map<v1::Command::ActCase, Method>{
      {v1::Command::kRegisterIncident, Method::kRegisterIncident},
      {v1::Command::kAddReport, Method::kAddReport},
      {v1::Command::kCorrectStart, Method::kCorrectStart},
      {v1::Command::kVerifyIncident, Method::kVerifyIncident},
      {v1::Command::kGradeIncident, Method::kGradeIncident},
      {v1::Command::kAssignIncident, Method::kAssignIncident},
      {v1::Command::kAcknowledgeAssignment, Method::kAcknowledgeAssignment},
      {v1::Command::kDraftRelease, Method::kDraftRelease},
      {v1::Command::kEditRelease, Method::kEditRelease},
      {v1::Command::kSubmitRelease, Method::kSubmitRelease},
      {v1::Command::kApproveRelease, Method::kApproveRelease},
      {v1::Command::kPublishRelease, Method::kPublishRelease},
      {v1::Command::kScheduleConference, Method::kScheduleConference},
      {v1::Command::kBeginConference, Method::kBeginConference},
      {v1::Command::kEndConference, Method::kEndConference},
      {v1::Command::kAbortConference, Method::kAbortConference},
      {v1::Command::kReportToSuperior, Method::kReportToSuperior},
      {v1::Command::kCloseIncident, Method::kCloseIncident},
      {v1::Command::kRecordLeave, Method::kRecordLeave},
      {v1::Command::kRequestWaiver, Method::kRequestWaiver},
      {v1::Command::kApproveWaiver, Method::kApproveWaiver},
      {v1::Command::kRecordEvidence, Method::kRecordEvidence},
      {v1::Command::kConfirmEvidence, Method::kConfirmEvidence},
      {v1::Command::kFindFalse, Method::kFindFalse},
      {v1::Command::kReferToPolice, Method::kReferToPolice},
      {v1::Command::kTransferIncident, Method::kTransferIncident},
      {v1::Command::kAcceptTransfer, Method::kAcceptTransfer},
      {v1::Command::kMergeIncident, Method::kMergeIncident},
      {v1::Command::kCosignRelease, Method::kCosignRelease},
      {v1::Command::kRetractRelease, Method::kRetractRelease},
  };
  const auto it = methods.find(command.act_case());
  CLARION_CHECK(it != methods.end());
  return it->second;
}

}  // namespace clarion::scenarios
