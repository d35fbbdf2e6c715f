// Regions, rosters and accounts.
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"
#include "services/core/decide.h"
#include "services/core/proto_time.h"
#include "tests/support/sample_county.h"
#include "tests/support/status_matchers.h"
#include "tests/support/story.h"

namespace clarion::testing {
namespace {

using ::testing::Contains;

absl::StatusOr<core::Decision> Administer(const v1::Paper& paper, const v1::Command& command,
                                          const v1::Roster* roster = nullptr) {
  return core::Decide(paper, command,
                      ContextAt(T("00:00"), Of(v1::ROLE_ADMINISTRATOR, "admin"), roster));
}

v1::Paper Region() {
  v1::Command command;
  command.mutable_create_region()->set_code("419999");
  command.mutable_create_region()->set_name_zh("示例县");
  const auto decision = Administer({}, command);
  EXPECT_THAT(decision, IsOk());
  return decision->paper;
}

v1::Command Import(const v1::Roster& roster) {
  v1::Command command;
  *command.mutable_import_roster()->mutable_roster() = roster;
  return command;
}

std::vector<std::string> FaultsOf(const v1::Roster& roster) {
  const auto decision = Administer(Region(), Import(roster));
  EXPECT_THAT(decision, RefusedAs(v1::ERROR_REASON_ROSTER_INVALID));
  google::rpc::BadRequest bad;
  const auto payload = decision.status().GetPayload("type.googleapis.com/google.rpc.BadRequest");
  EXPECT_TRUE(payload.has_value() && bad.ParseFromString(std::string(*payload)));
  std::vector<std::string> faults;
  for (const auto& violation : bad.field_violations()) {
    faults.push_back(violation.field() + " " + violation.description());
  }
  return faults;
}

TEST(Region, BeginsWithAnEmptyRoster) {
  const v1::Paper paper = Region();
  EXPECT_EQ(core::NameOf(paper), "regions/419999/roster");
  EXPECT_EQ(paper.roster().version(), 1);
  EXPECT_FALSE(core::NextDue(paper).has_value());
}

TEST(Region, NeedsSixDigitsAndANameAndIsCreatedOnce) {
  v1::Command command;
  command.mutable_create_region()->set_code("41999");
  EXPECT_THAT(Administer({}, command), RefusedAs(v1::ERROR_REASON_FIELD_INVALID));
  EXPECT_THAT(Administer(Region(), command), RefusedAs(v1::ERROR_REASON_ALREADY_EXISTS));
}

TEST(RosterImport, ReplacesBodiesAndOfficialsAndKeepsTheRegion) {
  const auto decision = Administer(Region(), Import(SampleRoster()));
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->paper.roster().officials_size(), 11);
  EXPECT_EQ(decision->paper.roster().name(), "regions/419999/roster");
  EXPECT_EQ(decision->paper.roster().version(), 2);
}

TEST(RosterImport, NeedsARegion) {
  EXPECT_THAT(Administer({}, Import(SampleRoster())), RefusedAs(v1::ERROR_REASON_NO_SUCH_REGION));
}

TEST(RosterImport, NamesEveryFaultAtOnce) {
  v1::Roster roster = SampleRoster();
  roster.set_superior("org-emb");
  roster.mutable_bodies(2)->set_kind(v1::BODY_KIND_COUNTY);
  roster.mutable_bodies(3)->set_id("org-emb");
  OfficialIn(roster, "o-emb-dep").set_principal(true);
  OfficialIn(roster, "o-vm1").add_in_charge_of("org-no");
  OfficialIn(roster, "o-vm1").add_complement_of("o-vm1");
  OfficialIn(roster, "o-vm2").set_executive(true);
  OfficialIn(roster, "o-mayor").set_acting("o-exec");
  AddLeave(OfficialIn(roster, "o-exec"), T("02:00"), T("02:00"), "o-no");
  const std::vector<std::string> faults = FaultsOf(roster);
  for (const char* fault :
       {"superior is not a body of kind SUPERIOR", "bodies[2].kind is COUNTY a second time",
        "bodies[3].id is used twice", "officials[2].in_charge_of is not a body of the roster",
        "officials[2].complement_of is the official", "officials[3].executive is set for a second",
        "officials[0].acting is for vacant posts", "officials[1].leave[0].to is not after `from`",
        "officials[1].leave[0].acting is not an official of the roster",
        "officials[5].principal is set for a second official of the body"}) {
    EXPECT_THAT(faults, Contains(::testing::StartsWith(fault)));
  }
}

TEST(RosterImport, AllowsAVacantPostWithoutAName) {
  v1::Roster roster = SampleRoster();
  OfficialIn(roster, "o-emb-head").set_vacant(true);
  OfficialIn(roster, "o-emb-head").clear_name();
  OfficialIn(roster, "o-emb-head").set_acting("o-emb-dep");
  EXPECT_THAT(Administer(Region(), Import(roster)), IsOk());
}

v1::Command NewAccount(v1::Role role) {
  v1::Command command;
  command.mutable_create_account()->set_name("regions/419999/accounts/limin");
  command.mutable_create_account()->mutable_account()->set_role(role);
  return command;
}

TEST(Account, NamesThePersonAfterItselfIfNotSaid) {
  const auto decision = Administer({}, NewAccount(v1::ROLE_DUTY));
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->paper.account().person(), "limin");
  EXPECT_EQ(decision->paper.account().version(), 1);
  EXPECT_THAT(Administer(decision->paper, NewAccount(v1::ROLE_DUTY)),
              RefusedAs(v1::ERROR_REASON_ALREADY_EXISTS));
}

TEST(Account, OfASpeakerNamesAnOfficialOfTheRoster) {
  const v1::Roster roster = SampleRoster();
  EXPECT_THAT(Administer({}, NewAccount(v1::ROLE_SPEAKER), &roster),
              RefusedAs(v1::ERROR_REASON_FIELD_INVALID));
  v1::Command command = NewAccount(v1::ROLE_SPEAKER);
  command.mutable_create_account()->mutable_account()->set_official("o-no");
  EXPECT_THAT(Administer({}, command, &roster), RefusedAs(v1::ERROR_REASON_NO_SUCH_OFFICIAL));
  command.mutable_create_account()->mutable_account()->set_official("o-exec");
  EXPECT_THAT(Administer({}, command, &roster), IsOk());
  command.mutable_create_account()->mutable_account()->set_body("org-no");
  EXPECT_THAT(Administer({}, command, &roster), RefusedAs(v1::ERROR_REASON_NO_SUCH_BODY));
}

TEST(Account, OfTheServicesDoesNotExist) {
  EXPECT_THAT(Administer({}, NewAccount(v1::ROLE_SYSTEM)),
              RefusedAs(v1::ERROR_REASON_FIELD_INVALID));
  EXPECT_THAT(Administer({}, NewAccount(v1::ROLE_CLERK)),
              RefusedAs(v1::ERROR_REASON_FIELD_INVALID));  // without a body
}

}  // namespace
}  // namespace clarion::testing
