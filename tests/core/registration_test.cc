#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/core/proto_time.h"
#include "tests/support/story.h"

namespace clarion::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;

TEST(Registration, ArmsTheClocksInTheSameRecord) {
  Story story;
  EXPECT_THAT(
      story.At("00:10").Register(v1::GRADE_I),
      Yields("incident_registered", "obligation_armed SUPERIOR_REPORT-1",
             "obligation_armed AUTHORITATIVE_INFO-1", "obligation_armed PRESS_CONFERENCE-1"));
  EXPECT_EQ(story.history().size(), 1U);
  EXPECT_EQ(story.docket().version(), 1);
  EXPECT_EQ(story.docket().registered_by(), "duty1");
  EXPECT_EQ(story.docket().rule_pack(), "national-2016");
  EXPECT_EQ(story.docket().rule_pack_sha256(), std::string(32, 'p'));
  EXPECT_EQ(story.State(), "REGISTERED");
}

TEST(Registration, WithoutAGradeIsNotGradedAndOwesAnAnswerIn48Hours) {
  Story story;
  story.At("00:10").Register(v1::GRADE_UNSPECIFIED);
  EXPECT_EQ(story.docket().grade(), v1::GRADE_NONE);
  EXPECT_THAT(story.Clocks(), ElementsAre("PUBLIC_RESPONSE-1 PENDING due 48:00"));
}

TEST(Registration, IsFlaggedLateAfterThirtyMinutesAndNotBefore) {
  Story in_time;
  EXPECT_THAT(in_time.At("00:30").Register(v1::GRADE_IV).events,
              ::testing::Not(Contains("registered_late")));
  Story late;
  EXPECT_THAT(late.At("00:30:00.001").Register(v1::GRADE_IV).events, Contains("registered_late"));
}

TEST(Registration, LateEntryFindsPastClocksBreachedAtOnceAndTheTimerNotLate) {
  Story story;
  const Outcome outcome = story.At("06:00").Register(v1::GRADE_I);
  EXPECT_THAT(
      outcome,
      Yields("incident_registered", "registered_late", "obligation_armed SUPERIOR_REPORT-1",
             "obligation_breached SUPERIOR_REPORT-1", "obligation_armed AUTHORITATIVE_INFO-1",
             "obligation_breached AUTHORITATIVE_INFO-1", "obligation_armed PRESS_CONFERENCE-1"));
  for (const v1::Event& event : outcome.decision.record.events()) {
    EXPECT_FALSE(event.obligation_breached().has_fired_late());
  }
  EXPECT_EQ(outcome.decision.not_before, T("05:00:00.001"));
}

TEST(Registration, RefusesADetectionInTheFuture) {
  Story story;
  story.At("-00:00:00.001");
  EXPECT_THAT(story.Register(v1::GRADE_I), RefusedAs(v1::ERROR_REASON_DETECTED_IN_FUTURE));
  EXPECT_THAT(story.At("00:00").Register(v1::GRADE_I), IsOk());
}

TEST(Registration, TakesAnEmergencyFoundAheadOfAClockThatIsInDoubt) {
  Story story;
  story.At("-01:00").InDoubt();
  EXPECT_THAT(story.Register(v1::GRADE_II), IsOk());
  // The clocks run from when it was found, not from what the clock said.
  EXPECT_THAT(story.Clocks(), ElementsAre("SUPERIOR_REPORT-1 PENDING due 02:00",
                                          "AUTHORITATIVE_INFO-1 PENDING due 05:00",
                                          "PRESS_CONFERENCE-1 PENDING due 24:00"));
  EXPECT_TRUE(story.docket().clock_suspect());
  EXPECT_THAT(story.AddReport("110", "00:10"), IsOk());
}

TEST(Registration, RefusesASlipOfADateAlsoWhileTheClockIsInDoubt) {
  Story story;
  story.At("-24:00:00.001").InDoubt();
  EXPECT_THAT(story.Register(v1::GRADE_II), RefusedAs(v1::ERROR_REASON_DETECTED_IN_FUTURE));
}

TEST(Registration, RefusesWhatWasFoundBeforeItHappened) {
  Story story;
  const auto occurred = [](const char* at) {
    return [at](v1::RegisterIncident& act) { *act.mutable_occurred_at() = core::ToProto(T(at)); };
  };
  EXPECT_THAT(story.At("01:00").Register(v1::GRADE_I, occurred("00:30")),
              RefusedAs(v1::ERROR_REASON_OCCURRED_AFTER_DETECTED));
  EXPECT_THAT(story.At("01:00").Register(v1::GRADE_I, occurred("00:00")), IsOk());
}

