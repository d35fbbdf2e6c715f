// Act by role: the whole table, written out as it must be.
#include "services/core/authority.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace clarion::testing {
namespace {

using Act = v1::Command::ActCase;
constexpr v1::ErrorReason kOther = v1::ERROR_REASON_ROLE_NOT_ALLOWED;

struct AuthorityRow {
  Act act;
  std::vector<v1::Role> roles;
  v1::ErrorReason otherwise;
};

const std::vector<v1::Role> kDuty = {v1::ROLE_DUTY};
const std::vector<v1::Role> kReceiving = {v1::ROLE_DUTY, v1::ROLE_INTEGRATION};
const std::vector<v1::Role> kWriting = {v1::ROLE_DUTY, v1::ROLE_APPROVER, v1::ROLE_CLERK};
const std::vector<v1::Role> kApprover = {v1::ROLE_APPROVER};
const std::vector<v1::Role> kTwoSigning = {v1::ROLE_DUTY, v1::ROLE_APPROVER};
const std::vector<v1::Role> kSignedIn = {
    v1::ROLE_DUTY,      v1::ROLE_APPROVER,      v1::ROLE_SPEAKER,    v1::ROLE_CLERK,
    v1::ROLE_INSPECTOR, v1::ROLE_ADMINISTRATOR, v1::ROLE_INTEGRATION};

const std::vector<AuthorityRow>& Table() {
  static const auto& table = *new std::vector<AuthorityRow>{
      {Act::kRegisterIncident, kReceiving, kOther},
      {Act::kAddReport, kReceiving, kOther},
      {Act::kCorrectStart, kDuty, kOther},
      {Act::kVerifyIncident, kDuty, kOther},
      {Act::kGradeIncident, {v1::ROLE_DUTY, v1::ROLE_APPROVER}, kOther},
      {Act::kAssignIncident, kDuty, kOther},
      {Act::kAcknowledgeAssignment, {v1::ROLE_SPEAKER}, v1::ERROR_REASON_NOT_THE_SPEAKER},
      {Act::kDraftRelease, kWriting, kOther},
      {Act::kEditRelease, kWriting, kOther},
      {Act::kSubmitRelease, kWriting, kOther},
      {Act::kApproveRelease, kApprover, v1::ERROR_REASON_NOT_APPROVER},
      {Act::kPublishRelease, kDuty, kOther},
      {Act::kScheduleConference, kDuty, kOther},
      {Act::kBeginConference, kDuty, kOther},
      {Act::kEndConference, kDuty, kOther},
      {Act::kAbortConference, kDuty, kOther},
      {Act::kReportToSuperior, kDuty, kOther},
      {Act::kCloseIncident, kApprover, v1::ERROR_REASON_NOT_APPROVER},
      {Act::kRequestWaiver, kTwoSigning, kOther},
      {Act::kApproveWaiver, kApprover, v1::ERROR_REASON_NOT_APPROVER},
      {Act::kRecordEvidence, kTwoSigning, kOther},
      {Act::kConfirmEvidence, kApprover, v1::ERROR_REASON_NOT_APPROVER},
      {Act::kFindFalse, kApprover, v1::ERROR_REASON_NOT_APPROVER},
      {Act::kReferToPolice, kDuty, kOther},
      {Act::kCosignRelease, {v1::ROLE_SPEAKER}, v1::ERROR_REASON_NOT_COSIGNER},
      {Act::kRetractRelease, kApprover, v1::ERROR_REASON_NOT_APPROVER},
      {Act::kAddNote, kWriting, kOther},
      {Act::kEnterFact, kWriting, kOther},
      {Act::kRefuseAssignment, {v1::ROLE_SPEAKER}, v1::ERROR_REASON_NOT_THE_SPEAKER},
      {Act::kTransferIncident, kDuty, kOther},
      {Act::kAcceptTransfer, {v1::ROLE_DUTY, v1::ROLE_CLERK}, kOther},
      {Act::kMergeIncident, kApprover, v1::ERROR_REASON_NOT_APPROVER},
      {Act::kReviewSpeaker, {v1::ROLE_SYSTEM}, kOther},
      {Act::kDecideDue, {v1::ROLE_SYSTEM}, kOther},
      {Act::kCreateRegion, {v1::ROLE_ADMINISTRATOR}, kOther},
      {Act::kImportRoster, {v1::ROLE_ADMINISTRATOR, v1::ROLE_DUTY}, kOther},
      {Act::kRecordLeave, {v1::ROLE_ADMINISTRATOR, v1::ROLE_DUTY}, kOther},
      {Act::kCreateAccount, {v1::ROLE_ADMINISTRATOR}, kOther},
      {Act::kSetPassword, kSignedIn, kOther},
      {Act::kSetDisabled, {v1::ROLE_ADMINISTRATOR}, kOther},
      {Act::kRevokeTokens, kSignedIn, kOther},
  };
  return table;
}

TEST(Authority, IsThisTableForEveryActAndRole) {
  for (const AuthorityRow& row : Table()) {
    for (int value = v1::Role_MIN; value <= v1::Role_MAX + 1; ++value) {
      const auto role = static_cast<v1::Role>(value);
      const bool allowed = std::find(row.roles.begin(), row.roles.end(), role) != row.roles.end();
      const absl::Status status = core::Authorize(row.act, role);
      SCOPED_TRACE(std::to_string(row.act) + " by " + v1::Role_Name(role));
      if (allowed) {
        EXPECT_THAT(status, IsOk());
      } else {
        EXPECT_THAT(status, StatusIs(absl::StatusCode::kPermissionDenied));
        EXPECT_THAT(status, RefusedAs(role == v1::ROLE_INSPECTOR ? v1::ERROR_REASON_READ_ONLY
                                                                 : row.otherwise));
      }
    }
  }
}

TEST(Authority, HasARowForEveryAct) {
  const auto* acts = v1::Command::descriptor()->oneof_decl(0);
  EXPECT_EQ(static_cast<int>(Table().size()), acts->field_count());
  for (int i = 0; i < acts->field_count(); ++i) {
    bool allowed = false;
    for (int role = v1::Role_MIN; role <= v1::Role_MAX; ++role) {
      allowed = allowed || core::Authorize(static_cast<Act>(acts->field(i)->number()),
                                           static_cast<v1::Role>(role))
                               .ok();
    }
    EXPECT_TRUE(allowed) << acts->field(i)->name() << " may be done by nobody";
  }
}

TEST(Authority, SaysWhoMay) {
  EXPECT_THAT(std::string(core::Authorize(Act::kDraftRelease, v1::ROLE_SPEAKER).message()),
              ::testing::HasSubstr("duty, approver, clerk"));
}

}  // namespace
}  // namespace clarion::testing
