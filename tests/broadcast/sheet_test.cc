// The sheet: who must act is named with a telephone number, and no minute is promised that is not
// there.
#include "services/broadcast/sheet.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/story.h"

namespace clarion::broadcast {
namespace {

using ::testing::HasSubstr;
using testing::NationalPack;
using ::testing::Not;
using testing::SampleRoster;
using testing::Story;
using testing::T;

v1::Roster RosterWithPhones() {
  v1::Roster roster = SampleRoster();
  for (v1::Official& official : *roster.mutable_officials()) {
    official.add_phones("000-" + official.id());
  }
  return roster;
}

std::string SheetOf(const Story& story, const std::string& now, Language language = Language::kZh) {
  return RenderSheet(RosterWithPhones(), {story.docket()}, NationalPack(), T(now), language);
}

TEST(Sheet, WithoutIncidentsSaysSo) {
  const std::string sheet =
      RenderSheet(SampleRoster(), {}, NationalPack(), T("00:00"), Language::kZh);
  EXPECT_THAT(sheet, HasSubstr("没有未办结的事件"));
  EXPECT_THAT(sheet, HasSubstr("2026-03-03 09:00:00(北京时间)"));
}

TEST(Sheet, BeforeALeadIsSetTheDutyOfficerIsAwaited) {
  Story story;
  story.At("00:10").Register(v1::GRADE_I);
  const std::string sheet = SheetOf(story, "00:20");
  EXPECT_THAT(sheet, HasSubstr("权威信息发布,最迟 2026-03-03 14:00:00(北京时间)  剩余4小时40分"));
  EXPECT_THAT(sheet, HasSubstr("交办牵头单位  值班员"));
}

TEST(Sheet, TheSpeakerWhoHasNotSignedIsNamedWithANumber) {
  Story story;
  story.At("00:10").Register(v1::GRADE_I);
  story.At("00:25").Assign("org-emb");
  EXPECT_THAT(SheetOf(story, "00:26"), HasSubstr("签收  "));
  EXPECT_THAT(SheetOf(story, "00:26"), HasSubstr("000-o-emb-head"));
}

TEST(Sheet, FollowsTheTextOnItsWay) {
  Story story;
  story.At("00:10").Register(v1::GRADE_I);
  story.At("00:20").Verify();
  story.At("00:25").Assign("org-emb");
  EXPECT_THAT(SheetOf(story, "00:30"), HasSubstr("起草发布稿"));
  story.At("00:31").Draft("r1", v1::RELEASE_KIND_AUTHORITATIVE, {"org-ta"});
  EXPECT_THAT(SheetOf(story, "00:32"), HasSubstr("保密审查并送审"));
  story.At("00:33").Submit("r1");
  EXPECT_THAT(SheetOf(story, "00:34"), HasSubstr("审批发布稿  审批人"));
  story.At("00:35").Approve("r1", "r1 1");
  EXPECT_THAT(SheetOf(story, "00:36"), HasSubstr("000-o-ta-head")) << "the joint body co-signs";
}

TEST(Sheet, AMinuteBegunIsNotPromisedAndLatenessIsSaid) {
  Story story;
  story.At("00:10").Register(v1::GRADE_I);
  EXPECT_THAT(SheetOf(story, "04:59:01"), HasSubstr("剩余0小时0分"));
  story.At("05:30").Fire();
  EXPECT_THAT(SheetOf(story, "05:30"), HasSubstr("已逾期0小时30分"));
}

TEST(Sheet, InEnglishHasNoChineseWordOfOurs) {
  Story story;
  story.At("00:10").Register(v1::GRADE_I);
  const std::string sheet = SheetOf(story, "00:20", Language::kEn);
  EXPECT_THAT(sheet,
              HasSubstr("Authoritative information, due 2026-03-03 14:00:00 (Beijing time)"));
  EXPECT_THAT(sheet, HasSubstr("assign a lead body  the duty officer"));
  EXPECT_THAT(sheet, Not(HasSubstr("最迟")));
}

TEST(Sheet, ADrillIsMarked) {
  Story story;
  story.At("00:10").Register(v1::GRADE_I, [](v1::RegisterIncident& incident) {
    incident.set_exercise(true);
    incident.set_time_scale(2);
  });
  EXPECT_THAT(SheetOf(story, "00:11"), HasSubstr("【演练】"));
}

}  // namespace
}  // namespace clarion::broadcast