TEST(Registration, NamesEveryFaultyFieldAtOnce) {
  Story story;
  const Outcome outcome = story.At("01:00").Register(v1::GRADE_I, [](v1::RegisterIncident& act) {
    act.set_name("incidents/7");
    act.clear_title();
    act.clear_detected_at();
    act.set_place(std::string(201, 'x'));
    act.set_time_scale(60);  // not a drill
  });
  EXPECT_THAT(outcome, RefusedAs(v1::ERROR_REASON_FIELD_INVALID));
  for (const char* field : {"name", "title", "detected_at", "place", "time_scale"}) {
    EXPECT_THAT(std::string(outcome.status.message()), ::testing::HasSubstr(field));
  }
}

TEST(Registration, RefusesALocalityThatTheRosterDoesNotKnow) {
  Story story;
  EXPECT_THAT(story.At("01:00").Register(
                  v1::GRADE_I, [](v1::RegisterIncident& act) { act.add_localities("org-tz"); }),
              RefusedAs(v1::ERROR_REASON_NO_SUCH_BODY));
}

TEST(Registration, RefusesAPaperThatExists) {
  Story story;
  story.At("00:10").Register(v1::GRADE_I);
  EXPECT_THAT(story.Register(v1::GRADE_I), RefusedAs(v1::ERROR_REASON_ALREADY_EXISTS));
}

TEST(Registration, HoldsFingerprintAndSourceAndADrillHoldsOthers) {
  const auto named = [](bool exercise) {
    return [exercise](v1::RegisterIncident& act) {
      act.set_fingerprint("fp-1");
      act.set_source("12345/热线");
      act.set_external_id("7");
      act.set_exercise(exercise);
    };
  };
  const auto names = [](const Outcome& outcome) {
    std::vector<std::string> held;
    for (const core::Claim& claim : outcome.decision.claims) {
      EXPECT_EQ(claim.expected, "");
      EXPECT_EQ(claim.value, "regions/419999/incidents/419999-20260303-0001");
      held.push_back(claim.name);
    }
    return held;
  };
  Story real;
  EXPECT_THAT(names(real.At("00:10").Register(v1::GRADE_I, named(false))),
              ElementsAre("fingerprint/419999/fp-1", "source/419999/12345%2F热线/7"));
  Story drill;
  EXPECT_THAT(names(drill.At("00:10").Register(v1::GRADE_I, named(true))),
              ElementsAre("drill-fingerprint/419999/fp-1", "drill-source/419999/12345%2F热线/7"));
  EXPECT_THAT(real.docket().reports(), ::testing::SizeIs(1));
}

TEST(AddReport, AfterTheStartIsAttachedAndMovesNothing) {
  Story story;
  story.At("00:10").Register(v1::GRADE_II);
  EXPECT_THAT(story.At("00:20").AddReport("12345", "00:05"), Yields("report_added"));
  EXPECT_EQ(story.Clock("AUTHORITATIVE_INFO"), "PENDING due 05:00");
}

TEST(AddReport, BeforeTheStartMovesEveryClockOfTheStart) {
  Story story;
  story.At("00:10").Register(v1::GRADE_II);
  EXPECT_THAT(
      story.At("00:20").AddReport("110", "-00:45"),
      Yields("report_added", "start_moved_earlier", "obligation_moved SUPERIOR_REPORT-1",
             "obligation_moved AUTHORITATIVE_INFO-1", "obligation_moved PRESS_CONFERENCE-1"));
  EXPECT_THAT(story.Clocks(), ElementsAre("SUPERIOR_REPORT-1 PENDING due 01:15",
                                          "AUTHORITATIVE_INFO-1 PENDING due 04:15",
                                          "PRESS_CONFERENCE-1 PENDING due 23:15"));
}

TEST(AddReport, InTheFutureIsRefused) {
  Story story;
  story.At("00:10").Register(v1::GRADE_II);
  EXPECT_THAT(story.AddReport("110", "00:10:01"), RefusedAs(v1::ERROR_REASON_DETECTED_IN_FUTURE));
  EXPECT_THAT(story.AddReport("", "00:05"), RefusedAs(v1::ERROR_REASON_FIELD_INVALID));
}

