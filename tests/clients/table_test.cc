#include "clients/cli/table.h"

#include <sstream>

#include "gtest/gtest.h"

namespace clarion::cli {
namespace {

struct WidthRow {
  const char* name;
  const char* text;
  int columns;
};

class Columns : public ::testing::TestWithParam<WidthRow> {};

TEST_P(Columns, HanAndFullWidthTakeTwoCombiningMarksNone) {
  EXPECT_EQ(Width(GetParam().text), GetParam().columns) << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(
    Characters, Columns,
    ::testing::Values(WidthRow{"Ascii", "T+5:00", 6}, WidthRow{"Han", "特别重大", 8},
                      WidthRow{"Mixed", "I 级", 4}, WidthRow{"FullWidthDigits", "\uff11\uff12", 4},
                      WidthRow{"Punctuation", "【演练】", 8}, WidthRow{"ExtensionB", "𠮷", 2},
                      WidthRow{"RareSurname", "㛃䶮", 4}, WidthRow{"Zero", "〇", 2},
                      WidthRow{"Combining", "e\u0301", 1}, WidthRow{"Empty", "", 0}),
    [](const ::testing::TestParamInfo<WidthRow>& test) { return test.param.name; });

TEST(Padded, CountsColumnsAndNotBytes) {
  EXPECT_EQ(Padded("重大", 6), "重大  ");
  EXPECT_EQ(Padded("major", 6), "major ");
  EXPECT_EQ(Padded("特别重大", 6), "特别重大");
}

TEST(Cut, NeverPassesTheWidthNorHalvesACharacter) {
  EXPECT_EQ(Cut("化工厂爆燃", 10), "化工厂爆燃");
  EXPECT_EQ(Cut("化工厂爆燃", 8), "化工厂…");
  EXPECT_EQ(Cut("化工厂爆燃", 7), "化工厂…");
  EXPECT_LE(Width(Cut("化工厂爆燃abc", 5)), 5);
}

TEST(Table, ColumnsStandStraightUnderWideWords) {
  Table table({"等级", "state"});
  table.Add({"I", "open"});
  table.Add({"特别重大", "x"});
  std::ostringstream out;
  table.Print(out, false);
  EXPECT_EQ(out.str(), "等级      state\nI         open\n特别重大  x\n");
}

TEST(Table, ShowsColumnsWhereThereIsRoomAndCsvAllOfThem) {
  Table table({"a", {"b", Shown::kWide}, {"unused", Shown::kUsed}, {"c", Shown::kUsed}});
  table.Add({"1", "2", "", "3"});
  const auto printed = [&](Shape shape) {
    std::ostringstream out;
    table.Print(out, false, shape);
    return out.str();
  };
  EXPECT_EQ(printed(Shape::kPlain), "a  c\n1  3\n");
  EXPECT_EQ(printed(Shape::kWide), "a  b  c\n1  2  3\n");
  EXPECT_EQ(printed(Shape::kCsv), "a,b,unused,c\n1,2,,3\n");
}

struct CsvRow {
  const char* name;
  const char* text;
  const char* cell;
};

class CsvCells : public ::testing::TestWithParam<CsvRow> {};

TEST_P(CsvCells, AreQuotedAndNeverAFormula) {
  EXPECT_EQ(CsvCell(GetParam().text), GetParam().cell);
}

INSTANTIATE_TEST_SUITE_P(
    Table, CsvCells,
    ::testing::Values(CsvRow{"Plain", "化工厂爆燃", "化工厂爆燃"},
                      CsvRow{"Equals", "=1+1", "'=1+1"}, CsvRow{"Plus", "+86", "'+86"},
                      CsvRow{"Minus", "-2", "'-2"}, CsvRow{"At", "@sum", "'@sum"},
                      CsvRow{"Tab", "\t=1", "' =1"}, CsvRow{"Blanks", "  =1", "'  =1"},
                      CsvRow{"FullWidth", "＝1", "'＝1"}, CsvRow{"Inside", "1=1", "1=1"},
                      CsvRow{"Comma", "a,b", "\"a,b\""}, CsvRow{"Quote", "a\"b", "\"a\"\"b\""},
                      CsvRow{"Lines", "a\nb", "a b"}, CsvRow{"Escape", "\x1b[1m", "[1m"},
                      CsvRow{"Empty", "", ""}),
    [](const ::testing::TestParamInfo<CsvRow>& test) { return test.param.name; });

TEST(Table, IsColouredOnlyWhereAsked) {
  Table table({"a"});
  table.Add({{"逾期", Tint::kBad}});
  std::ostringstream plain;
  std::ostringstream coloured;
  table.Print(plain, false);
  table.Print(coloured, true);
  EXPECT_EQ(plain.str().find('\x1b'), std::string::npos);
  EXPECT_NE(coloured.str().find("\x1b[31m逾期\x1b[0m"), std::string::npos);
}

}  // namespace
}  // namespace clarion::cli
