// What a text may hold: everything people read, and nothing they cannot see.
#include "services/server/visible_text.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace clarion::server {
namespace {

using ::testing::HasSubstr;

std::string Fault(const std::string& text, TextShape shape = TextShape::kLine) {
  return FaultInText(text, shape);
}

TEST(VisibleText, IsWhateverPeopleRead) {
  for (const char* good : {
           "",
           "仓库起火 warehouse fire",
           "死亡0人,受伤3人(其中重伤1人)——《通报》",
           "𠮷田、㛃、䶮、〇",
           "葛\U000E0100城",  // a variant of a Han character
           "☎️ 12345",    // one selector after its character
           "ＡＢＣ１２３",
           "\uE000",  // a rare surname, in the private use of an office
           "ئۇيغۇر",
           "é ü ñ 한국어",
           "U+FFFD \uFFFD",
       }) {
    EXPECT_EQ(Fault(good), "") << good;
  }
}

TEST(VisibleText, HoldsNoControlCharacters) {
  for (int c = 0; c < 0x20; ++c) EXPECT_NE(Fault(std::string("a") + static_cast<char>(c)), "") << c;
  EXPECT_THAT(Fault("a\x7f"), HasSubstr("U+007F"));
  for (int c = 0x80; c < 0xA0; ++c) {
    EXPECT_NE(Fault(std::string("\xC2") + static_cast<char>(c)), "") << c;
  }
  EXPECT_THAT(Fault(std::string("a\0b", 3)), HasSubstr("U+0000"));
}

TEST(VisibleText, BreaksLinesOnlyWhereTextsAreWritten) {
  EXPECT_NE(Fault("a\nb"), "");
  EXPECT_EQ(Fault("a\n\tb", TextShape::kText), "");
  EXPECT_NE(Fault("a\r\nb", TextShape::kText), "");
  EXPECT_EQ(Fault("\xEF\xBB\xBF"
                  "a\r\nb",
                  TextShape::kFile),
            "");
  EXPECT_NE(Fault("a\rb", TextShape::kFile), "");
  EXPECT_NE(Fault("a\xEF\xBB\xBF", TextShape::kFile), "");
}

TEST(VisibleText, HoldsNothingThatTurnsTheDirection) {
  for (const char* turn : {"\u061C", "\u200E", "\u200F", "\u202A", "\u202B", "\u202C", "\u202D",
                           "\u202E", "\u2066", "\u2067", "\u2068", "\u2069"}) {
    for (const TextShape shape : {TextShape::kLine, TextShape::kText, TextShape::kFile}) {
      EXPECT_THAT(Fault(std::string("死亡") + turn + "12人", shape), HasSubstr("direction"));
    }
  }
}

TEST(VisibleText, HoldsNothingThatNobodySees) {
  for (const char* hidden : {"\u00AD", "\u034F", "\u115F", "\u180E", "\u200B", "\u200C", "\u200D",
                             "\u2028", "\u2029", "\u2060", "\u2063", "\u206A", "\u3164", "\uFEFF",
                             "\uFFA0", "\uFFF9", "\U000E0001", "\U000E0041", "\U000E007F"}) {
    EXPECT_THAT(Fault(std::string("张") + hidden + "三", TextShape::kText), HasSubstr("sees"))
        << hidden;
  }
}

TEST(VisibleText, HoldsNoCodesThatAreNoCharacters) {
  for (const char* none : {"\uFDD0", "\uFDEF", "\uFFFE", "\uFFFF", "\U0001FFFE", "\U0010FFFF"}) {
    EXPECT_THAT(Fault(none), HasSubstr("no character"));
  }
}

TEST(VisibleText, VariesACharacterOnce) {
  EXPECT_NE(Fault("\uFE0F"), "");
  EXPECT_NE(Fault("☎\uFE0F\uFE0F"), "");
  EXPECT_NE(Fault("a\U000E0100"), "");
  EXPECT_NE(Fault("葛\U000E0100\U000E0101"), "");
}

TEST(VisibleText, IsStrictUtf8) {
  for (const char* bad : {"\x80", "\xC0\x80", "\xC3", "\xE0\x80\x80", "\xED\xA0\x80",
                          "\xF4\x90\x80\x80", "\xF8\x88\x80\x80\x80", "a\xFF"}) {
    EXPECT_EQ(Fault(bad), "is not valid UTF-8");
  }
}

TEST(VisibleText, IsComposed) {
  EXPECT_THAT(Fault("e\u0301"), HasSubstr("normal form C"));
  EXPECT_THAT(Fault("\u212B"), HasSubstr("normal form C"));              // Ångström sign
  EXPECT_THAT(Fault("\u1112\u1161\u11AB"), HasSubstr("normal form C"));  // jamo of 한
  EXPECT_EQ(Fault("\u00E9"), "");
  EXPECT_EQ(Fault("x\u0301"), "");  // there is no composed form
}

TEST(VisibleText, SaysTheCharacterAndNotTheText) {
  const std::string fault = Fault("张三 13800000000\u202E");
  EXPECT_EQ(fault, "holds U+202E, which turns the direction of writing; remove it");
}

}  // namespace
}  // namespace clarion::server
