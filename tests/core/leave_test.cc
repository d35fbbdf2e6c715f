// Leave (请假): who speaks when the speaker is away, now or at a conference that is planned.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/core/proto_time.h"
#include "tests/support/story.h"

namespace clarion::testing {
namespace {

using ::testing::Contains;
using ::testing::Not;

constexpr v1::ConferenceForm kPressForm = v1::CONFERENCE_FORM_PRESS_CONFERENCE;

// Grade I, led by the bureau, whose head speaks and has signed.
Story BeforeLeave() {
  Story story;
  story.At("00:10").Register(v1::GRADE_I);
  story.At("00:25").Assign("org-emb");
  story.At("00:30").Acknowledge("o-emb-head");
  return story;
}

void Away(Story& story, const char* official, const char* from, const char* to,
          const char* acting = "") {
  AddLeave(OfficialIn(story.roster(), official), T(from), T(to), acting);
}

TEST(Leave, RecordedWhileItRunsReplacesTheSpeakerAtOnce) {
  Story story = BeforeLeave();
  Away(story, "o-emb-head", "01:00", "30:00", "o-emb-dep");
  const Outcome outcome = story.At("01:05").Review();
  EXPECT_THAT(outcome, Yields("obligation_reminded SUPERIOR_REPORT-1", "leave_noted o-emb-head",
                              "speaker_assigned o-emb-dep", "obligation_armed SPOKESPERSON_ACK-2"));
  EXPECT_EQ(outcome.decision.record.events(2).speaker_assigned().reason(),
            v1::SPEAKER_REASON_REASSIGNED);
  EXPECT_TRUE(outcome.decision.roster_used);
  EXPECT_EQ(story.Clock("SPOKESPERSON_ACK"), "PENDING due 01:35");
  EXPECT_THAT(story.Clocks(), Contains("SPOKESPERSON_ACK-1 MET due 00:55 at 00:30"));
}

TEST(Leave, BeforeTheSignatureEndsTheClockOfWhoIsAway) {
  Story story;
  story.At("00:10").Register(v1::GRADE_I);
  story.At("00:25").Assign("org-emb");
  Away(story, "o-emb-head", "00:30", "30:00");
  EXPECT_THAT(story.At("00:30").Review(), Yields("leave_noted o-emb-head", "speaker_assigned o-vm1",
                                                 "obligation_armed SPOKESPERSON_ACK-2",
                                                 "obligation_cancelled SPOKESPERSON_ACK-1"));
}

TEST(Leave, LookedAtAgainChangesNothing) {
  Story story = BeforeLeave();
  Away(story, "o-emb-head", "01:00", "30:00", "o-emb-dep");
  story.At("00:40").Review();
  EXPECT_THAT(story.Review(), YieldsNothing());
  story.Until("01:00");
  EXPECT_THAT(story.Review(), YieldsNothing());
  EXPECT_EQ(story.CountOf("leave_noted o-emb-head"), 1);
}

TEST(Leave, RecordedBeforehandReplacesTheSpeakerWhenItBegins) {
  Story story = BeforeLeave();
  Away(story, "o-emb-head", "10:00", "20:00", "o-emb-dep");
  EXPECT_THAT(story.At("00:40").Review(), Yields("leave_noted o-emb-head", "speaker_reviewed"));
  story.Until("09:59:59.999");
  EXPECT_EQ(story.docket().assignment().speaker(), "o-emb-head");
  EXPECT_EQ(story.NextDue(), "10:00");
  const Outcome outcome = story.At("10:00").Fire();
  EXPECT_THAT(outcome, Yields("speaker_assigned o-emb-dep", "obligation_armed SPOKESPERSON_ACK-2"));
  EXPECT_EQ(outcome.decision.not_before, T("10:00"));
  EXPECT_EQ(story.Clock("SPOKESPERSON_ACK"), "PENDING due 10:30");
}

TEST(Leave, KnownWhenTheSpeakerIsChosenNeedsNoOtherLook) {
  Story story;
  Away(story, "o-emb-head", "10:00", "20:00", "o-emb-dep");
  story.At("00:10").Register(v1::GRADE_I);
  EXPECT_THAT(story.At("00:25").Assign("org-emb").events, Contains("leave_noted o-emb-head"));
  EXPECT_THAT(story.Review(), YieldsNothing());
  story.At("00:30").Acknowledge("o-emb-head");
  story.Until("10:00");
  EXPECT_EQ(story.docket().assignment().speaker(), "o-emb-dep");
  EXPECT_EQ(story.CountOf("leave_noted o-emb-head"), 1);
}

TEST(Leave, OverBeforeAnybodyLookedReplacesNobody) {
  Story story = BeforeLeave();
  Away(story, "o-emb-head", "10:00", "20:00", "o-emb-dep");
  story.At("00:40").Review();
  const Outcome outcome = story.At("21:00").Fire();  // nothing ran from 10:00 to 20:00
  EXPECT_THAT(outcome.events, Contains("speaker_reviewed"));
  EXPECT_EQ(story.docket().assignment().speaker(), "o-emb-head");
  EXPECT_FALSE(story.docket().assignment().has_leave_begins_at());
}

TEST(Leave, TakenAgainIsSeenAgain) {
  Story story = BeforeLeave();
  Away(story, "o-emb-head", "10:00", "12:00");
  story.At("00:40").Review();
  Away(story, "o-emb-head", "02:00", "03:00");  // an earlier one, recorded later
  EXPECT_THAT(story.At("00:50").Review(), Yields("leave_noted o-emb-head", "speaker_reviewed"));
  story.Until("02:00");
  EXPECT_EQ(story.docket().assignment().speaker(), "o-vm1");
}

TEST(Leave, CoveringAPlannedConferenceReplacesTheSpeakerAtOnceByWhoActsThen) {
  Story story = BeforeLeave();
  story.Schedule("c1", kPressForm, "20:00", {"o-emb-head"});
  Away(story, "o-emb-head", "18:00", "30:00", "o-emb-dep");
  EXPECT_THAT(story.At("00:40").Review(),
              Yields("leave_noted o-emb-head", "speaker_assigned o-emb-dep",
                     "obligation_armed SPOKESPERSON_ACK-2"));
  EXPECT_EQ(story.Clock("SPOKESPERSON_ACK"), "PENDING due 01:10");
  EXPECT_THAT(story.Review(), YieldsNothing());
}

TEST(Leave, BesideAPlannedConferenceReplacesNobodyYet) {
  Story story = BeforeLeave();
  story.Schedule("c1", kPressForm, "20:00", {"o-emb-head"});
  Away(story, "o-emb-head", "18:00", "20:00", "o-emb-dep");  // half open: back at 20:00
  EXPECT_THAT(story.At("00:40").Review(), Yields("leave_noted o-emb-head", "speaker_reviewed"));
}

TEST(Leave, CoveringAConferenceThatIsOverTouchesNothing) {
  Story story = BeforeLeave();
  story.Schedule("c1", kPressForm, "02:00", {"o-emb-head", "o-emb-spk"});
  story.At("02:00").Begin("c1", kPressForm, {"o-emb-head", "o-emb-spk"});
  Away(story, "o-emb-spk", "01:00", "30:00");
  EXPECT_THAT(story.Review(), YieldsNothing());
}

TEST(Leave, OfWhoSpeaksAtAConferenceIsNotedThoughTheSpeakerStays) {
  Story story = BeforeLeave();
  story.Schedule("c1", kPressForm, "20:00", {"o-emb-head", "o-emb-spk"});
  Away(story, "o-emb-spk", "18:00", "30:00");
  EXPECT_THAT(story.At("00:40").Review(), Yields("leave_noted o-emb-spk"));
  EXPECT_EQ(story.docket().assignment().speaker(), "o-emb-head");
}

TEST(Leave, OfAnybodyElseTouchesNothing) {
  Story story = BeforeLeave();
  Away(story, "o-mayor", "00:00", "30:00");
  Away(story, "o-emb-dep", "00:00", "30:00");
  EXPECT_THAT(story.At("00:40").Review(), YieldsNothing());
}

TEST(Leave, OfTheActingHeadActivatesTheNextOfTheChain) {
  Story story = BeforeLeave();
  Away(story, "o-emb-head", "01:00", "30:00", "o-emb-dep");
  story.At("01:00").Review();
  Away(story, "o-emb-dep", "02:00", "03:00");
  story.At("02:00").Review();
  EXPECT_EQ(story.docket().assignment().speaker(), "o-vm1");
}

TEST(Leave, OfEverybodyIsSaidOnceAndTheClockRunsOn) {
  Story story = BeforeLeave();
  for (v1::Official& official : *story.roster().mutable_officials()) {
    AddLeave(official, T("01:00"), T("02:00"), "");
  }
  EXPECT_THAT(story.At("01:00").Review().events, Contains("no_eligible_speaker"));
  EXPECT_THAT(story.Review(), YieldsNothing());
  EXPECT_EQ(story.Clock("PRESS_CONFERENCE"), "PENDING due 24:00");
}

TEST(Speaker, TakenOutOfTheRosterIsReplaced) {
  Story story = BeforeLeave();
  for (int i = 0; i < story.roster().officials_size(); ++i) {
    if (story.roster().officials(i).id() != "o-emb-head") continue;
    story.roster().mutable_officials()->DeleteSubrange(i, 1);
    break;
  }
  EXPECT_THAT(story.At("00:40").Review(),
              Yields("speaker_assigned o-vm1", "obligation_armed SPOKESPERSON_ACK-2"));
}

TEST(Speaker, WhosePostFellVacantIsReplaced) {
  Story story = BeforeLeave();
  OfficialIn(story.roster(), "o-emb-head").set_vacant(true);
  OfficialIn(story.roster(), "o-emb-head").set_acting("o-emb-dep");
  EXPECT_THAT(story.At("00:40").Review().events, Contains("speaker_assigned o-emb-dep"));
}

// Who is there for one conference is away at the other: the first who is there at both speaks.
TEST(Leave, AmongSeveralConferencesIsMetByWhoIsThereAtAll) {
  Story story = BeforeLeave();
  story.Schedule("c1", kPressForm, "10:00", {"o-emb-head"});
  story.Schedule("c2", kPressForm, "20:00", {"o-emb-head"});
  Away(story, "o-emb-head", "19:00", "21:00");
  Away(story, "o-vm1", "09:00", "11:00");
  story.At("00:40").Review();
  EXPECT_EQ(story.docket().assignment().speaker(), "o-exec");
  EXPECT_THAT(story.Review(), YieldsNothing());
}

TEST(Leave, ThatNobodyCanMeetThroughoutLeavesWhoIsThereNow) {
  Story story = BeforeLeave();
  story.Schedule("c1", kPressForm, "10:00", {"o-emb-head"});
  story.Schedule("c2", kPressForm, "20:00", {"o-emb-head"});
  for (v1::Official& official : *story.roster().mutable_officials()) {
    const bool first = official.id() == "o-vm1";
    AddLeave(official, T(first ? "09:00" : "19:00"), T(first ? "11:00" : "21:00"), "");
  }
  EXPECT_THAT(story.At("00:40").Review().events, Not(Contains("no_eligible_speaker")));
  EXPECT_EQ(story.docket().assignment().speaker(), "o-emb-head");
  EXPECT_THAT(story.Review(), YieldsNothing());
}

TEST(Review, IsTheServicesAloneAndOfAnUnassignedIncidentDoesNothing) {
  Story story;
  story.At("00:10").Register(v1::GRADE_I);
  EXPECT_THAT(story.Review(), YieldsNothing());
  v1::Command command;
  command.mutable_review_speaker();
  EXPECT_THAT(story.By(Duty()).Do(command), RefusedAs(v1::ERROR_REASON_ROLE_NOT_ALLOWED));
}

}  // namespace
}  // namespace clarion::testing
