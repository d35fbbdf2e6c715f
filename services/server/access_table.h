// The table RPC x role. Each cell is tested (tests/server/authorization_test.cc).
//
// `region` says where a caller may act: kOwn is the region of the account, or any for an
// administrator of the whole deployment; kDeployment is for those administrators alone; kNone names
// no region.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

#include "clarion/methods.h"
#include "clarion/v1/docket.pb.h"

namespace clarion::server {

enum class AccessKind { kOpen, kRead, kWrite };
enum class RegionRule { kOwn, kOwnOrNone, kDeployment, kNone };
// What a caller outside the region is told does not exist.
enum class Subject { kIncident, kRegion };

struct AccessRow {
  Method method;
  AccessKind kind;
  RegionRule region;
  Subject subject;
  unsigned roles;  // bits 1 << Role
};

constexpr unsigned Bit(v1::Role role) { return 1u << static_cast<unsigned>(role); }

inline constexpr unsigned kDuty = Bit(v1::ROLE_DUTY);
inline constexpr unsigned kApprover = Bit(v1::ROLE_APPROVER);
inline constexpr unsigned kSpeaker = Bit(v1::ROLE_SPEAKER);
inline constexpr unsigned kClerk = Bit(v1::ROLE_CLERK);
inline constexpr unsigned kInspector = Bit(v1::ROLE_INSPECTOR);
inline constexpr unsigned kAdministrator = Bit(v1::ROLE_ADMINISTRATOR);
inline constexpr unsigned kIntegration = Bit(v1::ROLE_INTEGRATION);

inline constexpr unsigned kWriters = kDuty | kApprover | kClerk;
inline constexpr unsigned kTextReaders = kDuty | kApprover | kSpeaker | kClerk | kInspector;
inline constexpr unsigned kReaders = kTextReaders | kAdministrator;
inline constexpr unsigned kEverybody = kReaders | kIntegration;

// clang-format off
inline constexpr auto kAccessTable = std::to_array<AccessRow>({
    // clarion.v1.AdminService
    {Method::kSignIn,                AccessKind::kOpen,  RegionRule::kNone,       Subject::kRegion,   0},
    {Method::kCreateRegion,          AccessKind::kWrite, RegionRule::kDeployment, Subject::kRegion,   kAdministrator},
    {Method::kCreateAccount,         AccessKind::kWrite, RegionRule::kOwn,        Subject::kRegion,   kAdministrator},
    {Method::kIssueTokens,           AccessKind::kWrite, RegionRule::kDeployment, Subject::kRegion,   kAdministrator},
    {Method::kRefreshToken,           AccessKind::kRead,  RegionRule::kNone,       Subject::kRegion,   kEverybody},
    {Method::kSignOut,                AccessKind::kWrite, RegionRule::kNone,       Subject::kRegion,   kEverybody},
    {Method::kChangePassword,         AccessKind::kWrite, RegionRule::kNone,       Subject::kRegion,   kEverybody},
    {Method::kListAccounts,           AccessKind::kRead,  RegionRule::kOwn,        Subject::kRegion,   kAdministrator},
    {Method::kSetAccountDisabled,     AccessKind::kWrite, RegionRule::kOwn,        Subject::kRegion,   kAdministrator},
    {Method::kResetPassword,          AccessKind::kWrite, RegionRule::kOwn,        Subject::kRegion,   kAdministrator},
    // clarion.v1.IncidentService
    {Method::kRegisterIncident,      AccessKind::kWrite, RegionRule::kOwn,        Subject::kRegion,   kDuty | kIntegration},
    {Method::kAddReport,             AccessKind::kWrite, RegionRule::kOwn,        Subject::kIncident, kDuty | kIntegration},
    {Method::kCorrectStart,          AccessKind::kWrite, RegionRule::kOwn,        Subject::kIncident, kDuty},
    {Method::kVerifyIncident,        AccessKind::kWrite, RegionRule::kOwn,        Subject::kIncident, kDuty},
    {Method::kGradeIncident,         AccessKind::kWrite, RegionRule::kOwn,        Subject::kIncident, kDuty | kApprover},
    {Method::kCloseIncident,         AccessKind::kWrite, RegionRule::kOwn,        Subject::kIncident, kApprover},
    {Method::kFindFalse,              AccessKind::kWrite, RegionRule::kOwn,        Subject::kIncident, kApprover},
    {Method::kReferToPolice,          AccessKind::kWrite, RegionRule::kOwn,        Subject::kIncident, kDuty},
    {Method::kAddNote,                AccessKind::kWrite, RegionRule::kOwn,        Subject::kIncident, kWriters},
    {Method::kEnterFact,              AccessKind::kWrite, RegionRule::kOwn,        Subject::kIncident, kWriters},
    {Method::kTransferIncident,       AccessKind::kWrite, RegionRule::kOwn,        Subject::kIncident, kDuty},
    {Method::kAcceptTransfer,         AccessKind::kWrite, RegionRule::kOwn,        Subject::kIncident, kDuty | kClerk},
    {Method::kMergeIncident,          AccessKind::kWrite, RegionRule::kOwn,        Subject::kIncident, kApprover},
    {Method::kExportIncident,         AccessKind::kRead,  RegionRule::kOwn,        Subject::kIncident, kDuty | kApprover | kInspector},
    {Method::kGetIncident,           AccessKind::kRead,  RegionRule::kOwn,        Subject::kIncident, kReaders},
    {Method::kListRecords,           AccessKind::kRead,  RegionRule::kOwn,        Subject::kIncident, kReaders},
    // clarion.v1.TimelineService
    {Method::kReportToSuperior,      AccessKind::kWrite, RegionRule::kOwn,        Subject::kIncident, kDuty},
    {Method::kRequestWaiver,          AccessKind::kWrite, RegionRule::kOwn,        Subject::kIncident, kDuty | kApprover},
    {Method::kApproveWaiver,          AccessKind::kWrite, RegionRule::kOwn,        Subject::kIncident, kApprover},
    {Method::kRecordEvidence,         AccessKind::kWrite, RegionRule::kOwn,        Subject::kIncident, kDuty | kApprover},
    {Method::kConfirmEvidence,        AccessKind::kWrite, RegionRule::kOwn,        Subject::kIncident, kApprover},
    {Method::kSimulateDeadlines,      AccessKind::kRead,  RegionRule::kOwn,        Subject::kRegion,   kReaders},
    {Method::kGetRulePack,           AccessKind::kRead,  RegionRule::kOwnOrNone,  Subject::kIncident, kReaders},
    {Method::kGetProgress,           AccessKind::kRead,  RegionRule::kNone,       Subject::kRegion,   kEverybody},
    {Method::kAdvanceClock,          AccessKind::kWrite, RegionRule::kDeployment, Subject::kRegion,   kAdministrator},
    // clarion.v1.SpokespersonService
    {Method::kImportRoster,          AccessKind::kWrite, RegionRule::kOwn,        Subject::kRegion,   kAdministrator | kDuty},
    {Method::kGetRoster,             AccessKind::kRead,  RegionRule::kOwn,        Subject::kRegion,   kReaders},
    {Method::kAssignIncident,        AccessKind::kWrite, RegionRule::kOwn,        Subject::kIncident, kDuty},
    {Method::kAcknowledgeAssignment, AccessKind::kWrite, RegionRule::kOwn,        Subject::kIncident, kSpeaker},
    {Method::kRefuseAssignment,       AccessKind::kWrite, RegionRule::kOwn,        Subject::kIncident, kSpeaker},
    {Method::kRecordLeave,            AccessKind::kWrite, RegionRule::kOwn,        Subject::kRegion,   kAdministrator | kDuty},
    {Method::kProposeSpeakers,        AccessKind::kRead,  RegionRule::kOwn,        Subject::kIncident, kReaders},
    // clarion.v1.ReleaseService
    {Method::kDraftRelease,          AccessKind::kWrite, RegionRule::kOwn,        Subject::kIncident, kWriters},
    {Method::kEditRelease,           AccessKind::kWrite, RegionRule::kOwn,        Subject::kIncident, kWriters},
    {Method::kSubmitRelease,         AccessKind::kWrite, RegionRule::kOwn,        Subject::kIncident, kWriters},
    {Method::kApproveRelease,        AccessKind::kWrite, RegionRule::kOwn,        Subject::kIncident, kApprover},
    {Method::kPublishRelease,        AccessKind::kWrite, RegionRule::kOwn,        Subject::kIncident, kDuty},
    {Method::kCosignRelease,          AccessKind::kWrite, RegionRule::kOwn,        Subject::kIncident, kSpeaker},
    {Method::kRetractRelease,         AccessKind::kWrite, RegionRule::kOwn,        Subject::kIncident, kApprover},
    {Method::kFillTemplate,           AccessKind::kRead,  RegionRule::kOwn,        Subject::kIncident, kTextReaders},
    {Method::kGetReleaseText,        AccessKind::kRead,  RegionRule::kOwn,        Subject::kIncident, kTextReaders},
    {Method::kScheduleConference,    AccessKind::kWrite, RegionRule::kOwn,        Subject::kIncident, kDuty},
    {Method::kBeginConference,       AccessKind::kWrite, RegionRule::kOwn,        Subject::kIncident, kDuty},
    {Method::kEndConference,         AccessKind::kWrite, RegionRule::kOwn,        Subject::kIncident, kDuty},
    {Method::kAbortConference,       AccessKind::kWrite, RegionRule::kOwn,        Subject::kIncident, kDuty},
    // clarion.v1.BroadcastService
    {Method::kListIncidents,         AccessKind::kRead,  RegionRule::kOwn,        Subject::kRegion,   kReaders},
    {Method::kListNotices,           AccessKind::kRead,  RegionRule::kOwn,        Subject::kIncident, kReaders},
    {Method::kListLikelyDuplicates,   AccessKind::kRead,  RegionRule::kOwn,        Subject::kRegion,   kReaders | kIntegration},
    {Method::kGetSheet,               AccessKind::kRead,  RegionRule::kOwn,        Subject::kRegion,   kReaders},
    {Method::kWatch,                 AccessKind::kRead,  RegionRule::kOwn,        Subject::kIncident, kReaders},
});
// clang-format on

// The row of an RPC; null when there is none or more than one, which the check below refuses.
constexpr const AccessRow* FindRow(Method method) {
  const AccessRow* found = nullptr;
  for (const AccessRow& row : kAccessTable) {
    if (row.method != method) continue;
    if (found != nullptr) return nullptr;
    found = &row;
  }
  return found;
}

// Counted, not found: under UBSan GCC takes no pointer for a constant.
constexpr bool EveryMethodHasOneRow() {
  std::array<int, kMethodCount> rows{};
  for (const AccessRow& row : kAccessTable) ++rows[static_cast<size_t>(row.method)];
  return std::all_of(rows.begin(), rows.end(), [](int count) { return count == 1; });
}
static_assert(EveryMethodHasOneRow(), "an RPC of the contract has no row in kAccessTable, or two");

}  // namespace clarion::server
