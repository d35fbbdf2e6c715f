#include "services/core/facts_sheet.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/story.h"

namespace clarion::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::IsEmpty;

struct FactRow {
  std::string name;
  std::string text;
  std::vector<std::string> figures;
};

class FiguresOf : public ::testing::TestWithParam<FactRow> {};

TEST_P(FiguresOf, AText) {
  std::vector<std::string> figures;
  for (const v1::Figure& figure : core::FiguresIn(GetParam().text)) {
    figures.push_back(figure.key() + " " + figure.value());
  }
  EXPECT_THAT(figures, ElementsAreArray(GetParam().figures));
}

INSTANTIATE_TEST_SUITE_P(
    AsTheyAreWritten, FiguresOf,
    ::testing::Values(
        FactRow{"Situation",
                "截至3月3日18时,事故造成3人死亡、5人受伤,2人失联,救援人员已救出12人。",
                {"dead 3", "hurt 5", "missing 2", "rescued 12"}},
        FactRow{"Template",
                "截至2026年3月3日18:00,死亡3人,受伤15人,失联0人,获救7人。",
                {"dead 3", "hurt 15", "missing 0", "rescued 7"}},
        FactRow{"NumberOfPeople", "死亡人数为4人,受伤人数达11人。", {"dead 4", "hurt 11"}},
        FactRow{"Rising", "死亡人数上升至5人。", {"dead 5"}},
        FactRow{"TheLastCounts", "中午通报死亡3人,目前已增至5人死亡。", {"dead 5"}},
        FactRow{"Villagers", "6名群众不幸遇难,3名工人被困。", {"dead 6", "missing 3"}},
        FactRow{"WithoutAComma", "死亡3人受伤5人", {"dead 3", "hurt 5"}},
        FactRow{"WithoutACommaTheOtherWay", "3人死亡5人受伤", {"dead 3", "hurt 5"}},
        FactRow{"PartsAreNotTheWhole", "受伤9人,其中重伤2人、轻伤7人,均已送医。", {"hurt 9"}},
        FactRow{"Dates", "2026年3月3日9时发生火灾,3时30分扑灭,未造成人员伤亡。", {}},
        FactRow{"Ages", "伤者李某,男,45岁,受伤部位为左臂,已送县第3人民医院。", {}},
        FactRow{"Money", "直接经济损失300万元,出动消防车12辆、救援人员86人。", {}},
        FactRow{"Telephone", "咨询电话:0373-1234567,接受问询20人次。", {}},
        FactRow{"InWords", "三人死亡,数人受伤。", {}}, FactRow{"TooLong", "死亡123456789人", {}},
        FactRow{"Empty", "", {}}),
    [](const ::testing::TestParamInfo<FactRow>& test) { return test.param.name; });

v1::Command DraftQuoting(const std::string& id, const std::string& text) {
  v1::Command command;
  v1::DraftRelease& act = *command.mutable_draft_release();
  act.set_release(id);
  act.set_kind(v1::RELEASE_KIND_AUTHORITATIVE);
  *act.mutable_text() = TextOf(text);
  for (v1::Figure& figure : core::FiguresIn(text)) *act.add_figures() = std::move(figure);
  return command;
}

Story RegisteredByDuty() {
  Story story;
  story.At("00:10").Register(v1::GRADE_IV);
  return story;
}

TEST(OneVoice, MarksATextThatQuotesAnOlderFigureWheneverTheSheetChanges) {
  Story story = RegisteredByDuty();
  story.Do(DraftQuoting("r1", "死亡3人,受伤5人"));
  EXPECT_THAT(story.docket().releases(0).outdated(), IsEmpty());  // the sheet says nothing yet
  story.At("00:20").EnterFact("dead", "3", "00:15");
  EXPECT_THAT(story.docket().releases(0).outdated(), IsEmpty());
  story.At("00:30").EnterFact("dead", "4", "00:25");
  EXPECT_THAT(story.docket().releases(0).outdated(), ElementsAre("dead"));
  story.EnterFact("hurt", "6", "00:25");
  EXPECT_THAT(story.docket().releases(0).outdated(), ElementsAre("dead", "hurt"));
}

