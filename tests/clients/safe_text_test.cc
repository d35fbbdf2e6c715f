#include "clients/cli/safe_text.h"

#include <nlohmann/json.hpp>

#include "gtest/gtest.h"

namespace clarion::cli {
namespace {

TEST(SafeLine, TakesAwayWhatATerminalWouldObey) {
  EXPECT_EQ(SafeLine("a\x1b]0;title\x07z"), "a]0;titlez");
  EXPECT_EQ(SafeLine("a\u009b31mz"), "a31mz");      // C1 CSI
  EXPECT_EQ(SafeLine("a\u202e90\u202cz"), "a90z");  // right-to-left override
  EXPECT_EQ(SafeLine("a\u2066b\u2069\u200f\u061cz"), "abz");
  EXPECT_EQ(SafeLine("a\u200bb\ufeffz"), "abz");  // zero width
  EXPECT_EQ(SafeLine("a\r\x7f\x08z"), "az");
  EXPECT_EQ(SafeLine("one\ntwo\tthree"), "one two three");
  EXPECT_EQ(SafeLine(std::string("nul\0z", 5)), "nulz");
}

TEST(SafeLine, KeepsHanRareNamesAndMarksBrokenBytes) {
  EXPECT_EQ(SafeLine("延津县 𠮷㛃䶮〇"), "延津县 𠮷㛃䶮〇");
  EXPECT_EQ(SafeLine("a\xff\xfez"), "a\ufffd\ufffdz");
  EXPECT_EQ(SafeLine("a\xe5\xbb"), "a\ufffd\ufffd");  // cut in the middle of a character
}

TEST(SafeText, KeepsLineEndsOfABody) { EXPECT_EQ(SafeText("一\n二\x1b[2J\n"), "一\n二[2J\n"); }

TEST(SafeJson, LosesNothingAndLeavesNothingActive) {
  const std::string json = "{\"title\":\"a\u009b\u202e\u2066z\"}";
  const std::string safe = SafeJson(json);
  EXPECT_EQ(safe, "{\"title\":\"a\\u009b\\u202e\\u2066z\"}");
  EXPECT_EQ(nlohmann::json::parse(safe), nlohmann::json::parse(json));
}

}  // namespace
}  // namespace clarion::cli
