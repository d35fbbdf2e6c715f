// Reminders besides AT_RISK, and the lead body that is waited for.
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/core/proto_time.h"
#include "tests/support/story.h"

namespace clarion::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> RemindersOf(const v1::Obligation& clock) {
  std::vector<std::string> instants;
  for (const auto& at : clock.reminders_at()) instants.push_back(SinceT(core::FromProto(at)));
  return instants;
}

// Grade IV with a lead and the speaker's signature: one clock of 48 h, armed first.
Story Assigned() {
  Story story;
  story.At("00:10").Register(v1::GRADE_IV);
  story.At("00:15").Assign("org-emb");
  story.Acknowledge("o-emb-head");
  return story;
}

TEST(Reminders, ComeAtHalfTheLimitAndAQuarterOfAnHourBeforeItsEnd) {
  Story story = Assigned();
  EXPECT_THAT(RemindersOf(story.docket().obligations(0)), ElementsAre("24:00", "47:45"));
  EXPECT_THAT(story.At("23:59:59.999").Fire(), YieldsNothing());
  EXPECT_THAT(story.At("24:00").Fire(), Yields("obligation_reminded PUBLIC_RESPONSE-1"));
  EXPECT_THAT(story.Fire(), YieldsNothing());
  story.Until("47:44:59.999");
  EXPECT_EQ(story.NextDue(), "47:45");
  EXPECT_THAT(story.At("47:45").Fire(), Yields("obligation_reminded PUBLIC_RESPONSE-1"));
  EXPECT_EQ(story.NextDue(), "48:00:00.001");
}

TEST(Reminders, ThatAStopLetPassAreOne) {
  Story story = Assigned();
  EXPECT_THAT(story.At("47:50").Fire(), Yields("obligation_reminded PUBLIC_RESPONSE-1",
                                               "obligation_at_risk PUBLIC_RESPONSE-1"));
}

TEST(Reminders, OfWhatIsDoneDoNotCome) {
  Story story = Assigned();
  story.Verify();
  story.At("10:00").Release("r1");
  EXPECT_EQ(story.NextDue(), "never");
}

TEST(Reminders, AlreadyPastWhenTheClockIsArmedAreDropped) {
  Story story;
  story.At("30:00").Register(v1::GRADE_IV);
  EXPECT_THAT(RemindersOf(story.docket().obligations(0)), ElementsAre("47:45"));
}

TEST(Reminders, OfADrillAreScaled) {
  Story story;
  story.At("00:00").Register(v1::GRADE_IV, [](v1::RegisterIncident& act) {
    act.set_exercise(true);
    act.set_time_scale(60);
  });
  EXPECT_THAT(RemindersOf(story.docket().obligations(0)), ElementsAre("00:24", "00:47:45"));
}

TEST(Reminders, LongerThanTheLimitNeverCome) {
  v1::RulePack pack = NationalPack();
  for (v1::ObligationRule& rule : *pack.mutable_obligations()) {
    *rule.mutable_reminders(1)->mutable_before() = core::ToProto(absl::Hours(48));
  }
  Story story(pack, SampleRoster());
  story.At("00:10").Register(v1::GRADE_IV);
  EXPECT_THAT(RemindersOf(story.docket().obligations(0)), ElementsAre("24:00"));
}

TEST(Reminders, AtTheInstantOfAtRiskAreLeftToIt) {
  v1::RulePack pack = NationalPack();
  for (v1::ObligationRule& rule : *pack.mutable_obligations()) {
    rule.mutable_reminders(0)->set_percent(rule.risk_percent());
  }
  Story story(pack, SampleRoster());
  story.At("00:10").Register(v1::GRADE_IV);
  EXPECT_THAT(RemindersOf(story.docket().obligations(0)), ElementsAre("47:45"));
}

TEST(Reminders, MoveWithTheStart) {
  Story story = Assigned();
  story.At("01:00").CorrectStart("-01:00");
  EXPECT_THAT(RemindersOf(story.docket().obligations(0)), ElementsAre("23:00", "46:45"));
  story.Until("24:00");
  story.CorrectStart("-30:00");  // half the limit is past already, and its end is near
  EXPECT_THAT(RemindersOf(story.docket().obligations(0)), IsEmpty());
}

TEST(Reminders, PassedWhileAClockWasMetDoNotComeWhenItReopens) {
  Story story = Assigned();
  story.Verify();
  story.At("10:00").Release("r1");
  EXPECT_THAT(story.At("25:00").Retract("r1"),
              Yields("release_retracted r1", "obligation_reopened PUBLIC_RESPONSE-1"));
  EXPECT_THAT(RemindersOf(story.docket().obligations(0)), ElementsAre("47:45"));
}

TEST(Lead, NotSetHalfAnHourAfterRegistrationIsMissedOnce) {
  Story story;
  story.At("00:10").Register(v1::GRADE_IV);
  EXPECT_THAT(story.At("00:39:59.999").Fire(), YieldsNothing());
  const Outcome outcome = story.At("00:40").Fire();
  EXPECT_THAT(outcome, Yields("lead_missing"));
  EXPECT_EQ(outcome.decision.not_before, T("00:40"));
  EXPECT_THAT(story.At("00:50").Fire(), YieldsNothing());
}

TEST(Lead, SetInTimeIsNotMissed) {
  Story story;
  story.At("00:10").Register(v1::GRADE_IV);
  story.At("00:39").Assign("org-emb");
  story.Until("10:00");
  EXPECT_EQ(story.CountOf("lead_missing"), 0);
}

TEST(Lead, OfAFalseReportIsNotMissed) {
  Story story;
  story.At("00:10").Register(v1::GRADE_IV);
  story.At("00:20").FindFalse(false);
  EXPECT_EQ(story.NextDue(), "never");
}

TEST(Lead, OfADrillIsMissedInItsOwnTime) {
  Story story;
  story.At("00:00").Register(v1::GRADE_IV, [](v1::RegisterIncident& act) {
    act.set_exercise(true);
    act.set_time_scale(60);
  });
  EXPECT_EQ(story.NextDue(), "00:00:30");
}

TEST(Lead, IsNotWaitedForWhenThePackDoesNotAsk) {
  v1::RulePack pack = NationalPack();
  pack.clear_lead_within();
  Story story(pack, SampleRoster());
  story.At("00:10").Register(v1::GRADE_IV);
  EXPECT_EQ(story.NextDue(), "24:00");
}

}  // namespace
}  // namespace clarion::testing
