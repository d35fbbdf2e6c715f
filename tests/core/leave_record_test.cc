// What the roster takes as leave, and which posts leave uncovers.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/core/proto_time.h"
#include "services/core/speakers.h"
#include "tests/support/story.h"

namespace clarion::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

v1::Command LeaveOf(const std::string& official, absl::Time from, absl::Time to,
                    const std::string& approved_by = "o-mayor", const std::string& acting = "") {
  v1::Command command;
  v1::RecordLeave& act = *command.mutable_record_leave();
  act.set_official(official);
  *act.mutable_leave()->mutable_from() = core::ToProto(from);
  *act.mutable_leave()->mutable_to() = core::ToProto(to);
  act.mutable_leave()->set_approved_by(approved_by);
  act.mutable_leave()->set_acting(acting);
  return command;
}

absl::StatusOr<core::Decision> Record(const v1::Command& command) {
  v1::Paper paper;
  *paper.mutable_roster() = SampleRoster();
  return core::Decide(paper, command, ContextAt(T("00:00"), Duty()));
}

TEST(LeaveRecord, GoesIntoTheRoster) {
  const auto decision = Record(LeaveOf("o-ta-head", T("01:00"), T("30:00"), "o-mayor", "o-ta-dep"));
  ASSERT_THAT(decision, IsOk());
  ASSERT_EQ(decision->record.events_size(), 1);
  v1::Roster roster = decision->paper.roster();
  const v1::Official& official = OfficialIn(roster, "o-ta-head");
  ASSERT_EQ(official.leave_size(), 1);
  EXPECT_EQ(official.leave(0).acting(), "o-ta-dep");
  EXPECT_FALSE(core::IsPresent(official, T("01:00")));
  EXPECT_TRUE(core::IsPresent(official, T("30:00")));
  v1::Paper fold;
  *fold.mutable_roster() = SampleRoster();
  core::Evolve(fold, decision->record);
  EXPECT_EQ(fold.SerializeAsString(), decision->paper.SerializeAsString());
}

TEST(LeaveRecord, MustEndAfterItBegins) {
  EXPECT_THAT(Record(LeaveOf("o-ta-head", T("30:00"), T("01:00"))),
              RefusedAs(v1::ERROR_REASON_LEAVE_RANGE_EMPTY));
  EXPECT_THAT(Record(LeaveOf("o-ta-head", T("01:00"), T("01:00"))),
              RefusedAs(v1::ERROR_REASON_LEAVE_RANGE_EMPTY));
}

TEST(LeaveRecord, IsApprovedBySomebodyElse) {
  EXPECT_THAT(Record(LeaveOf("o-ta-head", T("01:00"), T("30:00"), "")),
              RefusedAs(v1::ERROR_REASON_LEAVE_NOT_APPROVED));
  EXPECT_THAT(Record(LeaveOf("o-ta-head", T("01:00"), T("30:00"), "o-ta-head")),
              RefusedAs(v1::ERROR_REASON_LEAVE_NOT_APPROVED));
}

TEST(LeaveRecord, NamesOfficialsOfTheRoster) {
  EXPECT_THAT(Record(LeaveOf("o-none", T("01:00"), T("30:00"))),
              RefusedAs(v1::ERROR_REASON_NO_SUCH_OFFICIAL));
  EXPECT_THAT(Record(LeaveOf("o-ta-head", T("01:00"), T("30:00"), "o-mayor", "o-none")),
              RefusedAs(v1::ERROR_REASON_NO_SUCH_OFFICIAL));
  EXPECT_THAT(Record(LeaveOf("o-ta-head", T("01:00"), T("30:00"), "o-mayor", "o-ta-head")),
              RefusedAs(v1::ERROR_REASON_FIELD_INVALID));
  v1::Command command = LeaveOf("o-ta-head", T("01:00"), T("30:00"));
  command.mutable_record_leave()->mutable_leave()->clear_to();
  EXPECT_THAT(Record(command), RefusedAs(v1::ERROR_REASON_FIELD_INVALID));
}

