#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/story.h"

namespace clarion::testing {
namespace {

using ::testing::Contains;
using ::testing::IsSupersetOf;

constexpr v1::EvidenceKind kRelease = v1::EVIDENCE_KIND_RELEASE;

// Grade I, verified, assigned and signed for.
Story MajorAccident() {
  Story story;
  story.At("00:10").Register(v1::GRADE_I);
  story.Verify();
  story.At("00:25").Assign("org-emb");
  story.At("00:30").Acknowledge("o-emb-head");
  return story;
}

TEST(LateEvidence, CountsFromItsInstantOnceAnotherPersonHasConfirmedIt) {
  Story story = MajorAccident();
  story.Until("07:00");
  EXPECT_THAT(story.RecordEvidence("e1", kRelease, "04:10"), Yields("evidence_recorded e1"));
  EXPECT_EQ(story.Clock("AUTHORITATIVE_INFO"), "BREACHED due 05:00");
  EXPECT_EQ(story.State(), "ASSIGNED");
  EXPECT_THAT(story.ConfirmEvidence("e1"),
              Yields("evidence_confirmed e1", "obligation_met AUTHORITATIVE_INFO-1 recorded_late",
                     "obligation_armed CONTINUED_RELEASE-1"));
  EXPECT_EQ(story.Clock("AUTHORITATIVE_INFO"), "MET due 05:00 at 04:10 recorded_late");
  EXPECT_EQ(story.Clock("CONTINUED_RELEASE"), "PENDING due 28:10");
  EXPECT_EQ(story.State(), "RESPONDING");
  EXPECT_EQ(story.CountOf("obligation_breached AUTHORITATIVE_INFO-1"), 1);
}

TEST(LateEvidence, OfSomethingLateMeetsItLate) {
  Story story = MajorAccident();
  story.Until("07:00");
  story.RecordEvidence("e1", kRelease, "05:00:00.001");
  story.ConfirmEvidence("e1");
  EXPECT_EQ(story.Clock("AUTHORITATIVE_INFO"), "MET_LATE due 05:00 at 05:00:00.001 recorded_late");
}

TEST(LateEvidence, IsNeverConfirmedByWhoRecordedIt) {
  Story story = MajorAccident();
  story.At("01:00").By(Approver("app1")).RecordEvidence("e1", kRelease, "00:40");
  EXPECT_THAT(story.By(Approver("app1")).ConfirmEvidence("e1"),
              RefusedAs(v1::ERROR_REASON_SELF_APPROVAL));
  EXPECT_THAT(story.By(Duty()).ConfirmEvidence("e1"), RefusedAs(v1::ERROR_REASON_NOT_APPROVER));
  EXPECT_THAT(story.By(Approver("app2")).ConfirmEvidence("e1"), IsOk());
  EXPECT_THAT(story.By(Approver("app3")).ConfirmEvidence("e1"), YieldsNothing());
  EXPECT_EQ(story.docket().evidence(0).confirmed_by(), "app2");
}

TEST(LateEvidence, NeedsProofAndLiesNotInTheFuture) {
  Story story = MajorAccident();
  story.At("01:00");
  EXPECT_THAT(story.RecordEvidence("e1", kRelease, "01:00:00.001"),
              RefusedAs(v1::ERROR_REASON_EFFECTIVE_IN_FUTURE));
  EXPECT_THAT(story.RecordEvidence("e1", kRelease, "01:00"), IsOk());
  v1::Command command;
  command.mutable_record_evidence()->set_kind(kRelease);
  command.mutable_record_evidence()->mutable_effective_at()->set_seconds(1);
  EXPECT_THAT(story.Do(command), RefusedAs(v1::ERROR_REASON_PROOF_REQUIRED));
}

TEST(LateEvidence, ChecksItsFields) {
  Story story = MajorAccident();
  EXPECT_THAT(story.RecordEvidence("e1", v1::EVIDENCE_KIND_UNSPECIFIED, "00:10"),
              RefusedAs(v1::ERROR_REASON_FIELD_INVALID));
  EXPECT_THAT(story.RecordEvidence("e1", kRelease, "00:10", v1::RELEASE_KIND_HOLDING),
              RefusedAs(v1::ERROR_REASON_FIELD_INVALID));
  EXPECT_THAT(story.RecordEvidence("第一", kRelease, "00:10"),
              RefusedAs(v1::ERROR_REASON_FIELD_INVALID));
  EXPECT_THAT(story.ConfirmEvidence("e9"), RefusedAs(v1::ERROR_REASON_NO_SUCH_EVIDENCE));
}

TEST(LateEvidence, TakesTheNextFreeIdAndRefusesOneInUse) {
  Story story = MajorAccident();
  EXPECT_THAT(story.RecordEvidence("", kRelease, "00:10"), Yields("evidence_recorded e1"));
  EXPECT_THAT(story.RecordEvidence("e3", kRelease, "00:10"), IsOk());
  EXPECT_THAT(story.RecordEvidence("", kRelease, "00:10"), Yields("evidence_recorded e4"));
  EXPECT_THAT(story.RecordEvidence("e3", kRelease, "00:10"),
              RefusedAs(v1::ERROR_REASON_ALREADY_EXISTS));
}

TEST(LateEvidence, OfAConferenceCountsAsOneWithAnEligibleSpeaker) {
  Story story = MajorAccident();
  story.Until("25:00");
  story.RecordEvidence("e1", v1::EVIDENCE_KIND_CONFERENCE, "24:00");
  story.ConfirmEvidence("e1");
  EXPECT_EQ(story.Clock("PRESS_CONFERENCE"), "MET due 24:00 at 24:00 recorded_late");
  EXPECT_EQ(story.Clock("AUTHORITATIVE_INFO"), "BREACHED due 05:00");
  EXPECT_EQ(story.Clock("CONTINUED_RELEASE"), "ABSENT");
  EXPECT_EQ(story.State(), "RESPONDING");
}

TEST(LateEvidence, OfAReportCountsAsAWrittenOne) {
  Story story = MajorAccident();
  story.Until("03:00");
  story.RecordEvidence("e1", v1::EVIDENCE_KIND_SUPERIOR_REPORT, "01:30");
  story.ConfirmEvidence("e1");
  EXPECT_EQ(story.Clock("SUPERIOR_REPORT"), "MET due 02:00 at 01:30 recorded_late");
  EXPECT_EQ(story.State(), "ASSIGNED");
}

TEST(LateEvidence, OfAReleaseMeetsTheContinuedReleaseAndStartsTheNext) {
  Story story = MajorAccident();
  story.At("02:00").Release("r1");
  story.Until("27:00");
  story.RecordEvidence("e1", kRelease, "20:00", v1::RELEASE_KIND_UPDATE);
  story.ConfirmEvidence("e1");
  EXPECT_THAT(story.Clocks(),
              IsSupersetOf({"CONTINUED_RELEASE-1 MET due 26:00 at 20:00 recorded_late",
                            "CONTINUED_RELEASE-2 PENDING due 44:00"}));
  EXPECT_EQ(story.docket().obligations(5).seq(), 2);
}

TEST(LateEvidence, OfAReleaseBetweenTwoOthersLeavesTheLastClock) {
  Story story = MajorAccident();
  story.At("02:00").Release("r1");
  story.At("20:00").Release("r2", v1::RELEASE_KIND_UPDATE);
  story.At("21:00").RecordEvidence("e1", kRelease, "10:00", v1::RELEASE_KIND_UPDATE);
  story.ConfirmEvidence("e1");
  EXPECT_THAT(story.Clocks(),
              IsSupersetOf({"CONTINUED_RELEASE-1 MET due 26:00 at 10:00 recorded_late",
                            "CONTINUED_RELEASE-2 PENDING due 44:00"}));
}

TEST(LateEvidence, OfAnotherKindOfReleaseClosesNoFirstInformation) {
  Story story = MajorAccident();
  story.At("02:00").RecordEvidence("e1", kRelease, "01:00", v1::RELEASE_KIND_UPDATE);
  story.ConfirmEvidence("e1");
  EXPECT_EQ(story.Clock("AUTHORITATIVE_INFO"), "PENDING due 05:00");
  EXPECT_EQ(story.Clock("CONTINUED_RELEASE"), "PENDING due 25:00");
  story.RecordEvidence("e2", kRelease, "01:30", v1::RELEASE_KIND_CORRECTION);
  story.ConfirmEvidence("e2");
  EXPECT_EQ(story.Clock("CONTINUED_RELEASE"), "PENDING due 25:00");
}

TEST(LateEvidence, StandsInForAReleaseThatIsRetracted) {
  Story story = MajorAccident();
  story.At("02:00").Release("r1");
  story.At("03:00").RecordEvidence("e1", kRelease, "01:00");
  EXPECT_THAT(story.ConfirmEvidence("e1").events,
              IsSupersetOf({"obligation_reopened AUTHORITATIVE_INFO-1",
                            "obligation_met AUTHORITATIVE_INFO-1 recorded_late"}));
  EXPECT_EQ(story.Clock("AUTHORITATIVE_INFO"), "MET due 05:00 at 01:00 recorded_late");
  EXPECT_THAT(story.At("04:00").Retract("r1").events,
              Contains("obligation_armed CONTINUED_RELEASE-2"));
  EXPECT_EQ(story.Clock("AUTHORITATIVE_INFO"), "MET due 05:00 at 01:00 recorded_late");
  EXPECT_EQ(story.Clock("CONTINUED_RELEASE"), "PENDING due 25:00");
}

TEST(ReopenedClock, ForgetsThatItWasMetByLateEvidence) {
  Story story;
  story.At("00:10").Register(v1::GRADE_IV);
  story.Verify();
  story.At("02:00").RecordEvidence("e1", kRelease, "01:00");
  story.ConfirmEvidence("e1");
  ASSERT_EQ(story.Clock("PUBLIC_RESPONSE"), "MET due 48:00 at 01:00 recorded_late");
  story.Assign("org-emb");
  // An earlier act takes its place.
  story.RecordEvidence("e2", v1::EVIDENCE_KIND_CONFERENCE, "00:50");
  story.ConfirmEvidence("e2");
  EXPECT_EQ(story.Clock("PUBLIC_RESPONSE"), "MET due 48:00 at 00:50 recorded_late");
}

}  // namespace
}  // namespace clarion::testing
