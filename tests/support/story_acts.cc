// The acts of a Story: each builds one command and names who usually does it.
#include "services/core/proto_time.h"
#include "tests/support/story.h"

namespace clarion::testing {
namespace {

template <typename Repeated>
void AddAll(const std::vector<std::string>& from, Repeated* to) {
  for (const std::string& value : from) *to->Add() = value;
}

}  // namespace

Outcome Story::Register(v1::Grade grade, const std::function<void(v1::RegisterIncident&)>& with) {
  v1::Command command;
  v1::RegisterIncident& act = *command.mutable_register_incident();
  act.set_name("regions/419999/incidents/419999-20260303-0001");
  act.set_title("示例事件");
  *act.mutable_detected_at() = core::ToProto(T("00:00"));
  act.set_grade(grade);
  if (with) with(act);
  return Do(command);
}

Outcome Story::AddReport(const std::string& channel, const std::string& received) {
  v1::Command command;
  command.mutable_add_report()->set_channel(channel);
  *command.mutable_add_report()->mutable_received_at() = core::ToProto(T(received));
  return Do(command);
}

Outcome Story::CorrectStart(const std::string& detected, const std::string& basis) {
  v1::Command command;
  *command.mutable_correct_start()->mutable_detected_at() = core::ToProto(T(detected));
  command.mutable_correct_start()->set_basis(basis);
  return Do(command);
}

Outcome Story::Verify(const std::string& basis) {
  v1::Command command;
  command.mutable_verify_incident()->set_basis(basis);
  return Do(command);
}

Outcome Story::Grade(v1::Grade grade, const std::string& basis) {
  v1::Command command;
  command.mutable_grade_incident()->set_grade(grade);
  command.mutable_grade_incident()->set_basis(basis);
  return Do(command);
}

Outcome Story::Assign(const std::string& lead, const std::vector<std::string>& supporting,
                      const std::string& speaker) {
  v1::Command command;
  v1::AssignIncident& act = *command.mutable_assign_incident();
  act.set_lead(lead);
  AddAll(supporting, act.mutable_supporting());
  act.set_speaker(speaker);
  return Do(command);
}

Outcome Story::Acknowledge(const std::string& official) {
  v1::Command command;
  command.mutable_acknowledge_assignment();
  if (!actor_.has_value()) By(Speaker(official));
  return Do(command);
}

Outcome Story::Draft(const std::string& id, v1::ReleaseKind kind,
                     const std::vector<std::string>& joint_with) {
  v1::Command command;
  v1::DraftRelease& act = *command.mutable_draft_release();
  act.set_release(id);
  act.set_kind(kind);
  *act.mutable_text() = TextOf(id + " 1");
  AddAll(joint_with, act.mutable_joint_with());
  return Do(command);
}

Outcome Story::Edit(const std::string& id, const std::string& text) {
  v1::Command command;
  command.mutable_edit_release()->set_release(id);
  *command.mutable_edit_release()->mutable_text() = TextOf(text);
  return Do(command);
}

Outcome Story::Submit(const std::string& id, v1::SecrecyReview review) {
  v1::Command command;
  command.mutable_submit_release()->set_release(id);
  command.mutable_submit_release()->set_secrecy_review(review);
  return Do(command);
}

Outcome Story::Approve(const std::string& id, const std::string& text) {
  v1::Command command;
  command.mutable_approve_release()->set_release(id);
  command.mutable_approve_release()->set_sha256(TextOf(text).sha256());
  if (!actor_.has_value()) By(Approver());
  return Do(command);
}

Outcome Story::Publish(const std::string& id, const std::vector<std::string>& channels) {
  v1::Command command;
  command.mutable_publish_release()->set_release(id);
  AddAll(channels, command.mutable_publish_release()->mutable_channels());
  return Do(command);
}

void Story::Prepare(const std::string& id, v1::ReleaseKind kind) {
  EXPECT_THAT(Draft(id, kind), IsOk());
  EXPECT_THAT(Submit(id), IsOk());
  EXPECT_THAT(Approve(id, id + " 1"), IsOk());
}

Outcome Story::Release(const std::string& id, v1::ReleaseKind kind) {
  Prepare(id, kind);
  return Publish(id);
}

Outcome Story::Schedule(const std::string& id, v1::ConferenceForm form, const std::string& planned,
                        const std::vector<std::string>& speakers) {
  v1::Command command;
  v1::ScheduleConference& act = *command.mutable_schedule_conference();
  act.set_conference(id);
  act.set_form(form);
  *act.mutable_planned_at() = core::ToProto(T(planned));
  AddAll(speakers, act.mutable_speakers());
  return Do(command);
}

Outcome Story::Begin(const std::string& id, v1::ConferenceForm form,
                     const std::vector<std::string>& speakers) {
  v1::Command command;
  v1::BeginConference& act = *command.mutable_begin_conference();
  act.set_conference(id);
  act.set_form(form);
  AddAll(speakers, act.mutable_speakers());
  return Do(command);
}

Outcome Story::End(const std::string& id) {
  v1::Command command;
  command.mutable_end_conference()->set_conference(id);
  return Do(command);
}

Outcome Story::Abort(const std::string& id, const std::string& reason) {
  v1::Command command;
  command.mutable_abort_conference()->set_conference(id);
  command.mutable_abort_conference()->set_reason(reason);
  return Do(command);
}

Outcome Story::Report(v1::ReportMode mode) {
  v1::Command command;
  v1::ReportToSuperior& act = *command.mutable_report_to_superior();
  act.set_mode(mode);
  act.set_to("org-city");
  act.set_document("示例值班〔2026〕1号");
  return Do(command);
}

Outcome Story::Close(const std::string& final_release, const std::string& explanation) {
  v1::Command command;
  v1::CloseIncident& act = *command.mutable_close_incident();
  act.set_summary("办结");
  act.set_final_release(final_release);
  act.set_breach_explanation(explanation);
  if (!actor_.has_value()) By(Approver());
  return Do(command);
}

Outcome Story::RequestWaiver(v1::ObligationKind kind, const std::string& ground,
                             const std::string& document) {
  v1::Command command;
  v1::RequestWaiver& act = *command.mutable_request_waiver();
  act.set_obligation(kind);
  act.set_ground(ground);
  act.set_document(document);
  return Do(command);
}

Outcome Story::ApproveWaiver(v1::ObligationKind kind) {
  v1::Command command;
  command.mutable_approve_waiver()->set_obligation(kind);
  if (!actor_.has_value()) By(Approver());
  return Do(command);
}

Outcome Story::RecordEvidence(const std::string& id, v1::EvidenceKind kind,
                              const std::string& effective, v1::ReleaseKind release_kind) {
  v1::Command command;
  v1::RecordEvidence& act = *command.mutable_record_evidence();
  act.set_evidence(id);
  act.set_kind(kind);
  act.set_release_kind(release_kind);
  *act.mutable_effective_at() = core::ToProto(T(effective));
  act.set_proof("政府网站存档 sha256:ab");
  return Do(command);
}

Outcome Story::ConfirmEvidence(const std::string& id) {
  v1::Command command;
  command.mutable_confirm_evidence()->set_evidence(id);
  if (!actor_.has_value()) By(Approver());
  return Do(command);
}

Outcome Story::FindFalse(bool is_public, const std::string& basis) {
  v1::Command command;
  command.mutable_find_false()->set_basis(basis);
  command.mutable_find_false()->set_public_(is_public);
  if (!actor_.has_value()) By(Approver());
  return Do(command);
}

Outcome Story::ReferToPolice(const std::string& clues) {
  v1::Command command;
  command.mutable_refer_to_police()->set_clues(clues);
  return Do(command);
}

Outcome Story::Cosign(const std::string& id, const std::string& text, const std::string& official) {
  v1::Command command;
  command.mutable_cosign_release()->set_release(id);
  command.mutable_cosign_release()->set_sha256(TextOf(text).sha256());
  if (!actor_.has_value()) By(Speaker(official));
  return Do(command);
}

Outcome Story::Retract(const std::string& id, const std::string& correction,
                       const std::string& reason) {
  v1::Command command;
  v1::RetractRelease& act = *command.mutable_retract_release();
  act.set_release(id);
  act.set_correction(correction);
  act.set_reason(reason);
  if (!actor_.has_value()) By(Approver());
  return Do(command);
}

Outcome Story::AddNote(const std::string& text) {
  v1::Command command;
  command.mutable_add_note()->set_text(text);
  return Do(command);
}

Outcome Story::EnterFact(const std::string& key, const std::string& value,
                         const std::string& as_of) {
  v1::Command command;
  v1::EnterFact& act = *command.mutable_enter_fact();
  act.set_key(key);
  act.set_value(value);
  *act.mutable_as_of() = core::ToProto(T(as_of));
  act.set_source("现场指挥部");
  return Do(command);
}

Outcome Story::Transfer(const std::string& to_body, const std::string& reason) {
  v1::Command command;
  command.mutable_transfer_incident()->set_to_body(to_body);
  command.mutable_transfer_incident()->set_reason(reason);
  return Do(command);
}

Outcome Story::AcceptTransfer(const std::string& body) {
  v1::Command command;
  command.mutable_accept_transfer();
  if (!actor_.has_value()) {
    v1::Actor clerk = Of(v1::ROLE_CLERK, "clerk");
    clerk.set_body(body);
    By(clerk);
  }
  return Do(command);
}

Outcome Story::Refuse(const std::string& official, const std::string& reason) {
  v1::Command command;
  command.mutable_refuse_assignment()->set_reason(reason);
  if (!actor_.has_value()) By(Speaker(official));
  return Do(command);
}

Outcome Story::Review() {
  v1::Command command;
  command.mutable_review_speaker();
  By(System());
  return Do(command);
}

Outcome Story::Fire() {
  v1::Command command;
  command.mutable_decide_due();
  By(System());
  return Do(command);
}

}  // namespace clarion::testing
