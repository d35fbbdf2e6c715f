#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/story.h"

namespace clarion::testing {
namespace {

constexpr v1::ObligationKind kInfo = v1::OBLIGATION_KIND_AUTHORITATIVE_INFO;
constexpr v1::ObligationKind kPress = v1::OBLIGATION_KIND_PRESS_CONFERENCE;
constexpr v1::ObligationKind kReport = v1::OBLIGATION_KIND_SUPERIOR_REPORT;
constexpr v1::ObligationKind kContinued = v1::OBLIGATION_KIND_CONTINUED_RELEASE;

// Grade I, verified, assigned, signed for, reported.
Story Reported() {
  Story story;
  story.At("00:10").Register(v1::GRADE_I);
  story.Verify();
  story.At("00:25").Assign("org-emb");
  story.At("00:30").Acknowledge("o-emb-head");
  story.At("00:50").Report(v1::REPORT_MODE_WRITTEN);
  return story;
}

TEST(Waiver, TakesTwoPeopleAndTheClockRunsOnUntilTheSecond) {
  Story story = Reported();
  EXPECT_THAT(story.At("01:00").RequestWaiver(kPress),
              Yields("waiver_requested PRESS_CONFERENCE-1"));
  EXPECT_EQ(story.Clock("PRESS_CONFERENCE"), "PENDING due 24:00");
  EXPECT_THAT(story.At("01:10").ApproveWaiver(kPress),
              Yields("obligation_waived PRESS_CONFERENCE-1"));
  EXPECT_EQ(story.Clock("PRESS_CONFERENCE"), "WAIVED due 24:00");
  const v1::WaiverRequest& request = story.docket().waivers(0);
  EXPECT_EQ(request.requested_by(), "duty1");
  EXPECT_EQ(request.approved_by(), "app1");
  EXPECT_EQ(request.ground(), v1::WAIVER_GROUND_DOWNGRADED);
  story.Until("30:00");
  EXPECT_EQ(story.CountOf("obligation_breached PRESS_CONFERENCE-1"), 0);
  EXPECT_EQ(story.CountOf("obligation_reminded PRESS_CONFERENCE-1"), 0);
}

TEST(Waiver, NotApprovedInTimeDoesNotKeepTheBreachAway) {
  Story story = Reported();
  story.At("01:00").RequestWaiver(kInfo);
  story.Until("05:00:00.001");
  EXPECT_EQ(story.Clock("AUTHORITATIVE_INFO"), "BREACHED due 05:00");
  EXPECT_THAT(story.ApproveWaiver(kInfo), RefusedAs(v1::ERROR_REASON_ALREADY_BREACHED));
}

TEST(Waiver, MayBeApprovedAtTheDueInstant) {
  Story story = Reported();
  story.At("01:00").RequestWaiver(kInfo);
  story.Until("05:00");
  EXPECT_THAT(story.ApproveWaiver(kInfo), Yields("obligation_waived AUTHORITATIVE_INFO-1"));
}

TEST(Waiver, IsNeverApprovedByWhoAskedForIt) {
  Story story = Reported();
  story.By(Approver("app1")).RequestWaiver(kPress);
  EXPECT_THAT(story.By(Approver("app1")).ApproveWaiver(kPress),
              RefusedAs(v1::ERROR_REASON_SELF_APPROVAL));
  EXPECT_THAT(story.By(Approver("app2")).ApproveWaiver(kPress), IsOk());
}

TEST(Waiver, LooksAtThePersonNotAtTheAccount) {
  Story story = Reported();
  story.By(Duty("limin")).RequestWaiver(kPress);
  EXPECT_THAT(story.By(Approver("limin")).ApproveWaiver(kPress),
              RefusedAs(v1::ERROR_REASON_SELF_APPROVAL));
}

TEST(Waiver, AskedForAgainByAnotherMayBeApprovedByTheFirst) {
  Story story = Reported();
  story.By(Approver("app1")).RequestWaiver(kPress);
  story.By(Approver("app2")).RequestWaiver(kPress);
  EXPECT_THAT(story.By(Approver("app2")).ApproveWaiver(kPress),
              RefusedAs(v1::ERROR_REASON_SELF_APPROVAL));
  EXPECT_THAT(story.By(Approver("app1")).ApproveWaiver(kPress), IsOk());
  EXPECT_EQ(story.docket().waivers(0).approved_by(), "");  // not the own request
  EXPECT_EQ(story.docket().waivers(1).approved_by(), "app1");
}

TEST(Waiver, RestsOnAGroundOfTheClosedListAndADocument) {
  Story story = Reported();
  EXPECT_THAT(story.RequestWaiver(kPress, "", ""), RefusedAs(v1::ERROR_REASON_GROUND_REQUIRED));
  for (const char* ground : {"BUSY", "UNSPECIFIED", "downgraded", "WAIVER_GROUND_DOWNGRADED"}) {
    EXPECT_THAT(story.RequestWaiver(kPress, ground),
                RefusedAs(v1::ERROR_REASON_GROUND_NOT_RECOGNISED));
  }
  EXPECT_THAT(story.RequestWaiver(kPress, "DOWNGRADED", ""),
              RefusedAs(v1::ERROR_REASON_FIELD_INVALID));
  EXPECT_THAT(story.RequestWaiver(v1::OBLIGATION_KIND_UNSPECIFIED),
              RefusedAs(v1::ERROR_REASON_FIELD_INVALID));
  for (const char* ground :
       {"SUPERIOR_TAKEOVER", "STATE_SECRET", "DOWNGRADED", "OTHER_FORM_DIRECTED"}) {
    EXPECT_THAT(story.RequestWaiver(kPress, ground), IsOk());
  }
}

TEST(Waiver, OfWhatIsNotAwaitedIsRefused) {
  Story story = Reported();
  EXPECT_THAT(story.RequestWaiver(v1::OBLIGATION_KIND_PUBLIC_RESPONSE),
              RefusedAs(v1::ERROR_REASON_OBLIGATION_NOT_ARMED));
  EXPECT_THAT(story.RequestWaiver(kReport), RefusedAs(v1::ERROR_REASON_ALREADY_MET));
  EXPECT_THAT(story.At("05:00:00.001").RequestWaiver(kInfo),
              RefusedAs(v1::ERROR_REASON_ALREADY_BREACHED));
  story.RequestWaiver(kPress);
  story.ApproveWaiver(kPress);
  EXPECT_THAT(story.RequestWaiver(kPress), RefusedAs(v1::ERROR_REASON_OBLIGATION_NOT_ARMED));
}

TEST(Waiver, WithoutARequestOrTwiceIsRefused) {
  Story story = Reported();
  EXPECT_THAT(story.ApproveWaiver(kPress), RefusedAs(v1::ERROR_REASON_NO_WAIVE_REQUEST));
  EXPECT_THAT(story.ApproveWaiver(v1::OBLIGATION_KIND_PUBLIC_RESPONSE),
              RefusedAs(v1::ERROR_REASON_NO_WAIVE_REQUEST));
  story.RequestWaiver(kPress);
  story.ApproveWaiver(kPress);
  EXPECT_THAT(story.ApproveWaiver(kPress), RefusedAs(v1::ERROR_REASON_NO_WAIVE_REQUEST));
}

TEST(Waiver, OfWhatWasDoneMeanwhileIsRefused) {
  Story story = Reported();
  story.RequestWaiver(kInfo);
  story.Release("r1");
  EXPECT_THAT(story.ApproveWaiver(kInfo), RefusedAs(v1::ERROR_REASON_ALREADY_MET));
}

TEST(Waiver, IsForOneClockNotForItsKind) {
  Story story = Reported();
  story.At("02:00").Release("r1");
  story.RequestWaiver(kContinued);
  story.At("03:00").Release("r2", v1::RELEASE_KIND_UPDATE);
  EXPECT_THAT(story.ApproveWaiver(kContinued), RefusedAs(v1::ERROR_REASON_NO_WAIVE_REQUEST));
  story.RequestWaiver(kContinued);
  EXPECT_THAT(story.ApproveWaiver(kContinued), Yields("obligation_waived CONTINUED_RELEASE-2"));
  story.At("04:00").Release("r3", v1::RELEASE_KIND_UPDATE);
  EXPECT_EQ(story.Clock("CONTINUED_RELEASE"), "PENDING due 28:00");
}

TEST(Waived, StaysSoWhenTheStartMovesAndWhenItIsDoneAllTheSame) {
  Story story = Reported();
  story.RequestWaiver(kInfo);
  story.ApproveWaiver(kInfo);
  story.At("01:00").CorrectStart("-01:00");
  EXPECT_EQ(story.Clock("AUTHORITATIVE_INFO"), "WAIVED due 05:00");
  story.Release("r1");
  EXPECT_EQ(story.Clock("AUTHORITATIVE_INFO"), "WAIVED due 05:00");
}

TEST(Waived, NeedsNoExplanationAtTheEnd) {
  Story story;
  story.At("00:10").Register(v1::GRADE_IV);
  story.RequestWaiver(v1::OBLIGATION_KIND_PUBLIC_RESPONSE, "SUPERIOR_TAKEOVER", "市府函1号");
  story.ApproveWaiver(v1::OBLIGATION_KIND_PUBLIC_RESPONSE);
  EXPECT_THAT(story.Close(), IsOk());
}

}  // namespace
}  // namespace clarion::testing
