#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/core/proto_time.h"
#include "tests/support/story.h"

namespace clarion::testing {
namespace {

// A grade IV incident owes one clock: 48 h, at risk after 38:24. It waits for a lead body until
// 00:40 and is reminded of at 24:00 and 47:45.
Story Ordinary() {
  Story story;
  story.At("00:10").Register(v1::GRADE_IV);
  return story;
}

TEST(Timer, EntersAtRiskAtItsInstantAndOnce) {
  Story story = Ordinary();
  story.Until("38:23:59.999");
  EXPECT_EQ(story.NextDue(), "38:24");
  EXPECT_THAT(story.Fire(), YieldsNothing());
  EXPECT_THAT(story.At("38:24").Fire(), Yields("obligation_at_risk PUBLIC_RESPONSE-1"));
  EXPECT_THAT(story.At("38:24:00.001").Fire(), YieldsNothing());
}

TEST(Timer, AtTheDueInstantItIsStillInTimeAndAMillisecondLaterBreached) {
  Story story = Ordinary();
  story.Until("48:00");
  EXPECT_EQ(story.NextDue(), "48:00:00.001");
  EXPECT_THAT(story.Fire(), YieldsNothing());
  const Outcome outcome = story.At("48:00:00.001").Fire();
  EXPECT_THAT(outcome, Yields("obligation_breached PUBLIC_RESPONSE-1"));
  EXPECT_EQ(outcome.decision.not_before, T("48:00:00.001"));
  EXPECT_THAT(story.At("48:00:00.002").Fire(), YieldsNothing());
  EXPECT_EQ(story.NextDue(), "never");
}

TEST(Timer, SaysHowLateItWasIfOverASecond) {
  const auto lateness = [](const char* at) {
    Story story = Ordinary();
    story.At("38:24").Fire();
    const Outcome outcome = story.At(at).Fire();
    return outcome.decision.record.events(0).obligation_breached().fired_late();
  };
  EXPECT_EQ(core::FromProto(lateness("48:00:01.001")), absl::ZeroDuration());
  EXPECT_EQ(core::FromProto(lateness("48:00:01.002")), absl::Milliseconds(1001));
}

TEST(Timer, WarnsNobodyWhenTheBreachComesInTheSameBreath) {
  Story story = Ordinary();
  story.Until("01:00");
  EXPECT_THAT(story.At("49:00").Fire(), Yields("obligation_breached PUBLIC_RESPONSE-1"));
}

TEST(Timer, EntersSeveralInOrderOfTheirInstants) {
  Story story;
  story.At("00:10").Register(v1::GRADE_I);
  EXPECT_THAT(story.At("05:30").Fire(),
              Yields("lead_missing", "obligation_breached SUPERIOR_REPORT-1",
                     "obligation_breached AUTHORITATIVE_INFO-1"));
  EXPECT_THAT(story.At("19:12").Fire(), Yields("obligation_reminded PRESS_CONFERENCE-1",
                                               "obligation_at_risk PRESS_CONFERENCE-1"));
}

TEST(AnyAct, FindsTheBreachEnteredHoweverLateTheTimerIs) {
  Story story = Ordinary();
  story.Until("01:00");
  EXPECT_THAT(story.At("48:10").Verify(),
              Yields("obligation_breached PUBLIC_RESPONSE-1", "incident_verified"));
}

TEST(AnyAct, ThatIsRefusedEntersNoBreachEither) {
  Story story = Ordinary();
  EXPECT_THAT(story.At("48:10").Verify(""), RefusedAs(v1::ERROR_REASON_BASIS_REQUIRED));
  EXPECT_EQ(story.Clock("PUBLIC_RESPONSE"), "PENDING due 48:00");
}

TEST(AClockSetBack, TakesNothingBack) {
  Story story;
  story.At("00:10").Register(v1::GRADE_I);
  story.Until("05:40");
  ASSERT_EQ(story.Clock("AUTHORITATIVE_INFO"), "BREACHED due 05:00");
  const Outcome outcome = story.At("04:40").Verify();
  EXPECT_THAT(outcome, Yields("incident_verified"));
  EXPECT_EQ(core::FromProto(outcome.decision.record.decided_at()), T("05:00:00.001"));
  EXPECT_THAT(story.At("04:00").Fire(), YieldsNothing());
  EXPECT_EQ(story.Clock("AUTHORITATIVE_INFO"), "BREACHED due 05:00");
}

TEST(AClockSetBack, NeverMakesACommitWaitForIt) {
  Story story;
  story.At("00:10").Register(v1::GRADE_III);
  story.At("05:40").Verify();
  const Outcome outcome = story.At("04:30").Grade(v1::GRADE_I);  // arms 05:00, breached at 05:40
  EXPECT_THAT(outcome.events, ::testing::Contains("obligation_breached AUTHORITATIVE_INFO-1"));
  EXPECT_EQ(outcome.decision.not_before, T("04:30"));
}

TEST(Timer, OnAnEndedDocketDoesNothing) {
  Story story = Ordinary();
  story.Begin("c1", v1::CONFERENCE_FORM_INTERVIEW, {"o-emb-spk"});
  story.At("01:00").Assign("org-emb");
  story.At("02:00").Begin("c1", v1::CONFERENCE_FORM_INTERVIEW, {"o-emb-spk"});
  ASSERT_THAT(story.At("03:00").Close("", "签收逾期"), IsOk());
  EXPECT_EQ(story.NextDue(), "never");
  EXPECT_THAT(story.At("99:00").Fire(), YieldsNothing());
}

TEST(Timer, NeedsAPaper) {
  Story story;
  EXPECT_THAT(story.Fire(), RefusedAs(v1::ERROR_REASON_NO_SUCH_INCIDENT));
}

TEST(Midnight, AndHolidaysStopNoClock) {
  Story story;
  story.At("00:10").Register(v1::GRADE_I, [](v1::RegisterIncident& act) {
    *act.mutable_detected_at() = core::ToProto(T("00:00") - absl::Hours(24 * 15));
  });
  const v1::Obligation& clock = story.docket().obligations(1);
  EXPECT_EQ(core::FromProto(clock.due_at()) - core::FromProto(clock.start_at()), absl::Hours(5));
}

}  // namespace
}  // namespace clarion::testing
