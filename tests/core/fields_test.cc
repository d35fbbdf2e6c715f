#include "services/core/fields.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace clarion::testing {
namespace {

struct FieldRow {
  std::string name;
  std::string text;
  int code_points;
};

class CodePointsOf : public ::testing::TestWithParam<FieldRow> {};

TEST_P(CodePointsOf, AreCountedAndBadBytesFound) {
  EXPECT_EQ(core::CodePoints(GetParam().text), GetParam().code_points);
}

INSTANTIATE_TEST_SUITE_P(
    Utf8, CodePointsOf,
    ::testing::Values(
        FieldRow{"Empty", "", 0}, FieldRow{"Latin", "abc", 3}, FieldRow{"Chinese", "政务舆情", 4},
        FieldRow{"FourBytes", "\xF0\xA0\x80\x80", 1}, FieldRow{"Last", "\xF4\x8F\xBF\xBF", 1},
        FieldRow{"Truncated", "\xE6\x94", -1}, FieldRow{"Stray", "\x80", -1},
        FieldRow{"Overlong2", "\xC0\x80", -1}, FieldRow{"Overlong3", "\xE0\x80\x80", -1},
        FieldRow{"Overlong4", "\xF0\x80\x80\x80", -1}, FieldRow{"Surrogate", "\xED\xA0\x80", -1},
        FieldRow{"TooHigh", "\xF4\x90\x80\x80", -1}, FieldRow{"BadThird", "\xE6\x94\x28", -1}),
    [](const ::testing::TestParamInfo<FieldRow>& test) { return test.param.name; });

TEST(Fields, CountsCharactersNotBytes) {
  core::Fields fields;
  std::string title;
  for (int i = 0; i < 200; ++i) title += "政";
  fields.Text("title", title, 1, 200);
  EXPECT_TRUE(fields.ok());
  fields.Text("title", title + "政", 1, 200);
  EXPECT_FALSE(fields.ok());
}

TEST(Fields, GathersEveryFault) {
  core::Fields fields;
  fields.Text("a", "", 1, 5);
  fields.Text("b", "\xFF", 0, 5);
  fields.Id("c", "x y");
  fields.Instant("d", false, {});
  google::protobuf::Timestamp never;
  never.set_seconds(253402300800);
  fields.Instant("e", true, never);
  fields.Hash("f", "short");
  v1::TextRef text;
  text.set_size(65537);
  fields.Content("g", text);
  fields.OptionalId("h", "");
  EXPECT_THAT(fields.Refused(), RefusedAs(v1::ERROR_REASON_FIELD_INVALID));
  EXPECT_THAT(std::move(fields).violations(), ::testing::SizeIs(8));
}

TEST(RegionCode, IsSixDigits) {
  EXPECT_TRUE(core::IsRegionCode("410726"));
  EXPECT_FALSE(core::IsRegionCode("41072"));
  EXPECT_FALSE(core::IsRegionCode("41072x"));
}

}  // namespace
}  // namespace clarion::testing
