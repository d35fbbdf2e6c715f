// Of two incidents one: the earlier start, the higher grade, the clocks of both at the earliest due
// instant, what was done in either.
#include <algorithm>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/core/decide.h"
#include "services/core/proto_time.h"
#include "tests/support/story.h"

namespace clarion::testing {
namespace {

using ::testing::ElementsAre;

constexpr char kFirst[] = "regions/419999/incidents/419999-20260303-0001";
constexpr char kSecond[] = "regions/419999/incidents/419999-20260303-0002";

// Found at T+02:00, ten minutes before it is entered.
Story Second(v1::Grade grade, const std::string& detected = "02:00") {
  Story story;
  story.At("02:10").Register(grade, [&](v1::RegisterIncident& act) {
    act.set_name(kSecond);
    *act.mutable_detected_at() = core::ToProto(T(detected));
  });
  return story;
}

Story First(v1::Grade grade) {
  Story story;
  story.At("00:10").Register(grade);
  return story;
}

TEST(Merging, KeepsTheEarlierStartAndTheHigherGradeAndMayBreachAtOnce) {
  Story first = First(v1::GRADE_III);
  Story second = Second(v1::GRADE_II);
  const Outcome merged = second.At("05:40").Absorb(first);
  EXPECT_THAT(merged, IsOk());
  EXPECT_EQ(SinceT(core::FromProto(second.docket().detected_at())), "00:00");
  EXPECT_EQ(second.docket().grade(), v1::GRADE_II);
  EXPECT_EQ(second.Clock("AUTHORITATIVE_INFO"), "BREACHED due 05:00");
  EXPECT_EQ(second.Clock("PRESS_CONFERENCE"), "PENDING due 24:00");
  EXPECT_EQ(second.Clock("PUBLIC_RESPONSE"), "PENDING due 48:00");
  EXPECT_EQ(second.CountOf("obligation_breached AUTHORITATIVE_INFO-1"), 1);
  EXPECT_EQ(first.State(), "MERGED");
  EXPECT_EQ(first.Clock("PUBLIC_RESPONSE"), "CANCELLED due 48:00");
  EXPECT_EQ(first.docket().merged_into(), kSecond);
  EXPECT_EQ(first.NextDue(), "never");
  EXPECT_TRUE(first.history().back().ended());
}

TEST(Merging, RaisesTheGradeOfTheOneThatGoesOn) {
  Story first = First(v1::GRADE_III);
  Story second = Second(v1::GRADE_I);
  first.At("02:30").Absorb(second);
  EXPECT_EQ(first.docket().grade(), v1::GRADE_I);
  EXPECT_EQ(first.Clock("AUTHORITATIVE_INFO"), "PENDING due 05:00");
}

TEST(Merging, CountsWhatWasDoneInEither) {
  Story first = First(v1::GRADE_II);
  first.Verify();
  first.At("01:00").Report(v1::REPORT_MODE_WRITTEN);
  first.At("01:30").Release("r1");
  Story second = Second(v1::GRADE_II);
  second.Verify();
  second.At("02:30").Release("r1");
  second.At("03:00").Absorb(first);
  EXPECT_EQ(second.Clock("AUTHORITATIVE_INFO"), "MET due 05:00 at 01:30");
  EXPECT_EQ(second.Clock("SUPERIOR_REPORT"), "MET due 02:00 at 01:00");
  ASSERT_EQ(second.docket().releases_size(), 2);
  EXPECT_EQ(second.docket().releases(1).id(), "r2");
  EXPECT_EQ(core::FromProto(second.docket().releases(1).published_at()), T("01:30"));
  // The chain goes on after the later of the two.
  EXPECT_EQ(second.Clock("CONTINUED_RELEASE"), "PENDING due 26:30");
}

TEST(Merging, GivesWhatItBringsIdsOfItsOwnAndKeepsWhatCorrectsWhat) {
  Story first = First(v1::GRADE_II);
  first.Verify();
  first.At("00:25").Assign("org-emb");
  first.Release("r1");
  first.Prepare("r2", v1::RELEASE_KIND_CORRECTION);
  first.Retract("r1", "r2");
  first.Begin("c1", v1::CONFERENCE_FORM_PRESS_CONFERENCE, {"o-emb-head"});
  first.Report(v1::REPORT_MODE_PHONE);
  first.RecordEvidence("e1", v1::EVIDENCE_KIND_RELEASE, "00:20");
  Story second = Second(v1::GRADE_II);
  second.Assign("org-emb");
  second.Draft("r2");  // an id of the other's
  second.Begin("c1", v1::CONFERENCE_FORM_BRIEFING, {"o-emb-head"});
  second.Report(v1::REPORT_MODE_PHONE);
  second.RecordEvidence("e1", v1::EVIDENCE_KIND_RELEASE, "00:22");
  second.At("03:00").Absorb(first);
  const v1::Docket& docket = second.docket();
  const auto ids = [](const auto& items) {
    std::vector<std::string> all;
    for (const auto& item : items) all.push_back(item.id());
    return all;
  };
  EXPECT_THAT(ids(docket.releases()), ElementsAre("r2", "r3", "r4"));
  EXPECT_EQ(docket.releases(1).corrected_by(), "r4");
  EXPECT_THAT(ids(docket.conferences()), ElementsAre("c1", "c2"));
  EXPECT_THAT(ids(docket.superior_reports()), ElementsAre("s1", "s2"));
  EXPECT_THAT(ids(docket.evidence()), ElementsAre("e1", "e2"));
  EXPECT_EQ(second.Clock("PRESS_CONFERENCE"), "MET due 24:00 at 00:25");
}

TEST(Merging, KnowsTheEarlierOccurrenceUnlessItLiesAfterTheStart) {
  const auto happened = [](const std::string& at) {
    return [at](v1::RegisterIncident& act) { *act.mutable_occurred_at() = core::ToProto(T(at)); };
  };
  Story first;
  first.At("00:10").Register(v1::GRADE_III, happened("-01:00"));
  Story second;
  second.At("02:10").Register(v1::GRADE_III, [](v1::RegisterIncident& act) {
    act.set_name(kSecond);
    *act.mutable_detected_at() = core::ToProto(T("02:00"));
    *act.mutable_occurred_at() = core::ToProto(T("01:30"));
  });
  Story third = First(v1::GRADE_III);
  Story fourth = second;
  second.Absorb(first);
  EXPECT_EQ(SinceT(core::FromProto(second.docket().occurred_at())), "-01:00");
  fourth.Absorb(third);  // found before it is said to have happened: that is not known, then
  EXPECT_FALSE(fourth.docket().has_occurred_at());
}

TEST(Merging, LeavesDraftsBehind) {
  Story first = First(v1::GRADE_II);
  first.Verify();
  first.Prepare("r1");
  Story second = Second(v1::GRADE_II);
  second.At("03:00").Absorb(first);
  EXPECT_EQ(second.docket().releases_size(), 0);
  EXPECT_EQ(first.docket().releases_size(), 1);
}

TEST(Merging, AddsTheClocksTheOtherOwesThoughTheGradeDoesNotAskForThem) {
  Story first = First(v1::GRADE_II);
  first.By(Approver()).Grade(v1::GRADE_III);  // takes no duty away
  Story second = Second(v1::GRADE_III);
  second.At("03:00").Absorb(first);
  EXPECT_EQ(second.Clock("AUTHORITATIVE_INFO"), "PENDING due 05:00");
  EXPECT_EQ(second.Clock("PRESS_CONFERENCE"), "PENDING due 24:00");
}

TEST(Merging, GoesOnWithTheChainOfTheOtherThoughTheGradeDoesNotAskForIt) {
  Story first = First(v1::GRADE_II);
  first.Verify();
  first.At("01:30").Release("r1");
  first.By(Approver()).Grade(v1::GRADE_III);
  Story second = Second(v1::GRADE_III);
  second.At("03:00").Absorb(first);
  EXPECT_EQ(second.Clock("CONTINUED_RELEASE"), "PENDING due 25:30");
}

TEST(Merging, TakesTheShorterLimitWhereTheRulesDiffer) {
  Story first = First(v1::GRADE_II);
  Story second = Second(v1::GRADE_II, "00:30");
  for (v1::ObligationRule& rule : *second.pack().mutable_obligations()) {
    if (rule.kind() != v1::OBLIGATION_KIND_AUTHORITATIVE_INFO) continue;
    rule.mutable_limit()->set_seconds(6 * 3600);
  }
  second.By(Approver()).Grade(v1::GRADE_I);
  second.At("03:00").Absorb(first);
  EXPECT_EQ(second.Clock("AUTHORITATIVE_INFO"), "PENDING due 05:00");
  second.At("03:10").CorrectStart("-00:10");
  EXPECT_EQ(second.Clock("AUTHORITATIVE_INFO"), "PENDING due 04:50");
}

TEST(Merging, OwesTheNextWordByTheEarlierOfTheTwoInstants) {
  Story first = First(v1::GRADE_II);
  first.Verify();
  Story second = Second(v1::GRADE_II);
  for (v1::ObligationRule& rule : *first.pack().mutable_obligations()) {
    if (rule.kind() != v1::OBLIGATION_KIND_CONTINUED_RELEASE) continue;
    rule.mutable_limit()->set_seconds(6 * 3600);
  }
  first.At("01:30").Release("r1");
  second.At("03:00").Absorb(first);
  EXPECT_EQ(second.Clock("CONTINUED_RELEASE"), "PENDING due 07:30");
}

TEST(Merging, OfTwoFalseReportsAsksNobodyToSpeak) {
  Story first = First(v1::GRADE_II);
  first.Assign("org-emb");
  first.FindFalse(/*is_public=*/false);
  Story second = Second(v1::GRADE_II);
  second.FindFalse(/*is_public=*/false);
  second.At("03:00").Absorb(first);
  EXPECT_EQ(second.Clock("SPOKESPERSON_ACK"), "ABSENT");
}

TEST(Merging, IsNeverDecidedBeforeWhatTheOtherDecidedThoughAClockWasSetBack) {
  Story first = First(v1::GRADE_II);
  first.Verify();
  first.At("05:30").Release("r1");
  Story second = Second(v1::GRADE_II);
  const Outcome merged = second.At("02:20").InDoubt().Absorb(first);
  EXPECT_EQ(second.Clock("AUTHORITATIVE_INFO"), "MET_LATE due 05:00 at 05:30");
  EXPECT_EQ(SinceT(core::FromProto(merged.decision.record.decided_at())), "05:30");
  EXPECT_EQ(SinceT(core::FromProto(first.history().back().decided_at())), "05:30");
}

TEST(Merging, IntoRulesThatLackAClockOfTheOtherIsRefused) {
  Story first = First(v1::GRADE_II);
  Story second = Second(v1::GRADE_II);
  auto& rules = *second.pack().mutable_obligations();
  rules.erase(std::remove_if(rules.begin(), rules.end(),
                             [](const v1::ObligationRule& rule) {
                               return rule.kind() == v1::OBLIGATION_KIND_AUTHORITATIVE_INFO;
                             }),
              rules.end());
  EXPECT_THAT(second.Absorb(first), RefusedAs(v1::ERROR_REASON_RULES_DIFFER));
}

TEST(Merging, HandsTheLeadOverWhereTheOneThatGoesOnHasNone) {
  Story first = First(v1::GRADE_II);
  first.At("00:25").Assign("org-emb");
  Story second = Second(v1::GRADE_II);
  second.At("03:00").Absorb(first);
  EXPECT_EQ(second.docket().assignment().lead(), "org-emb");
  EXPECT_EQ(second.Clock("SPOKESPERSON_ACK"), "PENDING due 03:30");

  Story third = First(v1::GRADE_II);
  Story led = Second(v1::GRADE_II);
  led.Assign("org-edu");
  third.Assign("org-emb");
  led.At("03:00").Absorb(third);
  EXPECT_EQ(led.docket().assignment().lead(), "org-edu");
}

TEST(Merging, VerifiesByTheOthersVerification) {
  Story first = First(v1::GRADE_II);
  first.Verify("县应急局核实");
  Story second = Second(v1::GRADE_II);
  second.At("03:00").Absorb(first);
  EXPECT_TRUE(second.docket().verified());
  EXPECT_EQ(second.docket().verified_basis(), "县应急局核实");
}

TEST(Merging, OfADrillAndARealCaseIsRefused) {
  Story first;
  first.Register(v1::GRADE_II, [](v1::RegisterIncident& act) { act.set_exercise(true); });
  Story second = Second(v1::GRADE_II);
  EXPECT_THAT(second.Absorb(first), RefusedAs(v1::ERROR_REASON_EXERCISE_MIX));
  EXPECT_THAT(first.Absorb(second), RefusedAs(v1::ERROR_REASON_EXERCISE_MIX));
}

TEST(Merging, ATrueCaseIntoAFalseReportIsRefusedTheOtherWayRoundIsNot) {
  Story first = First(v1::GRADE_II);
  first.FindFalse(/*is_public=*/true);
  Story second = Second(v1::GRADE_III);
  EXPECT_THAT(first.At("03:00").Absorb(second), RefusedAs(v1::ERROR_REASON_INTO_FALSE_REPORT));
  EXPECT_THAT(second.At("03:00").Absorb(first), IsOk());
  EXPECT_FALSE(second.docket().has_false_report());
  EXPECT_EQ(second.Clock("PUBLIC_RESPONSE"), "PENDING due 48:00");
}

TEST(Merging, OfTwoFalseReportsStaysPublicIfOneIs) {
  Story first = First(v1::GRADE_II);
  first.FindFalse(/*is_public=*/true);
  Story second = Second(v1::GRADE_II);
  second.FindFalse(/*is_public=*/false);
  EXPECT_THAT(second.At("03:00").Absorb(first), IsOk());
  EXPECT_EQ(second.State(), "FALSE_REPORT");
  EXPECT_EQ(second.Clock("PUBLIC_RESPONSE"), "PENDING due 48:00");
}

TEST(Merging, OfWhatHasEndedOrWithItselfIsRefused) {
  Story first = First(v1::GRADE_II);
  Story second = Second(v1::GRADE_II);
  EXPECT_THAT(first.Absorb(first), RefusedAs(v1::ERROR_REASON_SAME_INCIDENT));
  EXPECT_THAT(second.By(Duty()).Absorb(first), RefusedAs(v1::ERROR_REASON_NOT_APPROVER));
  second.At("03:00").Absorb(first);
  EXPECT_THAT(second.Absorb(first), RefusedAs(v1::ERROR_REASON_TERMINAL_STATE));
  EXPECT_THAT(first.Absorb(second), RefusedAs(v1::ERROR_REASON_TERMINAL_STATE));
  EXPECT_THAT(first.Verify(), RefusedAs(v1::ERROR_REASON_TERMINAL_STATE));
  EXPECT_THAT(second.Verify(), IsOk());
}

TEST(Merging, AcrossRegionsIsRefused) {
  Story first = First(v1::GRADE_II);
  Story other;
  other.Register(v1::GRADE_II, [](v1::RegisterIncident& act) {
    act.set_name("regions/410100/incidents/410100-20260303-0001");
  });
  EXPECT_THAT(first.Absorb(other), RefusedAs(v1::ERROR_REASON_FIELD_INVALID));
}

TEST(Merging, OfTwoLocalitiesUnderOneOfThemIsRefused) {
  Story first;
  first.Register(v1::GRADE_III, [](v1::RegisterIncident& act) { act.add_localities("org-tb"); });
  Story second;
  second.At("02:10").Register(v1::GRADE_III, [](v1::RegisterIncident& act) {
    act.set_name(kSecond);
    act.add_localities("org-ta");
  });
  second.Assign("org-ta");
  EXPECT_THAT(second.Absorb(first), RefusedAs(v1::ERROR_REASON_LEAD_MUST_BE_SUPERIOR));
  second.Assign("org-emb");
  EXPECT_THAT(second.Absorb(first), IsOk());
  EXPECT_THAT(second.docket().localities(), ElementsAre("org-ta", "org-tb"));
}

TEST(Merging, LetsTheNamesOfTheOtherLeadToTheOneThatGoesOn) {
  Story first;
  first.Register(v1::GRADE_III, [](v1::RegisterIncident& act) {
    act.set_fingerprint("x1");
    act.set_source("12345");
    act.set_external_id("9");
  });
  Story second = Second(v1::GRADE_III);
  second.At("03:00").Absorb(first);
  Story third;
  third.At("04:00").Register(v1::GRADE_III, [](v1::RegisterIncident& act) {
    act.set_name("regions/419999/incidents/419999-20260303-0003");
  });
  third.Absorb(second);
  const auto& merged = third.docket().merged();
  ASSERT_EQ(merged.size(), 2);
  EXPECT_EQ(merged[0].name(), kSecond);
  EXPECT_EQ(merged[1].name(), kFirst);
  EXPECT_EQ(merged[1].fingerprint(), "x1");

  third.By(Approver()).FindFalse(/*is_public=*/false);
  const Outcome closed = third.Close("", "两件原系一事");
  ASSERT_THAT(closed, IsOk());
  ASSERT_EQ(closed.decision.claims.size(), 1U);
  EXPECT_EQ(closed.decision.claims[0].name, "fingerprint/419999/x1");
  EXPECT_EQ(closed.decision.claims[0].value, "");
}

TEST(Merging, OfAFullDocketIsPossibleAsLongAsTheOneThatGoesOnHasRoom) {
  Story first = First(v1::GRADE_III);
  for (const size_t size : {2000, 1}) {
    while (first.AddNote(std::string(size, 'n')).status.ok()) continue;
  }
  Story second = Second(v1::GRADE_III);
  EXPECT_THAT(second.At("03:00").Absorb(first), IsOk());
}

}  // namespace
}  // namespace clarion::testing
