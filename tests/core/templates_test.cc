#include "services/core/templates.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/core/facts_sheet.h"
#include "tests/support/story.h"

namespace clarion::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Story Registered() {
  Story story;
  story.At("00:10").Register(v1::GRADE_I,
                             [](v1::RegisterIncident& act) { act.set_place("甲镇某厂"); });
  return story;
}

core::FilledText Filled(const Story& story, const std::string& id) {
  const v1::TextTemplate* text = core::FindTemplate(NationalPack(), id);
  EXPECT_NE(text, nullptr);
  return core::Fill(*text, story.docket(), "示例县", T("01:00"));
}

TEST(Template, QuotesTheLatestFactsAndSaysAsOfWhen) {
  Story story = Registered();
  story.EnterFact("dead", "2", "00:05");
  story.EnterFact("dead", "3", "00:08");
  for (const char* key : {"hurt", "missing", "rescued"}) story.EnterFact(key, "1", "00:05");
  const core::FilledText filled = Filled(story, "first");
  EXPECT_THAT(filled.missing, IsEmpty());
  EXPECT_THAT(filled.text, HasSubstr("死亡3人,受伤1人"));
  EXPECT_THAT(filled.text, HasSubstr("09:08"));  // as of when, in Beijing time
  EXPECT_THAT(filled.text, HasSubstr("示例县接到报告:示例事件"));
  EXPECT_THAT(filled.text, HasSubstr("甲镇某厂"));
  EXPECT_THAT(filled.text, ::testing::Not(HasSubstr("{")));
}

TEST(Template, LeavesABlankForWhatIsNotKnownAndNamesIt) {
  const core::FilledText filled = Filled(Registered(), "first");
  EXPECT_THAT(filled.missing, ElementsAre("dead", "hurt", "missing", "rescued"));
  EXPECT_THAT(filled.text, HasSubstr("死亡〔待填:死亡人数〕人"));
  EXPECT_THAT(filled.text, HasSubstr("截至〔待填:截止时间〕"));
  EXPECT_TRUE(core::FiguresIn(filled.text).empty());
}

TEST(Template, CountsItsBlanksAndNotTheNumbersOfDocuments) {
  const core::FilledText filled = Filled(Registered(), "first");
  EXPECT_EQ(core::BlanksIn(filled.text), 5);  // four figures, and as of when
  EXPECT_EQ(core::BlanksIn("延政〔2023〕73号"), 0);
}

TEST(Template, PrefersThePlaceOfTheFactsSheet) {
  Story story = Registered();
  story.EnterFact("place", "甲镇工业园二期", "00:05");
  EXPECT_THAT(Filled(story, "first").text, HasSubstr("甲镇工业园二期"));
}

TEST(Template, OfAPackFillsEveryBlankOfItsOwn) {
  Story story = Registered();
  for (const char* key : {"dead", "hurt", "missing", "rescued"}) story.EnterFact(key, "1", "00:05");
  for (const char* key : {"cause", "measures"}) story.EnterFact(key, "已查明", "00:05");
  for (const v1::TextTemplate& text : NationalPack().templates()) {
    const core::FilledText filled = Filled(story, text.id());
    EXPECT_THAT(filled.missing, IsEmpty()) << text.id();
    EXPECT_THAT(filled.text, ::testing::Not(HasSubstr("〔"))) << text.id();
  }
  EXPECT_EQ(core::FindTemplate(NationalPack(), "no"), nullptr);
}

TEST(Template, KeepsABraceThatIsNeverClosed) {
  v1::TextTemplate text;
  text.set_text("{title} 与 {未完");
  EXPECT_EQ(core::Fill(text, Registered().docket(), "示例县", T("01:00")).text,
            "示例事件 与 {未完");
}

TEST(Template, QuotesWhatTheFactsSheetRecognisesAgain) {
  Story story = Registered();
  for (const char* key : {"dead", "hurt", "missing", "rescued"}) story.EnterFact(key, "7", "00:05");
  EXPECT_EQ(core::FiguresIn(Filled(story, "final").text).size(), 4U);
}

}  // namespace
}  // namespace clarion::testing
