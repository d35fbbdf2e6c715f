// The courses of the clocks, from what arms them to what closes or reopens them.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/story.h"

namespace clarion::testing {
namespace {

using ::testing::Contains;
using ::testing::Not;

// Grade I, verified, assigned, signed for, reported: only the public clocks are left.
Story Major() {
  Story story;
  story.At("00:10").Register(v1::GRADE_I);
  story.At("00:20").Verify();
  story.At("00:25").Assign("org-emb");
  story.At("00:30").Acknowledge("o-emb-head");
  story.At("00:50").Report(v1::REPORT_MODE_WRITTEN);
  return story;
}

TEST(AuthoritativeInfo, PublishedAtTheDueInstantIsInTime) {
  Story story = Major();
  story.Until("05:00");
  EXPECT_THAT(story.Release("r1").events, Contains("obligation_met AUTHORITATIVE_INFO-1"));
  EXPECT_EQ(story.Clock("AUTHORITATIVE_INFO"), "MET due 05:00 at 05:00");
}

TEST(AuthoritativeInfo, PublishedAMillisecondLaterIsLateAndTheBreachStays) {
  Story story = Major();
  EXPECT_THAT(story.At("05:00:00.001").Release("r1").events,
              Contains("obligation_met AUTHORITATIVE_INFO-1 late"));
  EXPECT_EQ(story.Clock("AUTHORITATIVE_INFO"), "MET_LATE due 05:00 at 05:00:00.001");
  int breaches = 0;
  for (const v1::Record& record : story.history()) {
    for (const v1::Event& event : record.events()) breaches += event.has_obligation_breached();
  }
  EXPECT_EQ(breaches, 1);
}

TEST(AuthoritativeInfo, IsNotClosedByAnotherKindOfRelease) {
  Story story = Major();
  story.At("01:00").Release("u1", v1::RELEASE_KIND_UPDATE);
  story.At("01:10").Release("k1", v1::RELEASE_KIND_CLARIFICATION);
  story.At("01:20").Release("x1", v1::RELEASE_KIND_CORRECTION);
  EXPECT_EQ(story.Clock("AUTHORITATIVE_INFO"), "PENDING due 05:00");
}

TEST(ContinuedRelease, CountsFromTheLastReleaseThatStands) {
  Story story = Major();
  story.At("02:00").Release("r1");
  EXPECT_EQ(story.Clock("CONTINUED_RELEASE"), "PENDING due 26:00");
  story.At("20:00").Release("r2", v1::RELEASE_KIND_UPDATE);
  EXPECT_EQ(story.Clock("CONTINUED_RELEASE"), "PENDING due 44:00");
  story.At("21:00").Begin("c1", v1::CONFERENCE_FORM_PRESS_CONFERENCE, {"o-emb-head"});
  story.At("30:00").Release("x1", v1::RELEASE_KIND_CORRECTION);
  EXPECT_EQ(story.Clock("CONTINUED_RELEASE"), "PENDING due 44:00");
  story.Until("44:00:00.001");
  EXPECT_EQ(story.Clock("CONTINUED_RELEASE"), "BREACHED due 44:00");
  story.At("45:00").Release("r3", v1::RELEASE_KIND_UPDATE);
  EXPECT_EQ(story.Clock("CONTINUED_RELEASE"), "PENDING due 69:00");
  EXPECT_THAT(story.Clocks(),
              ::testing::IsSupersetOf({"CONTINUED_RELEASE-1 MET due 26:00 at 20:00",
                                       "CONTINUED_RELEASE-2 MET_LATE due 44:00 at 45:00",
                                       "CONTINUED_RELEASE-3 PENDING due 69:00"}));
  EXPECT_EQ(story.docket().obligations(6).seq(), 3);
}

TEST(ContinuedRelease, IsMetByTheNextReleaseAtTheSameInstantAfterAClockWasSetBack) {
  Story story = Major();
  story.At("02:00").Release("r1");
  story.At("01:50").Release("r2", v1::RELEASE_KIND_UPDATE);  // decided at 02:00
  EXPECT_THAT(story.Clocks(), ::testing::IsSupersetOf({"CONTINUED_RELEASE-1 MET due 26:00 at 02:00",
                                                       "CONTINUED_RELEASE-2 PENDING due 26:00"}));
}

TEST(ContinuedRelease, DoesNotMoveWithTheStart) {
  Story story = Major();
  story.At("01:00").Release("r1");
  story.At("01:30").CorrectStart("-00:30");
  EXPECT_EQ(story.Clock("CONTINUED_RELEASE"), "PENDING due 25:00");
  EXPECT_EQ(story.Clock("SPOKESPERSON_ACK"), "MET due 00:55 at 00:30");
  EXPECT_EQ(story.Clock("AUTHORITATIVE_INFO"), "MET due 04:30 at 01:00");
}

TEST(PublicResponse, IsClosedByAnyConferenceFormWithALeaderOrSpokesperson) {
  Story story;
  story.At("00:10").Register(v1::GRADE_IV);
  story.At("01:00").Assign("org-emb");
  story.At("30:00").Begin("c1", v1::CONFERENCE_FORM_INTERVIEW, {"o-emb-spk"});
  EXPECT_EQ(story.Clock("PUBLIC_RESPONSE"), "MET due 48:00 at 30:00");
}

TEST(PublicResponse, IsNotClosedByAStranger) {
  Story story;
  story.At("00:10").Register(v1::GRADE_IV);
  story.At("01:00").Assign("org-emb");
  story.At("30:00").Begin("c1", v1::CONFERENCE_FORM_INTERVIEW, {"o-edu-head"});
  EXPECT_EQ(story.Clock("PUBLIC_RESPONSE"), "PENDING due 48:00");
}

TEST(SuperiorReport, ByTelephoneIsRecordedAndClosesNothing) {
  Story story;
  story.At("00:10").Register(v1::GRADE_III);
  EXPECT_THAT(story.At("00:30").Report(v1::REPORT_MODE_PHONE), Yields("superior_reported"));
  EXPECT_EQ(story.Clock("SUPERIOR_REPORT"), "PENDING due 02:00");
  story.At("00:40").Report(v1::REPORT_MODE_NETWORK);
  EXPECT_EQ(story.Clock("SUPERIOR_REPORT"), "MET due 02:00 at 00:40");
}

TEST(PressConference, BrokenOffAfterTheLimitReopensAndIsBreached) {
  Story story = Major();
  story.At("23:50").Begin("c1", v1::CONFERENCE_FORM_PRESS_CONFERENCE, {"o-emb-head"});
  ASSERT_EQ(story.Clock("PRESS_CONFERENCE"), "MET due 24:00 at 23:50");
  EXPECT_THAT(story.At("24:10").Abort("c1"),
              Yields("conference_aborted", "obligation_reopened PRESS_CONFERENCE-1",
                     "obligation_breached PRESS_CONFERENCE-1"));
  story.At("25:00").Begin("c2", v1::CONFERENCE_FORM_PRESS_CONFERENCE, {"o-emb-head"});
  EXPECT_EQ(story.Clock("PRESS_CONFERENCE"), "MET_LATE due 24:00 at 25:00");
  // Breached once, it is breached again without a second entry when that one falls too.
  EXPECT_THAT(story.At("25:10").Abort("c2"),
              Yields("conference_aborted", "obligation_reopened PRESS_CONFERENCE-1"));
  EXPECT_EQ(story.Clock("PRESS_CONFERENCE"), "BREACHED due 24:00");
}

TEST(PressConference, BrokenOffBeforeTheLimitRunsOnAndRemindsAtOnceIfNearlyDue) {
  Story story = Major();
  story.At("10:00").Begin("c1", v1::CONFERENCE_FORM_PRESS_CONFERENCE, {"o-emb-head"});
  EXPECT_THAT(story.At("20:00").Abort("c1").events,
              ::testing::IsSupersetOf({"obligation_reopened PRESS_CONFERENCE-1",
                                       "obligation_at_risk PRESS_CONFERENCE-1"}));
  EXPECT_EQ(story.Clock("PRESS_CONFERENCE"), "PENDING due 24:00");
}

TEST(PressConference, BrokenOffFallsBackToAnotherThatCounts) {
  Story story = Major();
  story.At("10:00").Begin("c1", v1::CONFERENCE_FORM_PRESS_CONFERENCE, {"o-emb-head"});
  story.At("11:00").Begin("c2", v1::CONFERENCE_FORM_ONLINE_PRESS_CONFERENCE, {"o-emb-head"});
  EXPECT_THAT(story.At("12:00").Abort("c1").events,
              ::testing::IsSupersetOf(
                  {"obligation_reopened PRESS_CONFERENCE-1", "obligation_met PRESS_CONFERENCE-1"}));
  EXPECT_EQ(story.Clock("PRESS_CONFERENCE"), "MET due 24:00 at 11:00");
}

TEST(Holder, IsTheLeadBodyAndForTheSignatureTheSpeaker) {
  Story story;
  story.At("00:10").Register(v1::GRADE_IV);
  EXPECT_EQ(story.docket().obligations(0).holder(), "");
  story.At("00:20").Assign("org-emb");
  EXPECT_EQ(story.docket().obligations(0).holder(), "org-emb");
  EXPECT_EQ(story.docket().obligations(1).holder(), "o-emb-head");
  story.At("00:30").Assign("org-edu");
  EXPECT_EQ(story.docket().obligations(0).holder(), "org-edu");
}

TEST(Obligation, NamesItsArticle) {
  Story story;
  story.At("00:10").Register(v1::GRADE_I);
  for (const v1::Obligation& obligation : story.docket().obligations()) {
    EXPECT_THAT(obligation.article(), Not(::testing::IsEmpty()));
  }
}

}  // namespace
}  // namespace clarion::testing
