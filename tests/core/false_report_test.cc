#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/story.h"

namespace clarion::testing {
namespace {

using ::testing::Contains;
using ::testing::IsSupersetOf;
using ::testing::Not;

constexpr v1::ReleaseKind kClarification = v1::RELEASE_KIND_CLARIFICATION;

Story Verified(v1::Grade grade) {
  Story story;
  story.At("00:10").Register(grade);
  story.Verify();
  return story;
}

TEST(FalseReport, CancelsWhatIsPendingAndKeepsBreaches) {
  Story story = Verified(v1::GRADE_II);
  story.Until("06:00");
  EXPECT_THAT(story.FindFalse(false),
              Yields("found_false", "obligation_cancelled PRESS_CONFERENCE-1"));
  EXPECT_THAT(story.Clocks(), ::testing::ElementsAre("SUPERIOR_REPORT-1 BREACHED due 02:00",
                                                     "AUTHORITATIVE_INFO-1 BREACHED due 05:00",
                                                     "PRESS_CONFERENCE-1 CANCELLED due 24:00"));
  EXPECT_EQ(story.State(), "FALSE_REPORT");
  EXPECT_EQ(story.NextDue(), "never");
}

TEST(FalseReport, ThatIsPublicIsAnsweredWithin48HoursOfTheOriginalStartInAnyGrade) {
  for (const v1::Grade grade : {v1::GRADE_I, v1::GRADE_II, v1::GRADE_III, v1::GRADE_IV}) {
    Story story = Verified(grade);
    story.At("01:00").FindFalse(true);
    EXPECT_EQ(story.Clock("PUBLIC_RESPONSE"), "PENDING due 48:00") << v1::Grade_Name(grade);
    for (const v1::Obligation& clock : story.docket().obligations()) {
      if (clock.kind() == v1::OBLIGATION_KIND_PUBLIC_RESPONSE) continue;
      EXPECT_EQ(clock.status(), v1::OBLIGATION_STATUS_CANCELLED) << clock.id();
    }
  }
}

TEST(FalseReport, FoundPublicLaterIsAnsweredThenThoughTheClockWasCancelled) {
  Story story = Verified(v1::GRADE_IV);
  EXPECT_THAT(story.At("00:30").FindFalse(false),
              Yields("found_false", "obligation_cancelled PUBLIC_RESPONSE-1"));
  EXPECT_THAT(story.At("02:00").FindFalse(true),
              Yields("found_false", "obligation_armed PUBLIC_RESPONSE-2"));
  EXPECT_EQ(story.Clock("PUBLIC_RESPONSE"), "PENDING due 48:00");
  EXPECT_THAT(story.FindFalse(true), YieldsNothing());
}

TEST(FalseReport, OncePublicStaysPublic) {
  Story story = Verified(v1::GRADE_IV);
  story.At("01:00").FindFalse(true);
  EXPECT_THAT(story.At("02:00").FindFalse(false), YieldsNothing());
  EXPECT_EQ(story.Clock("PUBLIC_RESPONSE"), "PENDING due 48:00");
}

TEST(FalseReport, FoundPublicAfterTheLimitIsBreachedAtOnce) {
  Story story = Verified(v1::GRADE_I);
  story.Until("50:00");
  story.FindFalse(true);
  EXPECT_EQ(story.Clock("PUBLIC_RESPONSE"), "BREACHED due 48:00 armed_after_due");
}

TEST(FalseReport, NeedsAnApproverAndABasis) {
  Story story = Verified(v1::GRADE_IV);
  EXPECT_THAT(story.By(Duty()).FindFalse(true), RefusedAs(v1::ERROR_REASON_NOT_APPROVER));
  EXPECT_THAT(story.FindFalse(true, ""), RefusedAs(v1::ERROR_REASON_BASIS_REQUIRED));
}

TEST(FalseReport, OwesNoContinuedRelease) {
  Story running = Verified(v1::GRADE_I);
  running.At("01:00").Release("r1");
  running.At("02:00").FindFalse(true);
  EXPECT_EQ(running.Clock("CONTINUED_RELEASE"), "CANCELLED due 25:00");
  running.At("03:00").Release("k1", kClarification);
  EXPECT_EQ(running.Clock("CONTINUED_RELEASE"), "CANCELLED due 25:00");

  Story story = Verified(v1::GRADE_I);
  story.At("01:00").FindFalse(true);
  EXPECT_THAT(story.At("06:00").Release("k1", kClarification).events,
              Contains("obligation_met PUBLIC_RESPONSE-1"));
  EXPECT_EQ(story.Clock("CONTINUED_RELEASE"), "ABSENT");
}

TEST(FalseReport, ArmsNothingWhenItIsRaised) {
  Story story = Verified(v1::GRADE_IV);
  story.At("01:00").FindFalse(false);
  story.At("02:00").Grade(v1::GRADE_I);
  EXPECT_EQ(story.Clock("AUTHORITATIVE_INFO"), "ABSENT");
  EXPECT_EQ(story.NextDue(), "never");
}

TEST(FalseReport, LeavesWaivedWhatWasWaived) {
  Story story = Verified(v1::GRADE_IV);
  story.RequestWaiver(v1::OBLIGATION_KIND_PUBLIC_RESPONSE);
  story.ApproveWaiver(v1::OBLIGATION_KIND_PUBLIC_RESPONSE);
  story.At("01:00").FindFalse(true);
  EXPECT_THAT(story.Clocks(), ::testing::ElementsAre("PUBLIC_RESPONSE-1 WAIVED due 48:00"));
}

TEST(FalseReport, OwesNothingNewWhenATextIsRetracted) {
  Story story = Verified(v1::GRADE_I);
  story.At("01:00").Release("r1");
  story.At("02:00").FindFalse(false);
  EXPECT_THAT(story.At("03:00").Retract("r1"),
              Yields("release_retracted r1", "obligation_reopened AUTHORITATIVE_INFO-1",
                     "obligation_cancelled AUTHORITATIVE_INFO-1"));
  EXPECT_EQ(story.NextDue(), "never");
}

TEST(FalseReport, IsAnsweredAgainWhenTheAnswerIsRetracted) {
  Story story = Verified(v1::GRADE_I);
  story.At("01:00").FindFalse(true);
  story.At("06:00").Release("k1", kClarification);
  ASSERT_EQ(story.Clock("PUBLIC_RESPONSE"), "MET due 48:00 at 06:00");
  story.At("07:00").Retract("k1");
  EXPECT_EQ(story.Clock("PUBLIC_RESPONSE"), "PENDING due 48:00");
}

TEST(FalseReport, IsAnsweredByAConferenceOfAnyForm) {
  Story story = Verified(v1::GRADE_I);
  story.At("01:00").FindFalse(true);
  story.Assign("org-emb");
  story.At("05:00").Begin("c1", v1::CONFERENCE_FORM_INTERVIEW, {"o-emb-spk"});
  EXPECT_EQ(story.Clock("PUBLIC_RESPONSE"), "MET due 48:00 at 05:00");
  EXPECT_EQ(story.State(), "FALSE_REPORT");
}

TEST(FalseReport, IsAnsweredWithoutAnotherVerification) {
  Story story;
  story.At("00:10").Register(v1::GRADE_II);
  story.Prepare("k1", kClarification);
  EXPECT_THAT(story.Publish("k1"), RefusedAs(v1::ERROR_REASON_NOT_VERIFIED));
  story.FindFalse(true);
  EXPECT_THAT(story.Publish("k1").events, Contains("obligation_met PUBLIC_RESPONSE-1"));
}

TEST(FalseReport, EndsTheSignatureAwaitedAndAsksForThatOfALaterSpeaker) {
  Story story = Verified(v1::GRADE_I);
  story.At("00:25").Assign("org-emb");
  EXPECT_THAT(story.At("00:30").FindFalse(true).events,
              Contains("obligation_cancelled SPOKESPERSON_ACK-1"));
  story.At("01:00").Assign("org-edu");
  EXPECT_EQ(story.Clock("SPOKESPERSON_ACK"), "PENDING due 01:30");
  story.Until("01:30:00.001");
  EXPECT_EQ(story.docket().assignment().speaker(), "o-vm2");
}

TEST(FalseReport, MovesItsAnswerWithTheStart) {
  Story story = Verified(v1::GRADE_I);
  story.At("01:00").FindFalse(true);
  story.At("02:00").CorrectStart("-02:00");
  EXPECT_EQ(story.Clock("PUBLIC_RESPONSE"), "PENDING due 46:00");
}

TEST(FalseReport, TakesLateEvidenceOfItsAnswer) {
  Story story = Verified(v1::GRADE_I);
  story.At("01:00").FindFalse(true);
  story.Until("50:00");
  story.RecordEvidence("e1", v1::EVIDENCE_KIND_RELEASE, "47:00", kClarification);
  story.ConfirmEvidence("e1");
  EXPECT_EQ(story.Clock("PUBLIC_RESPONSE"), "MET due 48:00 at 47:00 recorded_late");
  EXPECT_THAT(story.Clocks(), Not(Contains(::testing::StartsWith("CONTINUED_RELEASE"))));
}

TEST(FalseReport, IsClosedOnceItIsAnswered) {
  Story story = Verified(v1::GRADE_II);
  story.At("01:00").FindFalse(true);
  EXPECT_THAT(story.Close(), RefusedAs(v1::ERROR_REASON_OPEN_OBLIGATIONS));
  story.At("02:00").Release("k1", kClarification);
  EXPECT_THAT(story.Close(), Yields("incident_closed"));
  EXPECT_EQ(story.State(), "CLOSED");
}

TEST(Referral, GoesIntoTheFileAndNeedsClues) {
  Story story = Verified(v1::GRADE_IV);
  const Outcome outcome = story.ReferToPolice();
  EXPECT_THAT(outcome, Yields("rumour_referred"));
  EXPECT_FALSE(outcome.decision.record.events(0).rumour_referred().simulated());
  EXPECT_EQ(story.docket().referrals(0).clues(), "首发账号");
  EXPECT_THAT(story.ReferToPolice(""), RefusedAs(v1::ERROR_REASON_FIELD_INVALID));
}

TEST(Referral, OfADrillIsSimulated) {
  Story story;
  story.At("00:00").Register(v1::GRADE_IV,
                             [](v1::RegisterIncident& act) { act.set_exercise(true); });
  const Outcome outcome = story.ReferToPolice();
  EXPECT_TRUE(outcome.decision.record.events(0).rumour_referred().simulated());
  EXPECT_THAT(outcome.notices, ::testing::IsEmpty());
}

}  // namespace
}  // namespace clarion::testing