TEST(CorrectStart, NeverMovesLater) {
  Story story;
  story.At("00:10").Register(v1::GRADE_II);
  EXPECT_THAT(story.CorrectStart("00:00"), RefusedAs(v1::ERROR_REASON_CLOCK_CANNOT_MOVE_LATER));
  EXPECT_THAT(story.CorrectStart("00:01"), RefusedAs(v1::ERROR_REASON_CLOCK_CANNOT_MOVE_LATER));
  EXPECT_THAT(story.CorrectStart("-00:01", ""), RefusedAs(v1::ERROR_REASON_BASIS_REQUIRED));
  EXPECT_THAT(story.CorrectStart("-00:01"), IsOk());
}

TEST(CorrectStart, NeverMovesBeforeTheOccurrence) {
  Story story;
  story.At("00:10").Register(v1::GRADE_II, [](v1::RegisterIncident& act) {
    *act.mutable_occurred_at() = core::ToProto(T("-00:40"));
  });
  EXPECT_THAT(story.CorrectStart("-00:41"), RefusedAs(v1::ERROR_REASON_OCCURRED_AFTER_DETECTED));
  EXPECT_THAT(story.CorrectStart("-00:40"), IsOk());
}

TEST(CorrectStart, MakesAMetActLateWhenItNowLiesAfterItsDueInstant) {
  Story story;
  story.At("00:10").Register(v1::GRADE_III);
  story.At("01:50").Report(v1::REPORT_MODE_WRITTEN);
  ASSERT_EQ(story.Clock("SUPERIOR_REPORT"), "MET due 02:00 at 01:50");
  EXPECT_THAT(story.At("02:30").CorrectStart("-00:15"),
              Yields("start_moved_earlier", "obligation_moved SUPERIOR_REPORT-1",
                     "obligation_moved PUBLIC_RESPONSE-1", "obligation_breached SUPERIOR_REPORT-1",
                     "obligation_met SUPERIOR_REPORT-1 late"));
  EXPECT_EQ(story.Clock("SUPERIOR_REPORT"), "MET_LATE due 01:45 at 01:50");
}

TEST(CorrectStart, EntersEachMissedDeadlineOnce) {
  Story story;
  story.At("00:10").Register(v1::GRADE_III);
  story.Until("03:00");
  ASSERT_EQ(story.Clock("SUPERIOR_REPORT"), "BREACHED due 02:00");
  EXPECT_THAT(story.CorrectStart("-00:15").events,
              ::testing::Not(Contains("obligation_breached SUPERIOR_REPORT-1")));
  EXPECT_THAT(story.At("03:10").Report(v1::REPORT_MODE_WRITTEN).events,
              ElementsAre("superior_reported", "obligation_met SUPERIOR_REPORT-1 late"));
}

TEST(Verification, IsAFactOfItsOwnAndNeedsABasis) {
  Story story;
  story.At("00:10").Register(v1::GRADE_II);
  EXPECT_THAT(story.Verify(""), RefusedAs(v1::ERROR_REASON_BASIS_REQUIRED));
  EXPECT_THAT(story.Verify(), Yields("incident_verified"));
  EXPECT_EQ(story.State(), "VERIFIED");
  story.Assign("org-emb");
  EXPECT_EQ(story.State(), "ASSIGNED");
}

TEST(Drill, RunsOnScaledLimitsAndThresholds) {
  Story story;
  story.At("00:00:31").Register(v1::GRADE_I, [](v1::RegisterIncident& act) {
    act.set_exercise(true);
    act.set_time_scale(60);
  });
  EXPECT_THAT(story.Clocks(), ElementsAre("SUPERIOR_REPORT-1 PENDING due 00:02",
                                          "AUTHORITATIVE_INFO-1 PENDING due 00:05",
                                          "PRESS_CONFERENCE-1 PENDING due 00:24"));
  EXPECT_TRUE(story.history()[0].events(1).has_registered_late());  // 30 min / 60 = 30 s
}

TEST(Drill, MultipliesLatenessBack) {
  Story story;
  story.At("00:00").Register(v1::GRADE_I, [](v1::RegisterIncident& act) {
    act.set_exercise(true);
    act.set_time_scale(60);
  });
  const Outcome outcome = story.At("00:02:30").Report(v1::REPORT_MODE_WRITTEN);
  bool seen = false;
  for (const v1::Event& event : outcome.decision.record.events()) {
    if (!event.has_obligation_met()) continue;
    EXPECT_EQ(core::FromProto(event.obligation_met().late_by()), absl::Minutes(30));
    seen = true;
  }
  EXPECT_TRUE(seen);
}

}  // namespace
}  // namespace clarion::testing