TEST(LeaveRecord, NeedsARegion) {
  EXPECT_THAT(
      core::Decide({}, LeaveOf("o-ta-head", T("01:00"), T("30:00")), ContextAt(T("00:00"), Duty())),
      RefusedAs(v1::ERROR_REASON_NO_SUCH_REGION));
}

void Away(v1::Roster& roster, const char* official, const char* from, const char* to,
          const char* acting = "") {
  AddLeave(OfficialIn(roster, official), T(from), T(to), acting);
}

std::vector<std::string> Uncovered(const v1::Roster& roster, const char* now = "00:00") {
  std::vector<std::string> posts;
  for (const v1::UncoveredPost& post : core::UncoveredPosts(roster, T(now))) {
    posts.push_back(
        absl::StrCat(post.official(), " ", SinceT(core::FromProto(post.from())), "-",
                     post.has_to() ? SinceT(core::FromProto(post.to())) : std::string("open")));
  }
  return posts;
}

TEST(Cover, OfAHeadIsWhoIsNamedToActAndNobodyElse) {
  v1::Roster roster = SampleRoster();
  EXPECT_THAT(Uncovered(roster), IsEmpty());
  Away(roster, "o-emb-head", "01:00", "02:00", "o-emb-dep");
  EXPECT_THAT(Uncovered(roster), IsEmpty());
  Away(roster, "o-ta-head", "01:00", "02:00");
  EXPECT_THAT(Uncovered(roster), ElementsAre("o-ta-head 01:00-02:00"));
}

TEST(Cover, LeavesAGapWhileWhoActsIsAwayToo) {
  v1::Roster roster = SampleRoster();
  Away(roster, "o-emb-head", "01:00", "10:00", "o-emb-dep");
  Away(roster, "o-emb-dep", "03:00", "04:00");
  Away(roster, "o-emb-dep", "04:00", "05:00");
  EXPECT_THAT(Uncovered(roster), ElementsAre("o-emb-head 03:00-05:00"));
  EXPECT_THAT(Uncovered(roster, "04:30"), ElementsAre("o-emb-head 04:30-05:00"));
  EXPECT_THAT(Uncovered(roster, "05:00"), IsEmpty());
}

TEST(Cover, OfADeputyIsTheComplement) {
  v1::Roster roster = SampleRoster();
  Away(roster, "o-vm1", "01:00", "10:00");
  EXPECT_THAT(Uncovered(roster), IsEmpty());
  Away(roster, "o-vm2", "09:00", "12:00");
  EXPECT_THAT(Uncovered(roster), ElementsAre("o-vm1 09:00-10:00", "o-vm2 09:00-10:00"));
}

TEST(Cover, OfTheHeadOfTheCountyIsTheExecutiveDeputy) {
  v1::Roster roster = SampleRoster();
  Away(roster, "o-mayor", "01:00", "10:00");
  EXPECT_THAT(Uncovered(roster), IsEmpty());
  Away(roster, "o-exec", "05:00", "06:00", "o-vm1");
  EXPECT_THAT(Uncovered(roster), ElementsAre("o-mayor 05:00-06:00"));
}

TEST(Cover, OfAVacantPostIsWhoPresides) {
  v1::Roster roster = SampleRoster();
  OfficialIn(roster, "o-emb-head").set_vacant(true);
  EXPECT_THAT(Uncovered(roster), ElementsAre("o-emb-head 00:00-open"));
  OfficialIn(roster, "o-emb-head").set_acting("o-emb-dep");
  EXPECT_THAT(Uncovered(roster), IsEmpty());
}

TEST(Cover, IsAskedOfNobodyWhoHeadsNothing) {
  v1::Roster roster = SampleRoster();
  Away(roster, "o-emb-spk", "01:00", "10:00");
  Away(roster, "o-ta-dep", "01:00", "10:00");
  EXPECT_THAT(Uncovered(roster), IsEmpty());
}

}  // namespace
}  // namespace clarion::testing
