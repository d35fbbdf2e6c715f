// Decide: the role, the paper, what is due by now, the act, what the facts mean for the clocks,
// what is due because of that, who must be told. Always in this order.
#include "services/core/decide.h"

#include <utility>

#include "services/core/acts.h"
#include "services/core/authority.h"
#include "services/core/deliberation.h"
#include "services/core/docket_facts.h"
#include "services/core/due.h"
#include "services/core/fields.h"
#include "services/core/notices.h"
#include "services/core/obligations.h"
#include "services/core/refusal.h"
#include "services/core/usual_refusals.h"

namespace clarion::core {
namespace {

constexpr size_t kKiB = 1024;
constexpr size_t kDocketMax = 64 * kKiB;
constexpr size_t kRosterMax = 512 * kKiB;
// Kept free on a docket, so that a full one can still breach and be closed.
constexpr size_t kRoomToEnd = 8 * kKiB;

size_t LimitFor(v1::Command::ActCase act, const v1::Paper& after) {
  if (HasEnded(after)) return kDocketMax;
  switch (act) {
    case v1::Command::kDecideDue:
      return kDocketMax;
    case v1::Command::kCreateRegion:
    case v1::Command::kImportRoster:
    case v1::Command::kRecordLeave:
      return kRosterMax;
    default:
      return kDocketMax - kRoomToEnd;
  }
}

absl::Status NoAct() {
  Fields fields;
  fields.Require(false, "act", "is required");
  return fields.Refused();
}

absl::Status NoSuchRegion() {
  return Refuse({.code = absl::StatusCode::kNotFound,
                 .reason = v1::ERROR_REASON_NO_SUCH_REGION,
                 .en = "There is no such region, or it is not yours. Create it first.",
                 .zh = "没有该地区,或不属于您的管辖。请先建立地区。"});
}

absl::Status NoSuchAccount() {
  return Refuse({.code = absl::StatusCode::kNotFound,
                 .reason = v1::ERROR_REASON_NO_SUCH_ACCOUNT,
                 .en = "There is no such account in your region. List the accounts.",
                 .zh = "本地区没有该账号,请查看账号列表。"});
}

absl::Status NewerSchema() {
  return Refuse({.code = absl::StatusCode::kUnavailable,
                 .reason = v1::ERROR_REASON_NEWER_SCHEMA,
                 .en = "A newer release wrote this incident; this process does not write it. Send "
                       "the request again: a newer process will take it.",
                 .zh = "该卷宗由较新版本写入,本进程不予改写。请重试,由较新版本的进程办理。"});
}

// Whether the act begins the paper, or on which kind of paper it is done.
absl::Status CheckPaper(const v1::Paper& paper, v1::Command::ActCase act) {
  switch (act) {
    case v1::Command::kRegisterIncident:
    case v1::Command::kCreateRegion:
    case v1::Command::kCreateAccount:
      return paper.kind_case() == v1::Paper::KIND_NOT_SET ? absl::OkStatus()
                                                          : AlreadyExists(NameOf(paper));
    case v1::Command::kImportRoster:
    case v1::Command::kRecordLeave:
      return paper.has_roster() ? absl::OkStatus() : NoSuchRegion();
    case v1::Command::kSetPassword:
    case v1::Command::kSetDisabled:
    case v1::Command::kRevokeTokens:
      return paper.has_account() ? absl::OkStatus() : NoSuchAccount();
    case v1::Command::kDecideDue:
      if (paper.kind_case() == v1::Paper::KIND_NOT_SET) return NoSuchIncident();
      break;
    default:
      if (!paper.has_docket()) return NoSuchIncident();
      break;
  }
  return paper.has_docket() && paper.docket().schema() > kSchema ? NewerSchema() : absl::OkStatus();
}

// On the papers that are no dockets.
absl::Status ActOnOtherPaper(Deliberation& deliberation, const v1::Command& command) {
  switch (command.act_case()) {
    case v1::Command::kCreateRegion:
      return CreateRegion(deliberation, command.create_region());
    case v1::Command::kImportRoster:
      return ImportRoster(deliberation, command.import_roster());
    case v1::Command::kCreateAccount:
      return CreateAccount(deliberation, command.create_account());
    case v1::Command::kRecordLeave:
      return RecordLeave(deliberation, command.record_leave());
    case v1::Command::kSetPassword:
      return SetPassword(deliberation, command.set_password());
    case v1::Command::kSetDisabled:
      return SetDisabled(deliberation, command.set_disabled());
    case v1::Command::kRevokeTokens:
      return RevokeTokens(deliberation);
    default:
      return absl::OkStatus();
  }
}

// On the texts and conferences of a docket.
absl::Status ActOnText(Deliberation& deliberation, const v1::Command& command) {
  switch (command.act_case()) {
    case v1::Command::kDraftRelease:
      return Draft(deliberation, command.draft_release());
    case v1::Command::kEditRelease:
      return Edit(deliberation, command.edit_release());
    case v1::Command::kSubmitRelease:
      return Submit(deliberation, command.submit_release());
    case v1::Command::kApproveRelease:
      return Approve(deliberation, command.approve_release());
    case v1::Command::kPublishRelease:
      return Publish(deliberation, command.publish_release());
    case v1::Command::kScheduleConference:
      return Schedule(deliberation, command.schedule_conference());
    case v1::Command::kBeginConference:
      return Begin(deliberation, command.begin_conference());
    case v1::Command::kEndConference:
      return End(deliberation, command.end_conference());
    case v1::Command::kAbortConference:
      return Abort(deliberation, command.abort_conference());
    case v1::Command::kCosignRelease:
      return Cosign(deliberation, command.cosign_release());
    case v1::Command::kRetractRelease:
      return Retract(deliberation, command.retract_release());
    default:
      return ActOnOtherPaper(deliberation, command);
  }
}

absl::Status Act(Deliberation& deliberation, const v1::Command& command) {
  switch (command.act_case()) {
    case v1::Command::kRegisterIncident:
      return Register(deliberation, command.register_incident());
    case v1::Command::kAddReport:
      return AddReport(deliberation, command.add_report());
    case v1::Command::kCorrectStart:
      return CorrectStart(deliberation, command.correct_start());
    case v1::Command::kVerifyIncident:
      return Verify(deliberation, command.verify_incident());
    case v1::Command::kGradeIncident:
      return GradeIncident(deliberation, command.grade_incident());
    case v1::Command::kAssignIncident:
      return Assign(deliberation, command.assign_incident());
    case v1::Command::kAcknowledgeAssignment:
      return Acknowledge(deliberation, command.acknowledge_assignment());
    case v1::Command::kReportToSuperior:
      return Report(deliberation, command.report_to_superior());
    case v1::Command::kCloseIncident:
      return Close(deliberation, command.close_incident());
    case v1::Command::kRequestWaiver:
      return RequestWaiver(deliberation, command.request_waiver());
    case v1::Command::kApproveWaiver:
      return ApproveWaiver(deliberation, command.approve_waiver());
    case v1::Command::kRecordEvidence:
      return RecordEvidence(deliberation, command.record_evidence());
    case v1::Command::kConfirmEvidence:
      return ConfirmEvidence(deliberation, command.confirm_evidence());
    case v1::Command::kFindFalse:
      return FindFalse(deliberation, command.find_false());
    case v1::Command::kReferToPolice:
      return ReferToPolice(deliberation, command.refer_to_police());
    case v1::Command::kAddNote:
      return AddNote(deliberation, command.add_note());
    case v1::Command::kEnterFact:
      return EnterFact(deliberation, command.enter_fact());
    case v1::Command::kRefuseAssignment:
      return Refuse(deliberation, command.refuse_assignment());
    case v1::Command::kTransferIncident:
      return Transfer(deliberation, command.transfer_incident());
    case v1::Command::kAcceptTransfer:
      return AcceptTransfer(deliberation);
    case v1::Command::kMergeIncident:
      return Merge(deliberation, command.merge_incident());
    case v1::Command::kReviewSpeaker:
      ReviewSpeaker(deliberation);
      break;
    case v1::Command::kDecideDue:
      break;
    default:
      return ActOnText(deliberation, command);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Decision> Decide(const v1::Paper& paper, const v1::Command& command,
                                const Context& context) {
  const v1::Command::ActCase act = command.act_case();
  if (act == v1::Command::ACT_NOT_SET) return NoAct();
  if (absl::Status may = Authorize(act, context.actor.role()); !may.ok()) return may;
  if (absl::Status fits = CheckPaper(paper, act); !fits.ok()) return fits;

  Deliberation deliberation(paper, context);
  if (paper.has_docket()) EnterDue(deliberation);
  if (absl::Status done = Act(deliberation, command); !done.ok()) return done;
  if (deliberation.paper().has_docket()) {
    if (act != v1::Command::kDecideDue) Reconcile(deliberation);
    EnterDue(deliberation);
    EnterNotices(deliberation);
  }
  const size_t limit = LimitFor(act, deliberation.paper());
  return std::move(deliberation).Conclude(limit);
}

}  // namespace clarion::core
