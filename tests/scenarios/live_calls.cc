#include "tests/scenarios/live_calls.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "clarion/v1/incident_service.grpc.pb.h"
#include "clarion/v1/release_service.grpc.pb.h"
#include "clarion/v1/spokesperson_service.grpc.pb.h"
#include "clarion/v1/timeline_service.grpc.pb.h"
#include "tests/support/caller.h"

namespace clarion::scenarios {
namespace {

using Incident = v1::IncidentService::Stub;
using Release = v1::ReleaseService::Stub;
using Speaker = v1::SpokespersonService::Stub;
using Timeline = v1::TimelineService::Stub;

// One call on behalf of one person.
class Sender {
 public:
  Sender(support::ProcessGroup& group, const std::string& token, const std::string& region,
         const Request& request)
      : group_(group), token_(token), region_(region), request_(request) {}

  absl::StatusOr<v1::Docket> SendToIncidentDesk() const;
  absl::StatusOr<v1::Docket> SendHandover() const;
  absl::StatusOr<v1::Docket> SendToReleaseDesk() const;
  absl::StatusOr<v1::Docket> SendToConferenceDesk() const;
  absl::StatusOr<v1::Docket> SendToSpeakerDesk() const;
  absl::StatusOr<v1::Docket> SendToTimelineDesk() const;
  absl::StatusOr<v1::Docket> RecordLeave() const;

 private:
  template <class Stub, class Message>
  absl::StatusOr<v1::Docket> Ask(const std::string& process,
                                 grpc::Status (Stub::*method)(grpc::ClientContext*, const Message&,
                                                              v1::Docket*),
                                 Message message) const {
    message.set_request_id(support::NewRequestId());
    return support::Call(group_, process, token_, method, message);
  }
  // A message about the incident itself.
  template <class Message>
  Message Named() const {
    Message message;
    message.set_name(request_.paper);
    return message;
  }
  template <class Message>
  Message NamedRelease(const std::string& release) const {
    Message message;
    message.set_name(absl::StrCat(request_.paper, "/releases/", release));
    return message;
  }
  template <class Message>
  Message NamedConference(const std::string& conference) const {
    Message message;
    message.set_name(absl::StrCat(request_.paper, "/conferences/", conference));
    return message;
  }

