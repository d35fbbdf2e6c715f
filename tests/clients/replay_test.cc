#include <filesystem>
#include <fstream>
#include <sstream>

#include "clients/cli/replay/case_file.h"
#include "clients/cli/replay/clock_report.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/clients/fixtures.h"

namespace clarion::cli {
namespace {

using ::testing::HasSubstr;

constexpr char kCase[] = R"({
  "id": "sample", "title": {"zh": "样例", "en": "sample"}, "t0": "2022-11-21T16:22:00+08:00",
  "steps": [
    {"after": "0:00", "do": "register", "by": "duty", "known": "published", "args": {"title": "x"}},
    {"after": "PT29H38M", "do": "begin_conference", "by": "duty", "known": "not_before"}]})";

std::string With(const std::string& from, const std::string& to) {
  std::string text = kCase;
  text.replace(text.find(from), from.size(), to);
  return text;
}

TEST(CaseFile, IsReadStrictly) {
  ASSERT_TRUE(ParseCase(kCase).ok());
  EXPECT_EQ(ParseCase(kCase)->steps[1].after, absl::Minutes(29 * 60 + 38));
  for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
           {"\"id\"", "\"identity\""},
           {"\"by\": \"duty\"", "\"who\": \"duty\""},
           {"begin_conference", "start_the_show"},
           {"not_before", "surely"},
           {"PT29H38M", "later"},
           {"\"do\": \"register\"", "\"do\": \"verify\""},
           {"\"after\": \"0:00\"", "\"after\": \"30:00\""},
           {"2022-11-21T16:22:00+08:00", "yesterday"}}) {
    EXPECT_EQ(ParseCase(With(from, to)).status().code(), absl::StatusCode::kInvalidArgument) << to;
  }
}

TEST(CaseFile, TimesAreHoursAndMinutesOrIso) {
  EXPECT_EQ(ParseAfter("13:48"), absl::Minutes(828));
  EXPECT_EQ(ParseAfter("13:48:30"), absl::Seconds(828 * 60 + 30));
  EXPECT_EQ(ParseAfter("PT13H48M"), absl::Minutes(828));
  for (const char* text : {"", "13", "13:60", "-1:00", "PT", "13:48x"}) {
    EXPECT_EQ(ParseAfter(text), std::nullopt) << text;
  }
}

TEST(CaseFile, EveryPublishedCaseCanBeRead) {
  int read = 0;
  for (const auto& entry : std::filesystem::directory_iterator(CLARION_CASES)) {
    if (entry.path().extension() != ".json") continue;
    std::ifstream file(entry.path());
    std::stringstream text;
    text << file.rdbuf();
    const auto replayed = ParseCase(text.str());
    EXPECT_TRUE(replayed.ok()) << entry.path() << " " << replayed.status();
    EXPECT_FALSE(replayed->sources.empty()) << entry.path();
    ++read;
  }
  EXPECT_GT(read, 0);
}

// 60 times faster: 24 h are 24 min, the conference began after 29 min 38 s.
TEST(ClockReport, LatenessIsThatOfTheCaseAndNotOfTheDrill) {
  v1::Record breach;
  breach.add_events()->mutable_obligation_breached()->set_obligation("PRESS_CONFERENCE-1");
  const auto lines = ClockLines(*ParseCase(kCase), tests::Drill(), {breach});
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0].due, absl::Hours(24));
  EXPECT_EQ(lines[0].met, absl::Minutes(29 * 60 + 38));
  EXPECT_EQ(lines[0].late, absl::Minutes(5 * 60 + 38));
  EXPECT_TRUE(lines[0].breached);
  EXPECT_EQ(lines[0].known, Known::kNotBefore);

  std::ostringstream out;
  PrintClockLines(out, {.lang = Lang::kEn}, lines, 60);
  EXPECT_THAT(out.str(), HasSubstr("T+24:00"));
  EXPECT_THAT(out.str(), HasSubstr("T+29:38 breached, then met late by 5:38"));
  EXPECT_THAT(out.str(), HasSubstr("not before this"));
}

}  // namespace
}  // namespace clarion::cli
