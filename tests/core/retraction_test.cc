#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/story.h"

namespace clarion::testing {
namespace {

using ::testing::Contains;
using ::testing::IsSupersetOf;

constexpr v1::ReleaseKind kUpdate = v1::RELEASE_KIND_UPDATE;
constexpr v1::ReleaseKind kCorrection = v1::RELEASE_KIND_CORRECTION;

// Grade I, verified, with r1 published at 01:00.
Story Published() {
  Story story;
  story.At("00:10").Register(v1::GRADE_I);
  story.Verify();
  story.At("01:00").Release("r1");
  return story;
}

TEST(Retraction, ReopensWhatTheTextMet) {
  Story story = Published();
  story.Until("02:00");
  EXPECT_THAT(story.Retract("r1"),
              Yields("release_retracted r1", "obligation_reopened AUTHORITATIVE_INFO-1",
                     "obligation_cancelled CONTINUED_RELEASE-1"));
  EXPECT_EQ(story.Clock("AUTHORITATIVE_INFO"), "PENDING due 05:00");
  const v1::Release& release = story.docket().releases(0);
  EXPECT_EQ(release.state(), v1::RELEASE_STATE_RETRACTED);
  EXPECT_EQ(release.retract_reason(), "数字有误");
  EXPECT_FALSE(release.standing());
}

TEST(Retraction, AfterTheLimitIsABreachAndTheNextTextIsLate) {
  Story story = Published();
  story.Until("06:00");
  EXPECT_THAT(story.Retract("r1").events,
              IsSupersetOf({"obligation_reopened AUTHORITATIVE_INFO-1",
                            "obligation_breached AUTHORITATIVE_INFO-1"}));
  EXPECT_EQ(story.Clock("AUTHORITATIVE_INFO"), "BREACHED due 05:00");
  story.At("06:30").Release("r2");
  EXPECT_EQ(story.Clock("AUTHORITATIVE_INFO"), "MET_LATE due 05:00 at 06:30");
}

TEST(Retraction, WithACorrectionInTheSameActReopensNothing) {
  Story story = Published();
  story.Prepare("k1", kCorrection);
  story.Until("02:00");
  EXPECT_THAT(story.Retract("r1", "k1"), Yields("release_published k1", "release_retracted r1"));
  EXPECT_EQ(story.Clock("AUTHORITATIVE_INFO"), "MET due 05:00 at 01:00");
  EXPECT_EQ(story.Clock("CONTINUED_RELEASE"), "PENDING due 25:00");
  EXPECT_EQ(story.docket().releases(0).state(), v1::RELEASE_STATE_RETRACTED);
  EXPECT_TRUE(story.docket().releases(0).standing());
  EXPECT_EQ(story.docket().releases(0).corrected_by(), "k1");
  EXPECT_EQ(story.docket().releases(1).state(), v1::RELEASE_STATE_PUBLISHED);
  EXPECT_THAT(story.docket().releases(1).channels(), ::testing::ElementsAre("GOV_SITE"));
}

TEST(Retraction, TakesOnlyAnApprovedCorrection) {
  Story story = Published();
  EXPECT_THAT(story.Retract("r1", "k1"), RefusedAs(v1::ERROR_REASON_NO_SUCH_RELEASE));
  story.Draft("k1", kCorrection);
  EXPECT_THAT(story.Retract("r1", "k1"), RefusedAs(v1::ERROR_REASON_CORRECTION_NOT_APPROVED));
  story.Submit("k1");
  EXPECT_THAT(story.Retract("r1", "k1"), RefusedAs(v1::ERROR_REASON_CORRECTION_NOT_APPROVED));
  story.Approve("k1", "k1 1");
  story.Prepare("u1", kUpdate);
  EXPECT_THAT(story.Retract("r1", "u1"), RefusedAs(v1::ERROR_REASON_CORRECTION_NOT_APPROVED));
  story.Publish("k1");  // before, not in the same act
  EXPECT_THAT(story.Retract("r1", "k1"), RefusedAs(v1::ERROR_REASON_CORRECTION_NOT_APPROVED));
  EXPECT_THAT(story.Retract("r1"), IsOk());
}

TEST(Retraction, WaitsForTheCoSignaturesOfAJointCorrection) {
  Story story = Published();
  story.Draft("k1", kCorrection, {"org-ta"});
  story.Submit("k1");
  story.Approve("k1", "k1 1");
  EXPECT_THAT(story.Retract("r1", "k1"), RefusedAs(v1::ERROR_REASON_COSIGN_MISSING));
  story.Cosign("k1", "k1 1", "o-ta-head");
  EXPECT_THAT(story.Retract("r1", "k1"), IsOk());
}

TEST(Retraction, IsAnApproversWithAReasonOfWhatIsPublic) {
  Story story = Published();
  EXPECT_THAT(story.By(Duty()).Retract("r1"), RefusedAs(v1::ERROR_REASON_NOT_APPROVER));
  EXPECT_THAT(story.Retract("r1", "", ""), RefusedAs(v1::ERROR_REASON_BASIS_REQUIRED));
  EXPECT_THAT(story.Retract("r9"), RefusedAs(v1::ERROR_REASON_NO_SUCH_RELEASE));
  story.Draft("r2");
  EXPECT_THAT(story.Retract("r2"), RefusedAs(v1::ERROR_REASON_NOT_PUBLISHED));
  story.Retract("r1");
  EXPECT_THAT(story.Retract("r1"), RefusedAs(v1::ERROR_REASON_NOT_PUBLISHED));
}

TEST(Retraction, LeadsTheContinuedReleaseBackToTheLastTextThatStands) {
  Story story = Published();
  story.At("10:00").Release("r2", kUpdate);
  ASSERT_EQ(story.Clock("CONTINUED_RELEASE"), "PENDING due 34:00");
  EXPECT_THAT(story.At("11:00").Retract("r2").events,
              IsSupersetOf({"obligation_reopened CONTINUED_RELEASE-1",
                            "obligation_cancelled CONTINUED_RELEASE-2"}));
  EXPECT_EQ(story.Clock("CONTINUED_RELEASE"), "PENDING due 25:00");
  EXPECT_EQ(story.Clock("AUTHORITATIVE_INFO"), "MET due 05:00 at 01:00");
  story.At("20:00").Release("r3", kUpdate);
  EXPECT_THAT(story.Clocks(), IsSupersetOf({"CONTINUED_RELEASE-1 MET due 25:00 at 20:00",
                                            "CONTINUED_RELEASE-3 PENDING due 44:00"}));
}

TEST(Retraction, PastTheClockOfTheTextBeforeIsABreachOfIt) {
  Story story = Published();
  story.At("20:00").Release("r2", kUpdate);
  story.Until("30:00");
  EXPECT_THAT(story.Retract("r2").events, Contains("obligation_breached CONTINUED_RELEASE-1"));
  EXPECT_EQ(story.Clock("CONTINUED_RELEASE"), "BREACHED due 25:00");
}

TEST(Retraction, OfTheOnlyTextEndsTheContinuedReleaseUntilTheNext) {
  Story story = Published();
  story.At("02:00").Retract("r1");
  EXPECT_EQ(story.Clock("CONTINUED_RELEASE"), "CANCELLED due 25:00");
  story.At("03:00").Release("r2", kUpdate);
  EXPECT_EQ(story.Clock("CONTINUED_RELEASE"), "PENDING due 27:00");
  EXPECT_EQ(story.Clock("AUTHORITATIVE_INFO"), "PENDING due 05:00");
}

TEST(Retraction, OfOneTextLeavesWhatAnotherMet) {
  Story story = Published();
  story.At("02:00").Release("r2");
  story.At("03:00").Retract("r1");
  EXPECT_EQ(story.Clock("AUTHORITATIVE_INFO"), "MET due 05:00 at 02:00");
}

TEST(Retracted, StaysRespondingAndCannotBeNamedFinal) {
  Story story = Published();
  story.At("02:00").Retract("r1");
  EXPECT_EQ(story.State(), "RESPONDING");
  EXPECT_THAT(story.Close("r1"), RefusedAs(v1::ERROR_REASON_NOT_PUBLISHED));
  EXPECT_THAT(story.Edit("r1", "x"), RefusedAs(v1::ERROR_REASON_ALREADY_PUBLISHED_USE_RETRACT));
  EXPECT_THAT(story.Publish("r1"), RefusedAs(v1::ERROR_REASON_ALREADY_PUBLISHED));
}

}  // namespace
}  // namespace clarion::testing
