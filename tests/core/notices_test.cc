#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/story.h"

namespace clarion::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Notices, FollowWhatHappened) {
  Story story;
  EXPECT_THAT(story.At("00:10").Register(v1::GRADE_I).notices,
              ElementsAre("REGISTERED -> DUTY", "GRADED -> OFFICE_DIRECTOR, COUNTY_LEADER"));
  EXPECT_THAT(story.At("00:20").Verify().notices, IsEmpty());
  EXPECT_THAT(
      story.At("00:25").Assign("org-emb").notices,
      ElementsAre("LEAD_ASSIGNED org-emb -> LEAD_BODY", "SPEAKER_CHOSEN o-emb-head -> SPEAKER"));
  EXPECT_THAT(story.At("00:30").Report(v1::REPORT_MODE_PHONE).notices, IsEmpty());
  story.Acknowledge("o-emb-head");
  EXPECT_THAT(story.At("00:40").Report(v1::REPORT_MODE_NETWORK).notices,
              ElementsAre("SUPERIOR_REPORT s2 -> SUPERIOR"));
  EXPECT_THAT(story.At("02:30").Fire().notices,
              ElementsAre("REMINDER AUTHORITATIVE_INFO-1 -> DUTY, LEAD_BODY"));
  EXPECT_THAT(story.At("04:00").Fire().notices,
              ElementsAre("AT_RISK AUTHORITATIVE_INFO-1 -> DUTY, LEAD_BODY"));
  EXPECT_THAT(story.At("05:01").Fire().notices,
              ElementsAre("BREACHED AUTHORITATIVE_INFO-1 -> DUTY, OFFICE_DIRECTOR, COUNTY_LEADER"));
  EXPECT_THAT(story.At("05:10").Release("r1").notices, ElementsAre("RELEASE r1 -> EXTERNAL"));
  EXPECT_THAT(story.Begin("c1", v1::CONFERENCE_FORM_PRESS_CONFERENCE, {"o-emb-head"}).notices,
              ElementsAre("CONFERENCE_BEGUN c1 -> EXTERNAL"));
}

TEST(Notices, OfARetractionGoOutsideAsTheTextDid) {
  Story story;
  story.At("00:10").Register(v1::GRADE_IV);
  story.Verify();
  story.Release("r1");
  EXPECT_THAT(story.Retract("r1").notices, ElementsAre("RELEASE r1 -> EXTERNAL"));
}

TEST(Notices, ThatNoLeadIsSetGoToTheOfficeDirectorOnce) {
  Story story;
  story.At("00:10").Register(v1::GRADE_IV);
  EXPECT_THAT(story.At("00:40").Fire().notices, ElementsAre("LEAD_MISSING -> OFFICE_DIRECTOR"));
  EXPECT_THAT(story.At("01:40").Fire().notices, IsEmpty());
}

TEST(Notices, OfAReferralGoToThePolice) {
  Story story;
  story.At("00:10").Register(v1::GRADE_IV);
  EXPECT_THAT(story.ReferToPolice().notices, ElementsAre("REFERRAL -> POLICE"));
}

TEST(Notices, OfAnUpgradeGoToTheLeaders) {
  Story story;
  EXPECT_THAT(story.At("00:10").Register(v1::GRADE_III).notices, ElementsAre("REGISTERED -> DUTY"));
  EXPECT_THAT(story.Grade(v1::GRADE_II).notices,
              ElementsAre("GRADED -> OFFICE_DIRECTOR, COUNTY_LEADER"));
}

TEST(Notices, ThatNobodyMaySpeakGoToDirectorAndLeaders) {
  Story story;
  story.At("00:10").Register(v1::GRADE_I);
  for (v1::Official& official : *story.roster().mutable_officials()) {
    AddLeave(official, T("00:00"), T("10:00"), "");
  }
  EXPECT_THAT(story.Assign("org-emb").notices,
              Contains("NO_ELIGIBLE_SPEAKER -> OFFICE_DIRECTOR, COUNTY_LEADER"));
}

TEST(Notices, OfADrillNeverLeaveTheHouse) {
  Story story;
  story.At("00:00").Register(v1::GRADE_I, [](v1::RegisterIncident& act) {
    act.set_exercise(true);
    act.set_time_scale(60);
  });
  story.Verify();
  story.Assign("org-emb");
  story.Report(v1::REPORT_MODE_WRITTEN);
  story.Release("r1");
  story.Begin("c1", v1::CONFERENCE_FORM_PRESS_CONFERENCE, {"o-emb-head"});
  story.Retract("r1");
  EXPECT_THAT(story.ReferToPolice(), Yields("rumour_referred"));
  story.Until("00:30");
  for (const v1::Record& record : story.history()) {
    for (const v1::Event& event : record.events()) {
      for (const int role : event.notice_decided().roles()) {
        EXPECT_NE(role, v1::NOTICE_ROLE_EXTERNAL);
        EXPECT_NE(role, v1::NOTICE_ROLE_SUPERIOR);
        EXPECT_NE(role, v1::NOTICE_ROLE_POLICE);
      }
    }
  }
}

}  // namespace
}  // namespace clarion::testing
