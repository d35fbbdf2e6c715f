#include "clients/cli/times.h"

#include "gtest/gtest.h"
#include "tests/clients/fixtures.h"

namespace clarion::cli {
namespace {

const absl::Time kNow = tests::FixtureNow();  // 2026-11-23 12:10 +08:00

std::string Parsed(const std::string& text, bool future = false) {
  const auto time = ParseTime(text, kNow, future);
  if (!time) return "refused";
  return ShowTime(time->time) + (time->yesterday ? " yesterday" : "");
}

TEST(ParseTime, ClockTimesAreTodayInBeijingAndNeverInTheFuture) {
  EXPECT_EQ(Parsed("08:05"), "2026-11-23 08:05:00");
  EXPECT_EQ(Parsed("8:05:09"), "2026-11-23 08:05:09");
  EXPECT_EQ(Parsed("12:10"), "2026-11-23 12:10:00");
  EXPECT_EQ(Parsed("12:11"), "2026-11-22 12:11:00 yesterday");
  EXPECT_EQ(Parsed("23:59"), "2026-11-22 23:59:00 yesterday");
}

TEST(ParseTime, PlansAreTheNextSuchTime) {
  EXPECT_EQ(Parsed("15:00", true), "2026-11-23 15:00:00");
  EXPECT_EQ(Parsed("09:00", true), "2026-11-24 09:00:00");
  EXPECT_EQ(Parsed("+2h", true), "2026-11-23 14:10:00");
}

TEST(ParseTime, RelativeTimesCountBackFromNow) {
  EXPECT_EQ(Parsed("now"), "2026-11-23 12:10:00");
  EXPECT_EQ(Parsed("-25m"), "2026-11-23 11:45:00");
  EXPECT_EQ(Parsed("-1h30m"), "2026-11-23 10:40:00");
  EXPECT_EQ(Parsed("+25m"), "refused");  // what was found cannot lie ahead
}

TEST(ParseTime, FullTimesKeepTheirZone) {
  EXPECT_EQ(Parsed("2026-11-22T16:22:00+08:00"), "2026-11-22 16:22:00");
  EXPECT_EQ(Parsed("2026-11-22T08:22:00Z"), "2026-11-22 16:22:00");
  EXPECT_EQ(Parsed("2026-11-22 16:22"), "2026-11-22 16:22:00");
}

TEST(ParseTime, RefusesWhatIsNoTime) {
  for (const char* text : {"", "-", "25:00", "08:60", "8", "08:05x", "-x", "--5m", "yesterday"}) {
    EXPECT_EQ(Parsed(text), "refused") << text;
  }
}

TEST(ShowLength, IsHoursAndMinutesHoweverLong) {
  EXPECT_EQ(ShowLength(absl::Minutes(5)), "0:05");
  EXPECT_EQ(ShowLength(absl::Minutes(5 * 60 + 38)), "5:38");
  EXPECT_EQ(ShowLength(absl::Hours(48)), "48:00");
  EXPECT_EQ(ShowLength(absl::Seconds(42)), "0:00:42");
  EXPECT_EQ(ShowLength(-absl::Seconds(1)), "0:00:00");
}

TEST(ShowRemaining, AtTheDueInstantItIsStillInTime) {
  EXPECT_EQ(ShowRemaining(kNow, kNow, Lang::kEn), "0:00:00 left");
  EXPECT_EQ(ShowRemaining(kNow, kNow + absl::Minutes(2), Lang::kEn), "0:02 over");
  EXPECT_EQ(ShowRemaining(kNow + absl::Minutes(50), kNow, Lang::kZh), "剩余 0:50");
}

TEST(ToProto, FloorsToTheMillisecondOnBothSidesOfTheEpoch) {
  const auto before = ToProto(absl::UnixEpoch() - absl::Milliseconds(1));
  EXPECT_EQ(before.seconds(), -1);
  EXPECT_EQ(before.nanos(), 999'000'000);
  EXPECT_EQ(ToProto(absl::UnixEpoch() + absl::Microseconds(1999)).nanos(), 1'000'000);
}

}  // namespace
}  // namespace clarion::cli
