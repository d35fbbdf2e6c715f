#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/story.h"

namespace clarion::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;

Story Registered(v1::Grade grade) {
  Story story;
  story.At("00:10").Register(grade);
  return story;
}

TEST(Assignment, PicksTheFirstOfTheChainAndStartsTheSignatureClock) {
  Story story = Registered(v1::GRADE_I);
  const Outcome outcome = story.At("00:25").Assign("org-emb");
  EXPECT_THAT(outcome, Yields("lead_assigned org-emb", "speaker_assigned o-emb-head",
                              "obligation_armed SPOKESPERSON_ACK-1"));
  EXPECT_TRUE(outcome.decision.roster_used);
  EXPECT_EQ(story.Clock("SPOKESPERSON_ACK"), "PENDING due 00:55");
  EXPECT_EQ(story.State(), "ASSIGNED");
}

TEST(Assignment, RefusesANamedSpeakerWhoMayNotSpeak) {
  Story story = Registered(v1::GRADE_I);
  AddLeave(OfficialIn(story.roster(), "o-emb-head"), T("-24:00"), T("48:00"), "o-emb-dep");
  const auto naming = [&](const char* official) { return story.Assign("org-emb", {}, official); };
  EXPECT_THAT(naming("o-emb-head"), RefusedAs(v1::ERROR_REASON_SPEAKER_ON_LEAVE));
  EXPECT_THAT(naming("o-emb-spk"), RefusedAs(v1::ERROR_REASON_SPEAKER_NOT_PRINCIPAL));
  EXPECT_THAT(naming("o-edu-head"), RefusedAs(v1::ERROR_REASON_SPEAKER_NOT_OF_INVOLVED_BODY));
  EXPECT_THAT(naming("o-none"), RefusedAs(v1::ERROR_REASON_NO_SUCH_OFFICIAL));
  EXPECT_THAT(naming("o-emb-dep"), IsOk());
}

TEST(Assignment, RefusesUnknownBodiesAndFaultyFields) {
  Story story = Registered(v1::GRADE_I);
  EXPECT_THAT(story.Assign("org-no"), RefusedAs(v1::ERROR_REASON_NO_SUCH_BODY));
  EXPECT_THAT(story.Assign("org-emb", {"org-no"}), RefusedAs(v1::ERROR_REASON_NO_SUCH_BODY));
  EXPECT_THAT(story.Assign(""), RefusedAs(v1::ERROR_REASON_FIELD_INVALID));
  EXPECT_THAT(story.Assign("org-emb", {"org-emb"}), RefusedAs(v1::ERROR_REASON_FIELD_INVALID));
}

TEST(Assignment, OfSeveralLocalitiesGoesToTheirSuperior) {
  Story story;
  story.At("00:10").Register(v1::GRADE_I, [](v1::RegisterIncident& act) {
    act.add_localities("org-ta");
    act.add_localities("org-tb");
  });
  EXPECT_THAT(story.Assign("org-ta"), RefusedAs(v1::ERROR_REASON_LEAD_MUST_BE_SUPERIOR));
  EXPECT_THAT(story.Assign("org-emb", {"org-ta", "org-tb"}), IsOk());
}

TEST(Assignment, OfOneLocalityMayStayThere) {
  Story story;
  story.At("00:10").Register(v1::GRADE_I, [](v1::RegisterIncident& act) {
    act.add_localities("org-ta");
    act.add_localities("org-ta");
  });
  EXPECT_THAT(story.Assign("org-ta"), IsOk());
}

TEST(Assignment, AnewCancelsThePendingSignatureAndCountsOn) {
  Story story = Registered(v1::GRADE_I);
  story.At("00:25").Assign("org-emb");
  EXPECT_THAT(
      story.At("00:30").Assign("org-edu"),
      Yields("lead_assigned org-edu", "speaker_assigned o-edu-head",
             "obligation_armed SPOKESPERSON_ACK-2", "obligation_cancelled SPOKESPERSON_ACK-1"));
  EXPECT_EQ(story.Clock("SPOKESPERSON_ACK"), "PENDING due 01:00");
}

TEST(Acknowledgement, IsOnlyTheSpeakers) {
  Story story = Registered(v1::GRADE_I);
  EXPECT_THAT(story.Acknowledge("o-emb-head"), RefusedAs(v1::ERROR_REASON_NOT_THE_SPEAKER));
  story.At("00:25").Assign("org-emb");
  EXPECT_THAT(story.Acknowledge("o-ta-head"), RefusedAs(v1::ERROR_REASON_NOT_THE_SPEAKER));
  EXPECT_THAT(story.By(Duty()).Acknowledge(""), RefusedAs(v1::ERROR_REASON_NOT_THE_SPEAKER));
  EXPECT_THAT(
      story.At("00:55").Acknowledge("o-emb-head"),
      Yields("obligation_reminded SPOKESPERSON_ACK-1", "obligation_at_risk SPOKESPERSON_ACK-1",
             "speaker_acknowledged", "obligation_met SPOKESPERSON_ACK-1"));
  EXPECT_THAT(story.Acknowledge("o-emb-head"), YieldsNothing());
}

