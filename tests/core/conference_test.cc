#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/story.h"

namespace clarion::testing {
namespace {

using ::testing::Contains;

constexpr v1::ConferenceForm kPressConference = v1::CONFERENCE_FORM_PRESS_CONFERENCE;
constexpr v1::ConferenceForm kOnline = v1::CONFERENCE_FORM_ONLINE_PRESS_CONFERENCE;

Story SpeakerAssigned(v1::Grade grade) {
  Story story;
  story.At("00:10").Register(grade);
  story.At("00:25").Assign("org-emb");
  return story;
}

const v1::ConferenceBegun& Begun(const Outcome& outcome) {
  for (const v1::Event& event : outcome.decision.record.events()) {
    if (event.has_conference_begun()) return event.conference_begun();
  }
  ADD_FAILURE() << "no conference began: " << outcome;
  static const v1::ConferenceBegun& none = *new v1::ConferenceBegun();
  return none;
}

struct ConferenceRow {
  std::string name;
  v1::ConferenceForm form;
  std::vector<std::string> speakers;
  bool form_not_counted;
  bool speaker_not_eligible;
  bool met;
};

class PressConference : public ::testing::TestWithParam<ConferenceRow> {};

TEST_P(PressConference, CountsByFormAndSpeaker) {
  Story story = SpeakerAssigned(v1::GRADE_I);
  const ConferenceRow& row = GetParam();
  const Outcome outcome = story.At("20:00").Begin("c1", row.form, row.speakers);
  EXPECT_EQ(Begun(outcome).form_not_counted(), row.form_not_counted);
  EXPECT_EQ(Begun(outcome).speaker_not_eligible(), row.speaker_not_eligible);
  EXPECT_EQ(story.Clock("PRESS_CONFERENCE"),
            row.met ? "MET due 24:00 at 20:00" : "PENDING due 24:00");
  EXPECT_EQ(story.State(), "RESPONDING");
}

INSTANTIATE_TEST_SUITE_P(
    Major, PressConference,
    ::testing::Values(
        ConferenceRow{"Principal", kPressConference, {"o-emb-head"}, false, false, true},
        ConferenceRow{"Online", kOnline, {"o-emb-head"}, false, false, true},
        ConferenceRow{"SpokespersonBeside",
                      kPressConference,
                      {"o-emb-spk", "o-emb-head"},
                      false,
                      false,
                      true},
        ConferenceRow{"DeputyHeadAlone", kPressConference, {"o-emb-dep"}, false, true, false},
        ConferenceRow{"Briefing", v1::CONFERENCE_FORM_BRIEFING, {"o-emb-head"}, true, false, false},
        ConferenceRow{
            "Interview", v1::CONFERENCE_FORM_INTERVIEW, {"o-emb-spk"}, true, false, false},
        ConferenceRow{"Written", v1::CONFERENCE_FORM_WRITTEN, {"o-edu-head"}, true, true, false}),
    [](const ::testing::TestParamInfo<ConferenceRow>& test) { return test.param.name; });

TEST(PressConferenceClock, CountsOnlyWhenBegunByTheLimit) {
  Story at_limit = SpeakerAssigned(v1::GRADE_I);
  at_limit.At("24:00").Begin("c1", kPressConference, {"o-emb-head"});
  EXPECT_EQ(at_limit.Clock("PRESS_CONFERENCE"), "MET due 24:00 at 24:00");
  Story after = SpeakerAssigned(v1::GRADE_I);
  after.At("24:00:00.001").Begin("c1", kPressConference, {"o-emb-head"});
  EXPECT_EQ(after.Clock("PRESS_CONFERENCE"), "MET_LATE due 24:00 at 24:00:00.001");
}

TEST(Planning, ChecksLeaveAtThePlannedInstant) {
  Story story = SpeakerAssigned(v1::GRADE_I);
  AddLeave(OfficialIn(story.roster(), "o-emb-head"), T("10:00"), T("12:00"), "");
  EXPECT_THAT(story.Schedule("c1", kPressConference, "11:00", {"o-emb-head"}),
              RefusedAs(v1::ERROR_REASON_SPEAKER_ON_LEAVE));
  EXPECT_THAT(story.Schedule("c1", kPressConference, "12:00", {"o-emb-head"}),
              Yields("conference_scheduled c1"));
}

TEST(Planning, NeedsOneEligibleSpeakerAndLetsOthersSitBeside) {
  Story story = SpeakerAssigned(v1::GRADE_I);
  EXPECT_THAT(story.Schedule("c1", kPressConference, "11:00", {"o-emb-spk"}),
              RefusedAs(v1::ERROR_REASON_SPEAKER_NOT_PRINCIPAL));
  EXPECT_THAT(story.Schedule("c1", kPressConference, "11:00", {"o-edu-head", "o-emb-spk"}),
              RefusedAs(v1::ERROR_REASON_SPEAKER_NOT_OF_INVOLVED_BODY));
  EXPECT_THAT(story.Schedule("c1", kPressConference, "11:00", {"o-none"}),
              RefusedAs(v1::ERROR_REASON_NO_SUCH_OFFICIAL));
  EXPECT_THAT(story.Schedule("c1", kPressConference, "11:00", {}),
              RefusedAs(v1::ERROR_REASON_FIELD_INVALID));
  EXPECT_THAT(story.Schedule("c1", v1::CONFERENCE_FORM_BRIEFING, "11:00", {"o-emb-spk"}), IsOk());
  EXPECT_THAT(story.Schedule("c2", kPressConference, "11:00", {"o-edu-head", "o-emb-head"}),
              IsOk());
  EXPECT_THAT(story.Schedule("c2", kPressConference, "11:00", {"o-emb-head"}),
              RefusedAs(v1::ERROR_REASON_ALREADY_EXISTS));
}

TEST(Planning, RefusesASitterOnLeave) {
  Story story = SpeakerAssigned(v1::GRADE_I);
  AddLeave(OfficialIn(story.roster(), "o-emb-spk"), T("10:00"), T("12:00"), "");
  EXPECT_THAT(story.Schedule("c1", kPressConference, "11:00", {"o-emb-head", "o-emb-spk"}),
              RefusedAs(v1::ERROR_REASON_SPEAKER_ON_LEAVE));
}

TEST(Planning, RefusesAVacantPost) {
  Story story = SpeakerAssigned(v1::GRADE_I);
  OfficialIn(story.roster(), "o-exec").set_vacant(true);
  EXPECT_THAT(story.Schedule("c1", kPressConference, "11:00", {"o-exec"}),
              RefusedAs(v1::ERROR_REASON_POST_VACANT));
}

TEST(Planning, WarnsWhenAfterTheLimit) {
  Story story = SpeakerAssigned(v1::GRADE_I);
  const auto after = [](const Outcome& outcome) {
    return outcome.decision.record.events(0).conference_scheduled().after_deadline();
  };
  EXPECT_FALSE(after(story.Schedule("c1", kPressConference, "24:00", {"o-emb-head"})));
  const Outcome late = story.Schedule("c2", kPressConference, "24:00:00.001", {"o-emb-head"});
  EXPECT_TRUE(after(late));
  EXPECT_THAT(late.notices, Contains("SCHEDULED_AFTER_DEADLINE c2 -> OFFICE_DIRECTOR"));
}

TEST(Conference, NeedsALead) {
  Story story;
  story.At("00:10").Register(v1::GRADE_I);
  EXPECT_THAT(story.Schedule("c1", kPressConference, "11:00", {"o-emb-head"}),
              RefusedAs(v1::ERROR_REASON_NO_LEAD));
  EXPECT_THAT(story.Begin("c1", kPressConference, {"o-emb-head"}),
              RefusedAs(v1::ERROR_REASON_NO_LEAD));
}

TEST(Conference, PlannedKeepsItsFormAndSpeakersWhenBegun) {
  Story story = SpeakerAssigned(v1::GRADE_I);
  story.Schedule("c1", kPressConference, "11:00", {"o-emb-head"});
  EXPECT_EQ(story.docket().conferences(0).state(), v1::CONFERENCE_STATE_SCHEDULED);
  EXPECT_EQ(story.State(), "ASSIGNED");
  EXPECT_THAT(story.At("11:05").Begin("c1", v1::CONFERENCE_FORM_UNSPECIFIED, {}), IsOk());
  EXPECT_EQ(story.docket().conferences_size(), 1);
  EXPECT_EQ(story.docket().conferences(0).form(), kPressConference);
  EXPECT_EQ(story.Clock("PRESS_CONFERENCE"), "MET due 24:00 at 11:05");
}

TEST(Conference, BeginsOnceAndEndsOnlyWhenUnderWay) {
  Story story = SpeakerAssigned(v1::GRADE_I);
  story.At("01:00");
  EXPECT_THAT(story.End("c1"), RefusedAs(v1::ERROR_REASON_CONFERENCE_NOT_STARTED));
  EXPECT_THAT(story.Abort("c1"), RefusedAs(v1::ERROR_REASON_CONFERENCE_NOT_STARTED));
  EXPECT_THAT(story.Begin("", kPressConference, {"o-emb-head"}).events,
              Contains("conference_begun c1"));
  EXPECT_THAT(story.Begin("c1", kPressConference, {"o-emb-head"}),
              RefusedAs(v1::ERROR_REASON_CONFERENCE_ALREADY_BEGUN));
  EXPECT_THAT(story.Abort("c1", ""), RefusedAs(v1::ERROR_REASON_BASIS_REQUIRED));
  EXPECT_THAT(story.End("c1"), Yields("conference_ended"));
  EXPECT_THAT(story.Abort("c1"), RefusedAs(v1::ERROR_REASON_CONFERENCE_NOT_STARTED));
  EXPECT_THAT(story.Begin("c1", kPressConference, {"o-emb-head"}),
              RefusedAs(v1::ERROR_REASON_CONFERENCE_ALREADY_BEGUN));
  EXPECT_THAT(story.Begin("c2", v1::CONFERENCE_FORM_UNSPECIFIED, {}),
              RefusedAs(v1::ERROR_REASON_FIELD_INVALID));
  EXPECT_THAT(story.Begin("c2", kPressConference, {"o-none"}),
              RefusedAs(v1::ERROR_REASON_NO_SUCH_OFFICIAL));
}

}  // namespace
}  // namespace clarion::testing
