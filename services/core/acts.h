// Every act, one function each, in the file of its law. An act checks in this order: what its
// shape, existence, arguments, the state; then enters events. A refusal enters nothing that counts:
// the deliberation is dropped.
//
// The role is checked before (authority.h), what the facts mean for the clocks after
// (obligations.h).
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "clarion/v1/commands.pb.h"
#include "services/core/deliberation.h"

namespace clarion::core {

// registration.cc
absl::Status Register(Deliberation& deliberation, const v1::RegisterIncident& command);
absl::Status AddReport(Deliberation& deliberation, const v1::AddReport& command);
absl::Status CorrectStart(Deliberation& deliberation, const v1::CorrectStart& command);
absl::Status Verify(Deliberation& deliberation, const v1::VerifyIncident& command);

// The start is `to`, earlier than it was: the clocks that count from it move with it.
void MoveStart(Deliberation& deliberation, absl::Time to, const std::string& basis);

// grading.cc
absl::Status GradeIncident(Deliberation& deliberation, const v1::GradeIncident& command);

// assignment.cc
absl::Status Assign(Deliberation& deliberation, const v1::AssignIncident& command);
absl::Status Acknowledge(Deliberation& deliberation, const v1::AcknowledgeAssignment& command);
absl::Status Refuse(Deliberation& deliberation, const v1::RefuseAssignment& command);
// LEAD_MUST_BE_SUPERIOR: several localities are concerned, and `lead` is one.
absl::Status CheckLead(const google::protobuf::RepeatedPtrField<std::string>& localities,
                       const v1::Body& lead);
// A body leads: a new chain of speakers begins with the first who is there.
void SetLead(Deliberation& deliberation, const std::string& lead,
             const google::protobuf::RepeatedPtrField<std::string>& supporting);
// The speaker let the time pass: the next of the chain.
void Escalate(Deliberation& deliberation);
// The speaker may be eligible no longer: then another one.
void Rechoose(Deliberation& deliberation);
// Leave began, or the roster changed: leave that touches the docket goes into its history, and who
// is not there now or at a planned conference is replaced. Running it twice enters nothing twice.
void ReviewSpeaker(Deliberation& deliberation);

// release.cc
absl::Status Draft(Deliberation& deliberation, const v1::DraftRelease& command);
absl::Status Edit(Deliberation& deliberation, const v1::EditRelease& command);
absl::Status Submit(Deliberation& deliberation, const v1::SubmitRelease& command);
absl::Status Approve(Deliberation& deliberation, const v1::ApproveRelease& command);

// publishing.cc
absl::Status Publish(Deliberation& deliberation, const v1::PublishRelease& command);

// cosigning.cc
absl::Status Cosign(Deliberation& deliberation, const v1::CosignRelease& command);

// retraction.cc
absl::Status Retract(Deliberation& deliberation, const v1::RetractRelease& command);

// conference.cc
absl::Status Schedule(Deliberation& deliberation, const v1::ScheduleConference& command);
absl::Status Begin(Deliberation& deliberation, const v1::BeginConference& command);
absl::Status End(Deliberation& deliberation, const v1::EndConference& command);
absl::Status Abort(Deliberation& deliberation, const v1::AbortConference& command);

// reporting.cc
absl::Status Report(Deliberation& deliberation, const v1::ReportToSuperior& command);

// waiver.cc
absl::Status RequestWaiver(Deliberation& deliberation, const v1::RequestWaiver& command);
absl::Status ApproveWaiver(Deliberation& deliberation, const v1::ApproveWaiver& command);

// late_evidence.cc
absl::Status RecordEvidence(Deliberation& deliberation, const v1::RecordEvidence& command);
absl::Status ConfirmEvidence(Deliberation& deliberation, const v1::ConfirmEvidence& command);

// false_report.cc
absl::Status FindFalse(Deliberation& deliberation, const v1::FindFalse& command);
absl::Status ReferToPolice(Deliberation& deliberation, const v1::ReferToPolice& command);

// notes.cc, facts_sheet.cc
absl::Status AddNote(Deliberation& deliberation, const v1::AddNote& command);
absl::Status EnterFact(Deliberation& deliberation, const v1::EnterFact& command);

// transfer.cc
absl::Status Transfer(Deliberation& deliberation, const v1::TransferIncident& command);
absl::Status AcceptTransfer(Deliberation& deliberation);

// merging.cc. Decided on the paper that goes on and on the one that ends.
absl::Status Merge(Deliberation& deliberation, const v1::MergeIncident& command);

// closing.cc
absl::Status Close(Deliberation& deliberation, const v1::CloseIncident& command);

// roster.cc
absl::Status CreateRegion(Deliberation& deliberation, const v1::CreateRegion& command);
absl::Status ImportRoster(Deliberation& deliberation, const v1::ImportRoster& command);
absl::Status RecordLeave(Deliberation& deliberation, const v1::RecordLeave& command);

// account.cc
absl::Status CreateAccount(Deliberation& deliberation, const v1::CreateAccount& command);
absl::Status SetPassword(Deliberation& deliberation, const v1::SetPassword& command);
absl::Status SetDisabled(Deliberation& deliberation, const v1::SetDisabled& command);
absl::Status RevokeTokens(Deliberation& deliberation);

}  // namespace clarion::core
