#include "services/core/authority.h"

#include <cstdint>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/core/refusal.h"

namespace clarion::core {
namespace {

using Roles = uint32_t;  // one bit per role

constexpr Roles Bit(v1::Role role) { return 1U << role; }

constexpr Roles kDuty = Bit(v1::ROLE_DUTY);
constexpr Roles kApprover = Bit(v1::ROLE_APPROVER);
constexpr Roles kSpeaker = Bit(v1::ROLE_SPEAKER);
constexpr Roles kAdministrator = Bit(v1::ROLE_ADMINISTRATOR);
constexpr Roles kReceiving = kDuty | Bit(v1::ROLE_INTEGRATION);
// Everybody has an account of their own, the inspector too.
constexpr Roles kSignedIn = kDuty | kApprover | kSpeaker | kAdministrator | Bit(v1::ROLE_CLERK) |
                            Bit(v1::ROLE_INSPECTOR) | Bit(v1::ROLE_INTEGRATION);
constexpr Roles kWriting = kDuty | kApprover | Bit(v1::ROLE_CLERK);

struct Row {
  v1::Command::ActCase act;
  Roles roles;
  v1::ErrorReason otherwise;
};

constexpr v1::ErrorReason kOther = v1::ERROR_REASON_ROLE_NOT_ALLOWED;

constexpr Row kTable[] = {
    {v1::Command::kRegisterIncident, kReceiving, kOther},
    {v1::Command::kAddReport, kReceiving, kOther},
    {v1::Command::kCorrectStart, kDuty, kOther},
    {v1::Command::kVerifyIncident, kDuty, kOther},
    {v1::Command::kGradeIncident, kDuty | kApprover, kOther},
    {v1::Command::kAssignIncident, kDuty, kOther},
    {v1::Command::kAcknowledgeAssignment, kSpeaker, v1::ERROR_REASON_NOT_THE_SPEAKER},
    {v1::Command::kDraftRelease, kWriting, kOther},
    {v1::Command::kEditRelease, kWriting, kOther},
    {v1::Command::kSubmitRelease, kWriting, kOther},
    {v1::Command::kApproveRelease, kApprover, v1::ERROR_REASON_NOT_APPROVER},
    {v1::Command::kPublishRelease, kDuty, kOther},
    {v1::Command::kScheduleConference, kDuty, kOther},
    {v1::Command::kBeginConference, kDuty, kOther},
    {v1::Command::kEndConference, kDuty, kOther},
    {v1::Command::kAbortConference, kDuty, kOther},
    {v1::Command::kReportToSuperior, kDuty, kOther},
    {v1::Command::kCloseIncident, kApprover, v1::ERROR_REASON_NOT_APPROVER},
    {v1::Command::kRequestWaiver, kDuty | kApprover, kOther},
    {v1::Command::kApproveWaiver, kApprover, v1::ERROR_REASON_NOT_APPROVER},
    {v1::Command::kRecordEvidence, kDuty | kApprover, kOther},
    {v1::Command::kConfirmEvidence, kApprover, v1::ERROR_REASON_NOT_APPROVER},
    {v1::Command::kFindFalse, kApprover, v1::ERROR_REASON_NOT_APPROVER},
    {v1::Command::kReferToPolice, kDuty, kOther},
    {v1::Command::kCosignRelease, kSpeaker, v1::ERROR_REASON_NOT_COSIGNER},
    {v1::Command::kRetractRelease, kApprover, v1::ERROR_REASON_NOT_APPROVER},
    {v1::Command::kAddNote, kWriting, kOther},
    {v1::Command::kEnterFact, kWriting, kOther},
    {v1::Command::kRefuseAssignment, kSpeaker, v1::ERROR_REASON_NOT_THE_SPEAKER},
    {v1::Command::kTransferIncident, kDuty, kOther},
    {v1::Command::kAcceptTransfer, kDuty | Bit(v1::ROLE_CLERK), kOther},
    {v1::Command::kMergeIncident, kApprover, v1::ERROR_REASON_NOT_APPROVER},
    {v1::Command::kReviewSpeaker, Bit(v1::ROLE_SYSTEM), kOther},
    {v1::Command::kDecideDue, Bit(v1::ROLE_SYSTEM), kOther},
    {v1::Command::kCreateRegion, kAdministrator, kOther},
    {v1::Command::kImportRoster, kAdministrator | kDuty, kOther},
    {v1::Command::kRecordLeave, kAdministrator | kDuty, kOther},
    {v1::Command::kCreateAccount, kAdministrator, kOther},
    {v1::Command::kSetPassword, kSignedIn, kOther},
    {v1::Command::kSetDisabled, kAdministrator, kOther},
    {v1::Command::kRevokeTokens, kSignedIn, kOther},
};

const Row* RowOf(v1::Command::ActCase act) {
  for (const Row& row : kTable) {
    if (row.act == act) return &row;
  }
  return nullptr;
}

// `duty, approver`.
std::string Names(Roles roles) {
  std::string names;
  for (int role = v1::Role_MIN; role <= v1::Role_MAX; ++role) {
    if ((roles & (1U << role)) == 0) continue;
    const std::string name = v1::Role_Name(static_cast<v1::Role>(role));
    absl::StrAppend(&names, names.empty() ? "" : ", ",
                    absl::AsciiStrToLower(absl::StripPrefix(name, "ROLE_")));
  }
  return names;
}

absl::Status ReadOnly() {
  return Refuse({.code = absl::StatusCode::kPermissionDenied,
                 .reason = v1::ERROR_REASON_READ_ONLY,
                 .en = "An inspector reads everything and changes nothing. Ask the duty officer.",
                 .zh = "督查人员只可查阅,不可更改。请交值班员办理。"});
}

absl::Status RoleNotAllowed(Roles roles) {
  return Refuse(
      {.code = absl::StatusCode::kPermissionDenied,
       .reason = v1::ERROR_REASON_ROLE_NOT_ALLOWED,
       .en = absl::StrCat("Your role may not do this. Roles that may: ", Names(roles), "."),
       .zh = absl::StrCat("您的角色无权办理此事。可办理的角色:", Names(roles), "。"),
       .metadata = {{"roles", Names(roles)}}});
}

}  // namespace

absl::Status Authorize(v1::Command::ActCase act, v1::Role role) {
  const Row* row = RowOf(act);
  if (row == nullptr) return RoleNotAllowed(0);
  const bool known = role > v1::ROLE_UNSPECIFIED && role <= v1::Role_MAX;
  if (known && (row->roles & Bit(role)) != 0) return absl::OkStatus();
  if (role == v1::ROLE_INSPECTOR) return ReadOnly();
  if (row->otherwise == v1::ERROR_REASON_NOT_APPROVER) return NotApprover();
  if (row->otherwise == v1::ERROR_REASON_NOT_THE_SPEAKER) return NotTheSpeaker();
  if (row->otherwise == v1::ERROR_REASON_NOT_COSIGNER) return NotCosigner();
  return RoleNotAllowed(row->roles);
}

absl::Status NotApprover() {
  return Refuse({.code = absl::StatusCode::kPermissionDenied,
                 .reason = v1::ERROR_REASON_NOT_APPROVER,
                 .en = "Only an approver may do this. Ask one to do it.",
                 .zh = "此事须由审批人办理,请交审批人。"});
}

absl::Status NotTheSpeaker() {
  return Refuse({.code = absl::StatusCode::kPermissionDenied,
                 .reason = v1::ERROR_REASON_NOT_THE_SPEAKER,
                 .en = "Only the speaker now chosen may sign. See the incident for who that is.",
                 .zh = "只有当前指定的发言人可以签收,请查看事件的发言人。"});
}

absl::Status NotCosigner() {
  return Refuse({.code = absl::StatusCode::kPermissionDenied,
                 .reason = v1::ERROR_REASON_NOT_COSIGNER,
                 .en = "Only the principal of a joint body, or who now acts for one, co-signs. Ask "
                       "that person.",
                 .zh = "只有联合发布单位的主要负责人或主持工作的负责人可以会签,请其办理。"});
}

}  // namespace clarion::core