  support::ProcessGroup& group_;
  const std::string& token_;
  const std::string& region_;
  const Request& request_;
};

absl::StatusOr<v1::Docket> Sender::SendToIncidentDesk() const {
  const v1::Command& command = request_.command;
  if (command.has_register_incident()) {
    v1::RegisterIncidentRequest message;
    message.set_parent(absl::StrCat("regions/", region_));
    *message.mutable_incident() = command.register_incident();
    return Ask("incident", &Incident::RegisterIncident, message);
  }
  if (command.has_add_report()) {
    auto message = Named<v1::AddReportRequest>();
    *message.mutable_report() = command.add_report();
    return Ask("incident", &Incident::AddReport, message);
  }
  if (command.has_correct_start()) {
    auto message = Named<v1::CorrectStartRequest>();
    *message.mutable_correction() = command.correct_start();
    return Ask("incident", &Incident::CorrectStart, message);
  }
  if (command.has_verify_incident()) {
    auto message = Named<v1::VerifyIncidentRequest>();
    *message.mutable_verification() = command.verify_incident();
    return Ask("incident", &Incident::VerifyIncident, message);
  }
  if (command.has_grade_incident()) {
    auto message = Named<v1::GradeIncidentRequest>();
    *message.mutable_grading() = command.grade_incident();
    return Ask("incident", &Incident::GradeIncident, message);
  }
  if (command.has_find_false()) {
    auto message = Named<v1::FindFalseRequest>();
    *message.mutable_finding() = command.find_false();
    return Ask("incident", &Incident::FindFalse, message);
  }
  if (command.has_refer_to_police()) {
    auto message = Named<v1::ReferToPoliceRequest>();
    *message.mutable_referral() = command.refer_to_police();
    return Ask("incident", &Incident::ReferToPolice, message);
  }
  auto message = Named<v1::CloseIncidentRequest>();
  *message.mutable_closing() = command.close_incident();
  return Ask("incident", &Incident::CloseIncident, message);
}

absl::StatusOr<v1::Docket> Sender::SendHandover() const {
  const v1::Command& command = request_.command;
  if (command.has_transfer_incident()) {
    auto message = Named<v1::TransferIncidentRequest>();
    *message.mutable_transfer() = command.transfer_incident();
    return Ask("incident", &Incident::TransferIncident, message);
  }
  if (command.has_accept_transfer()) {
    return Ask("incident", &Incident::AcceptTransfer, Named<v1::AcceptTransferRequest>());
  }
  auto message = Named<v1::MergeIncidentRequest>();
  message.set_from(command.merge_incident().from());
  message.set_basis(command.merge_incident().basis());
  return Ask("incident", &Incident::MergeIncident, message);
}

absl::StatusOr<v1::Docket> Sender::SendToReleaseDesk() const {
  const v1::Command& command = request_.command;
  if (command.has_draft_release()) {
    v1::DraftReleaseRequest message;
    message.set_parent(request_.paper);
    message.set_release_id(command.draft_release().release());
    message.set_kind(command.draft_release().kind());
    message.set_text(request_.text);
    *message.mutable_joint_with() = command.draft_release().joint_with();
    return Ask("broadcast", &Release::DraftRelease, message);
  }
  if (command.has_edit_release()) {
    auto message = NamedRelease<v1::EditReleaseRequest>(command.edit_release().release());
    message.set_text(request_.text);
    return Ask("broadcast", &Release::EditRelease, message);
  }
  if (command.has_submit_release()) {
    auto message = NamedRelease<v1::SubmitReleaseRequest>(command.submit_release().release());
    message.set_secrecy_review(command.submit_release().secrecy_review());
    return Ask("broadcast", &Release::SubmitRelease, message);
  }
  if (command.has_approve_release()) {
    auto message = NamedRelease<v1::ApproveReleaseRequest>(command.approve_release().release());
    message.set_sha256(command.approve_release().sha256());
    return Ask("broadcast", &Release::ApproveRelease, message);
  }
  if (command.has_cosign_release()) {
    auto message = NamedRelease<v1::CosignReleaseRequest>(command.cosign_release().release());
    message.set_sha256(command.cosign_release().sha256());
    return Ask("broadcast", &Release::CosignRelease, message);
  }
  if (command.has_retract_release()) {
    auto message = NamedRelease<v1::RetractReleaseRequest>(command.retract_release().release());
    message.set_reason(command.retract_release().reason());
    message.set_correction(command.retract_release().correction());
    return Ask("broadcast", &Release::RetractRelease, message);
  }
  auto message = NamedRelease<v1::PublishReleaseRequest>(command.publish_release().release());
  *message.mutable_channels() = command.publish_release().channels();
  return Ask("broadcast", &Release::PublishRelease, message);
}

absl::StatusOr<v1::Docket> Sender::SendToConferenceDesk() const {
  const v1::Command& command = request_.command;
  if (command.has_schedule_conference()) {
    v1::ScheduleConferenceRequest message;
    message.set_parent(request_.paper);
    *message.mutable_conference() = command.schedule_conference();
    return Ask("broadcast", &Release::ScheduleConference, message);
  }
  if (command.has_begin_conference()) {
    v1::BeginConferenceRequest message;
    message.set_parent(request_.paper);
    *message.mutable_conference() = command.begin_conference();
    return Ask("broadcast", &Release::BeginConference, message);
  }
  if (command.has_end_conference()) {
    return Ask("broadcast", &Release::EndConference,
               NamedConference<v1::EndConferenceRequest>(command.end_conference().conference()));
  }
  auto message =
      NamedConference<v1::AbortConferenceRequest>(command.abort_conference().conference());
  message.set_reason(command.abort_conference().reason());
  return Ask("broadcast", &Release::AbortConference, message);
}

absl::StatusOr<v1::Docket> Sender::RecordLeave() const {
  auto message = Named<v1::RecordLeaveRequest>();
  *message.mutable_leave() = request_.command.record_leave();
  message.set_request_id(support::NewRequestId());
  const auto roster = support::Call(group_, "spokesperson", token_, &Speaker::RecordLeave, message);
  return roster.ok() ? absl::StatusOr<v1::Docket>(v1::Docket()) : roster.status();
}

absl::StatusOr<v1::Docket> Sender::SendToSpeakerDesk() const {
  const v1::Command& command = request_.command;
  if (command.has_assign_incident()) {
    auto message = Named<v1::AssignIncidentRequest>();
    *message.mutable_assignment() = command.assign_incident();
    return Ask("spokesperson", &Speaker::AssignIncident, message);
  }
  if (command.has_record_leave()) return RecordLeave();
  return Ask("spokesperson", &Speaker::AcknowledgeAssignment,
             Named<v1::AcknowledgeAssignmentRequest>());
}

absl::StatusOr<v1::Docket> Sender::SendToTimelineDesk() const {
  const v1::Command& command = request_.command;
  if (command.has_request_waiver()) {
    auto message = Named<v1::RequestWaiverRequest>();
    *message.mutable_waiver() = command.request_waiver();
    return Ask("timeline", &Timeline::RequestWaiver, message);
  }
  if (command.has_approve_waiver()) {
    auto message = Named<v1::ApproveWaiverRequest>();
    *message.mutable_approval() = command.approve_waiver();
    return Ask("timeline", &Timeline::ApproveWaiver, message);
  }
  if (command.has_record_evidence()) {
    auto message = Named<v1::RecordEvidenceRequest>();
    *message.mutable_evidence() = command.record_evidence();
    return Ask("timeline", &Timeline::RecordEvidence, message);
  }
  if (command.has_confirm_evidence()) {
    auto message = Named<v1::ConfirmEvidenceRequest>();
    *message.mutable_confirmation() = command.confirm_evidence();
    return Ask("timeline", &Timeline::ConfirmEvidence, message);
  }
  auto message = Named<v1::ReportToSuperiorRequest>();
  *message.mutable_report() = command.report_to_superior();
  return Ask("timeline", &Timeline::ReportToSuperior, message);
}

}  // namespace

absl::StatusOr<v1::Docket> Send(support::ProcessGroup& group, const std::string& token,
                                const std::string& region, const Request& request) {
  const Sender sender(group, token, region, request);
  switch (request.command.act_case()) {
    case v1::Command::kRegisterIncident:
    case v1::Command::kAddReport:
    case v1::Command::kCorrectStart:
    case v1::Command::kVerifyIncident:
    case v1::Command::kGradeIncident:
    case v1::Command::kCloseIncident:
    case v1::Command::kFindFalse:
    case v1::Command::kReferToPolice:
      return sender.SendToIncidentDesk();
    case v1::Command::kTransferIncident:
    case v1::Command::kAcceptTransfer:
    case v1::Command::kMergeIncident:
      return sender.SendHandover();
    case v1::Command::kDraftRelease:
    case v1::Command::kEditRelease:
    case v1::Command::kSubmitRelease:
    case v1::Command::kApproveRelease:
    case v1::Command::kPublishRelease:
    case v1::Command::kCosignRelease:
    case v1::Command::kRetractRelease:
      return sender.SendToReleaseDesk();
    case v1::Command::kScheduleConference:
    case v1::Command::kBeginConference:
    case v1::Command::kEndConference:
    case v1::Command::kAbortConference:
      return sender.SendToConferenceDesk();
    case v1::Command::kAssignIncident:
    case v1::Command::kAcknowledgeAssignment:
    case v1::Command::kRecordLeave:
      return sender.SendToSpeakerDesk();
    case v1::Command::kReportToSuperior:
    case v1::Command::kRequestWaiver:
    case v1::Command::kApproveWaiver:
    case v1::Command::kRecordEvidence:
    case v1::Command::kConfirmEvidence:
      return sender.SendToTimelineDesk();
    default:
      return absl::UnimplementedError("no RPC carries this command");
  }
}

}  // namespace clarion::scenarios