TEST(OneVoice, MarksADraftThatBeginsWithAnOlderFigureAndClearsAnEditThatCorrectsIt) {
  Story story = RegisteredByDuty();
  story.EnterFact("dead", "4", "00:05");
  story.Do(DraftQuoting("r1", "死亡3人"));
  EXPECT_THAT(story.docket().releases(0).outdated(), ElementsAre("dead"));
  v1::Command command;
  v1::EditRelease& act = *command.mutable_edit_release();
  act.set_release("r1");
  *act.mutable_text() = TextOf("死亡4人");
  act.add_figures()->set_key("dead");
  act.mutable_figures(0)->set_value("4");
  ASSERT_THAT(story.Do(command), IsOk());
  EXPECT_THAT(story.docket().releases(0).outdated(), IsEmpty());
}

TEST(OneVoice, MarksATextThatIsPublicAlready) {
  Story story = RegisteredByDuty();
  story.Verify();
  story.Do(DraftQuoting("r1", "死亡3人"));
  story.Submit("r1");
  story.Approve("r1", "死亡3人");
  ASSERT_THAT(story.Publish("r1"), IsOk());
  story.At("02:00").EnterFact("dead", "4", "01:30");
  EXPECT_THAT(story.docket().releases(0).outdated(), ElementsAre("dead"));
}

TEST(Fact, KeepsEveryVersionWithSourceAndAsOf) {
  Story story = RegisteredByDuty();
  EXPECT_THAT(story.EnterFact("dead", "3", "00:05"), Yields("fact_entered"));
  story.By(Approver()).EnterFact("dead", "4", "00:08");
  story.EnterFact("place", "甲镇", "00:05");
  ASSERT_EQ(story.docket().facts_size(), 3);
  EXPECT_EQ(story.docket().facts(0).version(), 1);
  EXPECT_EQ(story.docket().facts(1).version(), 2);
  EXPECT_EQ(story.docket().facts(1).entered_by(), "app1");
  EXPECT_EQ(story.docket().facts(2).version(), 1);
  EXPECT_EQ(core::LatestFact(story.docket(), "dead")->value(), "4");
  EXPECT_EQ(core::LatestFact(story.docket(), "hurt"), nullptr);
}

TEST(Fact, IsOfAClosedListAWholeNumberForFiguresAndNotOfTomorrow) {
  Story story = RegisteredByDuty();
  for (const char* value : {"", "-1", "三", "3人", "12345678"}) {
    EXPECT_THAT(story.EnterFact("dead", value, "00:05"), RefusedAs(v1::ERROR_REASON_FIELD_INVALID))
        << value;
  }
  EXPECT_THAT(story.EnterFact("weather", "雨", "00:05"), RefusedAs(v1::ERROR_REASON_FIELD_INVALID));
  EXPECT_THAT(story.EnterFact("cause", "瓦斯", "00:10:00.001"),
              RefusedAs(v1::ERROR_REASON_EFFECTIVE_IN_FUTURE));
  EXPECT_THAT(story.EnterFact("cause", "瓦斯", "00:10"), IsOk());
}

TEST(Figures, OfADraftAreCheckedToo) {
  Story story = RegisteredByDuty();
  v1::Command command = DraftQuoting("r1", "死亡3人");
  command.mutable_draft_release()->add_figures()->set_key("dead");
  EXPECT_THAT(story.Do(command), RefusedAs(v1::ERROR_REASON_FIELD_INVALID));  // a key twice
  command.mutable_draft_release()->mutable_figures(1)->set_key("place");
  command.mutable_draft_release()->mutable_figures(1)->set_value("3");
  EXPECT_THAT(story.Do(command), RefusedAs(v1::ERROR_REASON_FIELD_INVALID));  // no figure
}

}  // namespace
}  // namespace clarion::testing