TEST(Silence, ActivatesTheNextOfTheChainInTheSameDecision) {
  Story story = Registered(v1::GRADE_I);
  story.At("00:25").Assign("org-emb", {"org-ta"});
  story.Until("00:55");
  const Outcome outcome = story.At("00:55:00.001").Fire();
  EXPECT_THAT(outcome, Yields("obligation_breached SPOKESPERSON_ACK-1",
                              "speaker_assigned o-ta-head", "obligation_armed SPOKESPERSON_ACK-2"));
  EXPECT_TRUE(outcome.decision.roster_used);
  EXPECT_EQ(story.Clock("SPOKESPERSON_ACK"), "PENDING due 01:25:00.001");
  EXPECT_THAT(story.At("01:10").Acknowledge("o-emb-head"),
              RefusedAs(v1::ERROR_REASON_NOT_THE_SPEAKER));
  EXPECT_THAT(story.At("01:15").Acknowledge("o-ta-head"), IsOk());
}

TEST(Silence, OfEverybodyIsEnteredOnceAndANewAssignmentBeginsAnew) {
  Story story = Registered(v1::GRADE_I);
  story.At("00:25").Assign("org-emb");
  story.Until("04:00");  // emb-head, vm1, exec, mayor
  EXPECT_EQ(story.docket().assignment().speaker(), "");
  EXPECT_EQ(story.docket().assignment().seq(), 4);
  EXPECT_THAT(story.docket().assignment().silent(),
              ElementsAre("o-emb-head", "o-vm1", "o-exec", "o-mayor"));
  int nobody = 0;
  for (const v1::Record& record : story.history()) {
    for (const v1::Event& event : record.events()) nobody += event.has_no_eligible_speaker();
  }
  EXPECT_EQ(nobody, 1);
  EXPECT_THAT(story.At("04:10").Assign("org-emb").events, Contains("speaker_assigned o-emb-head"));
  EXPECT_EQ(story.Clock("SPOKESPERSON_ACK"), "PENDING due 04:40");
}

TEST(Refusal, ActivatesTheNextOfTheChainAtOnce) {
  Story story = Registered(v1::GRADE_I);
  story.At("00:25").Assign("org-emb", {"org-ta"});
  const Outcome outcome = story.At("00:30").Refuse("o-emb-head");
  EXPECT_THAT(outcome, Yields("speaker_refused o-emb-head", "speaker_assigned o-ta-head",
                              "obligation_armed SPOKESPERSON_ACK-2",
                              "obligation_cancelled SPOKESPERSON_ACK-1"));
  EXPECT_EQ(outcome.decision.record.events(1).speaker_assigned().reason(),
            v1::SPEAKER_REASON_REFUSED);
  EXPECT_EQ(story.Clock("SPOKESPERSON_ACK"), "PENDING due 01:00");
}

TEST(Refusal, IsNotAskedAgainInThisChain) {
  Story story = Registered(v1::GRADE_I);
  story.At("00:25").Assign("org-emb");
  for (const char* official : {"o-emb-head", "o-vm1", "o-exec"}) story.Refuse(official);
  EXPECT_THAT(story.Refuse("o-mayor").events, Contains("no_eligible_speaker"));
  EXPECT_EQ(story.docket().assignment().speaker(), "");
  EXPECT_THAT(story.Assign("org-emb").events, Contains("speaker_assigned o-emb-head"));
}

TEST(Refusal, IsOnlyTheSpeakersAndNeedsAReason) {
  Story story = Registered(v1::GRADE_I);
  story.At("00:25").Assign("org-emb");
  EXPECT_THAT(story.Refuse("o-vm1"), RefusedAs(v1::ERROR_REASON_NOT_THE_SPEAKER));
  EXPECT_THAT(story.By(Duty()).Refuse(""), RefusedAs(v1::ERROR_REASON_NOT_THE_SPEAKER));
  EXPECT_THAT(story.Refuse("o-emb-head", ""), RefusedAs(v1::ERROR_REASON_BASIS_REQUIRED));
}

TEST(Refusal, AfterTheSignatureTakesTheSpeakerAwayAndKeepsWhatWasSigned) {
  Story story = Registered(v1::GRADE_I);
  story.At("00:25").Assign("org-emb");
  story.At("00:30").Acknowledge("o-emb-head");
  story.At("01:00").Refuse("o-emb-head");
  EXPECT_EQ(story.docket().assignment().speaker(), "o-vm1");
  EXPECT_THAT(story.Clocks(), Contains("SPOKESPERSON_ACK-1 MET due 00:55 at 00:30"));
  EXPECT_EQ(story.Clock("SPOKESPERSON_ACK"), "PENDING due 01:30");
}

TEST(Assignment, WithNobodyThereIsAcceptedAndSaysSo) {
  Story story = Registered(v1::GRADE_I);
  for (v1::Official& official : *story.roster().mutable_officials()) {
    AddLeave(official, T("00:00"), T("10:00"), "");
  }
  EXPECT_THAT(story.At("00:25").Assign("org-emb"),
              Yields("lead_assigned org-emb", "no_eligible_speaker"));
  EXPECT_EQ(story.Clock("SPOKESPERSON_ACK"), "ABSENT");
}

}  // namespace
}  // namespace clarion::testing
