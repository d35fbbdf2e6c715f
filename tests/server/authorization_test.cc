// Every cell of the table RPC x role x region, written down a second time by what people may do.
#include "services/server/authorization.h"

#include <map>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/core/refusal.h"

namespace clarion::server {
namespace {

// Letters: D duty, A approver, S speaker, C clerk, I inspector, M administrator, X integration.
// `refused`: the reason for a role that is not allowed; an inspector who would write hears
// READ_ONLY.
struct PermissionRow {
  const char* rpc;
  const char* roles;
  bool write;
  // R: account's region, anything else is NO_SUCH_REGION; N: the same, NO_SUCH_INCIDENT;
  // P: as N, but may name none; W: whole deployment; -: names none.
  char region;
  v1::ErrorReason refused = v1::ERROR_REASON_ROLE_NOT_ALLOWED;
};

const PermissionRow kExpected[] = {
    {"AdminService/CreateRegion", "M", true, 'W'},
    {"AdminService/CreateAccount", "M", true, 'R'},
    {"AdminService/IssueTokens", "M", true, 'W'},
    {"AdminService/RefreshToken", "DASCIMX", false, '-'},
    {"AdminService/SignOut", "DASCIMX", true, '-'},
    {"AdminService/ChangePassword", "DASCIMX", true, '-'},
    {"AdminService/ListAccounts", "M", false, 'R'},
    {"AdminService/SetAccountDisabled", "M", true, 'R'},
    {"AdminService/ResetPassword", "M", true, 'R'},
    {"IncidentService/RegisterIncident", "DX", true, 'R'},
    {"IncidentService/AddReport", "DX", true, 'N'},
    {"IncidentService/CorrectStart", "D", true, 'N'},
    {"IncidentService/VerifyIncident", "D", true, 'N'},
    {"IncidentService/GradeIncident", "DA", true, 'N'},
    {"IncidentService/CloseIncident", "A", true, 'N', v1::ERROR_REASON_NOT_APPROVER},
    {"IncidentService/FindFalse", "A", true, 'N', v1::ERROR_REASON_NOT_APPROVER},
    {"IncidentService/ReferToPolice", "D", true, 'N'},
    {"IncidentService/AddNote", "DAC", true, 'N'},
    {"IncidentService/EnterFact", "DAC", true, 'N'},
    {"IncidentService/TransferIncident", "D", true, 'N'},
    {"IncidentService/AcceptTransfer", "DC", true, 'N'},
    {"IncidentService/MergeIncident", "A", true, 'N', v1::ERROR_REASON_NOT_APPROVER},
    {"IncidentService/ExportIncident", "DAI", false, 'N'},
    {"IncidentService/GetIncident", "DASCIM", false, 'N'},
    {"IncidentService/ListRecords", "DASCIM", false, 'N'},
    {"TimelineService/ReportToSuperior", "D", true, 'N'},
    {"TimelineService/RequestWaiver", "DA", true, 'N'},
    {"TimelineService/ApproveWaiver", "A", true, 'N', v1::ERROR_REASON_NOT_APPROVER},
    {"TimelineService/RecordEvidence", "DA", true, 'N'},
    {"TimelineService/ConfirmEvidence", "A", true, 'N', v1::ERROR_REASON_NOT_APPROVER},
    {"TimelineService/SimulateDeadlines", "DASCIM", false, 'R'},
    {"TimelineService/GetRulePack", "DASCIM", false, 'P'},
    {"TimelineService/GetProgress", "DASCIMX", false, '-'},
    {"TimelineService/AdvanceClock", "M", true, 'W'},
    {"SpokespersonService/ImportRoster", "MD", true, 'R'},
    {"SpokespersonService/GetRoster", "DASCIM", false, 'R'},
    {"SpokespersonService/AssignIncident", "D", true, 'N'},
    {"SpokespersonService/AcknowledgeAssignment", "S", true, 'N', v1::ERROR_REASON_NOT_THE_SPEAKER},
    {"SpokespersonService/RefuseAssignment", "S", true, 'N', v1::ERROR_REASON_NOT_THE_SPEAKER},
    {"SpokespersonService/RecordLeave", "MD", true, 'R'},
    {"SpokespersonService/ProposeSpeakers", "DASCIM", false, 'N'},
    {"ReleaseService/DraftRelease", "DAC", true, 'N'},
    {"ReleaseService/EditRelease", "DAC", true, 'N'},
    {"ReleaseService/SubmitRelease", "DAC", true, 'N'},
    {"ReleaseService/ApproveRelease", "A", true, 'N', v1::ERROR_REASON_NOT_APPROVER},
    {"ReleaseService/PublishRelease", "D", true, 'N'},
    {"ReleaseService/CosignRelease", "S", true, 'N', v1::ERROR_REASON_NOT_COSIGNER},
    {"ReleaseService/RetractRelease", "A", true, 'N', v1::ERROR_REASON_NOT_APPROVER},
    {"ReleaseService/FillTemplate", "DASCI", false, 'N'},
    {"ReleaseService/GetReleaseText", "DASCI", false, 'N'},
    {"ReleaseService/ScheduleConference", "D", true, 'N'},
    {"ReleaseService/BeginConference", "D", true, 'N'},
    {"ReleaseService/EndConference", "D", true, 'N'},
    {"ReleaseService/AbortConference", "D", true, 'N'},
    {"BroadcastService/ListIncidents", "DASCIM", false, 'R'},
    {"BroadcastService/ListNotices", "DASCIM", false, 'N'},
    {"BroadcastService/ListLikelyDuplicates", "DASCIMX", false, 'R'},
    {"BroadcastService/GetSheet", "DASCIM", false, 'R'},
    {"BroadcastService/Watch", "DASCIM", false, 'N'},
};

const std::map<char, v1::Role> kRoles = {
    {'D', v1::ROLE_DUTY},        {'A', v1::ROLE_APPROVER},    {'S', v1::ROLE_SPEAKER},
    {'C', v1::ROLE_CLERK},       {'I', v1::ROLE_INSPECTOR},   {'M', v1::ROLE_ADMINISTRATOR},
    {'X', v1::ROLE_INTEGRATION}, {'?', v1::ROLE_UNSPECIFIED}, {'0', v1::ROLE_SYSTEM}};

Method MethodOf(const std::string& rpc) {
  for (size_t i = 0; i < kMethodCount; ++i) {
    if (kMethodNames[i] == "/clarion.v1." + rpc) return static_cast<Method>(i);
  }
  ADD_FAILURE() << "no such RPC: " << rpc;
  return Method::kSignIn;
}

v1::ErrorReason Expected(const PermissionRow& row, char letter, const std::string& home,
                         const std::string& target) {
  const bool everywhere = letter == 'M' && home == "000000";
  const bool has_region = row.region == 'R' || row.region == 'N' || row.region == 'P';
  const bool outside =
      has_region && !everywhere && target != home && !(row.region == 'P' && target.empty());
  const bool unnamed = has_region && row.region != 'P' && target.empty();
  if (outside || unnamed) {
    return row.region == 'R' ? v1::ERROR_REASON_NO_SUCH_REGION : v1::ERROR_REASON_NO_SUCH_INCIDENT;
  }
  if (std::string(row.roles).find(letter) == std::string::npos) {
    return letter == 'I' && row.write ? v1::ERROR_REASON_READ_ONLY : row.refused;
  }
  if (row.region == 'W' && home != "000000") return v1::ERROR_REASON_ROLE_NOT_ALLOWED;
  return v1::ERROR_REASON_UNSPECIFIED;
}

TEST(AccessTable, EveryCellIsAsWrittenHere) {
  int cells = 0;
  for (const PermissionRow& row : kExpected) {
    for (const auto& [letter, role] : kRoles) {
      for (const std::string home : {"410726", "000000"}) {
        for (const std::string target : {"410726", "410727", "000000", "41072", ""}) {
          v1::Actor actor;
          actor.set_role(role);
          actor.set_region(home);
          const absl::Status status = CheckAccess(MethodOf(row.rpc), actor, target);
          EXPECT_EQ(core::ReasonOf(status), Expected(row, letter, home, target))
              << row.rpc << " role " << letter << " of " << home << " on `" << target << "`";
          EXPECT_EQ(status.ok(), core::ReasonOf(status) == v1::ERROR_REASON_UNSPECIFIED);
          ++cells;
        }
      }
    }
  }
  EXPECT_EQ(cells, 59 * 9 * 2 * 5);
}

// 410000 is the province, 410700 the city, 410726 and 410727 counties of it, 410800 the next city,
// 410726000 no code at all. Rank gives no right: a city sees a county's incidents when they are
// transferred to it, and not otherwise.
TEST(AccessTable, NoRelationOfRegionsOpensAnother) {
  const std::vector<std::string> regions = {"410000", "410700", "410726",   "410727",
                                            "410800", "000000", "410726000"};
  int cells = 0;
  for (const PermissionRow& row : kExpected) {
    if (row.region == 'W' || row.region == '-') continue;
    for (const auto& [letter, role] : kRoles) {
      for (const std::string& home : regions) {
        for (const std::string& target : regions) {
          if (home == target || (letter == 'M' && home == "000000")) continue;
          v1::Actor actor;
          actor.set_role(role);
          actor.set_region(home);
          const absl::Status status = CheckAccess(MethodOf(row.rpc), actor, target);
          EXPECT_EQ(status.code(), absl::StatusCode::kNotFound)
              << row.rpc << " role " << letter << " of " << home << " on " << target;
          ++cells;
        }
      }
    }
  }
  EXPECT_GT(cells, 45 * 9 * 7 * 5);
}

TEST(AccessTable, HasEachRpcOfTheContractInThisTest) {
  EXPECT_EQ(std::size(kExpected) + 1, kMethodCount);  // and SignIn
  for (const PermissionRow& row : kExpected) {
    EXPECT_EQ(IsWrite(MethodOf(row.rpc)), row.write) << row.rpc;
    EXPECT_FALSE(IsOpen(MethodOf(row.rpc))) << row.rpc;
  }
  EXPECT_TRUE(IsOpen(Method::kSignIn));
}

TEST(AccessTable, SignInNeedsNobody) {
  EXPECT_TRUE(CheckAccess(Method::kSignIn, v1::Actor(), "410726").ok());
}

TEST(Refusals, SayTheCodeTheirReasonPromises) {
  v1::Actor inspector;
  inspector.set_role(v1::ROLE_INSPECTOR);
  inspector.set_region("410726");
  EXPECT_EQ(CheckAccess(Method::kCloseIncident, inspector, "410726").code(),
            absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(CheckAccess(Method::kGetIncident, inspector, "410727").code(),
            absl::StatusCode::kNotFound);
}

TEST(Refusals, NameTheRolesThatMay) {
  v1::Actor clerk;
  clerk.set_role(v1::ROLE_CLERK);
  clerk.set_region("410726");
  const absl::Status status = CheckAccess(Method::kGradeIncident, clerk, "410726");
  EXPECT_NE(status.message().find("duty officer, approver"), absl::string_view::npos) << status;
}

}  // namespace
}  // namespace clarion::server
