// The disciplined clock, on invented steady instants.
#include "services/store/data_clock.h"

#include "gtest/gtest.h"

namespace clarion::store {
namespace {

const absl::Time kAnchored = absl::FromUnixSeconds(1'800'000'000);
constexpr absl::Duration kReading = absl::Milliseconds(1);

class DataClockTest : public ::testing::Test {
 protected:
  DataClockTest() { clock_.Anchor(kAnchored, absl::Seconds(100), absl::Seconds(100)); }
  // Redis says `ahead` of true time, `after` seconds after the start.
  bool Observe(int after, absl::Duration ahead, absl::Duration reading = kReading) {
    const absl::Duration at = absl::Seconds(100 + after);
    return clock_.Observe(kAnchored + absl::Seconds(after) + ahead, at - reading / 2,
                          at + reading / 2);
  }
  // How far the clock is ahead of true time, `after` seconds after the start.
  absl::Duration Ahead(int after) {
    return clock_.At(absl::Seconds(100 + after)) - (kAnchored + absl::Seconds(after));
  }
  DataClock clock_;
};

TEST_F(DataClockTest, RunsOnTheSteadyClock) {
  EXPECT_EQ(Ahead(0), absl::ZeroDuration());
  EXPECT_EQ(Ahead(3600), absl::ZeroDuration());
}

TEST_F(DataClockTest, TakesOutADifferenceByAtMostFiveMillisecondsASecond) {
  EXPECT_FALSE(Observe(1, absl::Milliseconds(100)));
  EXPECT_EQ(Ahead(1), absl::ZeroDuration());  // no jump
  EXPECT_EQ(Ahead(2), absl::Milliseconds(5));
  for (int second = 2; second <= 40; ++second) Observe(second, absl::Milliseconds(100));
  EXPECT_LE(absl::AbsDuration(Ahead(41) - absl::Milliseconds(100)), absl::Milliseconds(1));
}

TEST_F(DataClockTest, NeverRunsBack) {
  Observe(1, absl::Milliseconds(-200));
  absl::Time last = clock_.At(absl::Seconds(101));
  for (int ms = 1; ms < 1000; ++ms) {
    const absl::Time next = clock_.At(absl::Seconds(101) + absl::Milliseconds(ms));
    EXPECT_GE(next, last);
    last = next;
  }
}

TEST_F(DataClockTest, IsSuspectAfterAStepOfMoreThan250Milliseconds) {
  EXPECT_FALSE(Observe(1, absl::Milliseconds(250)));
  EXPECT_FALSE(clock_.suspect());
  DataClock clock;
  clock.Anchor(kAnchored, absl::Seconds(100), absl::Seconds(100));
  EXPECT_TRUE(clock.Observe(kAnchored + absl::Seconds(1) + absl::Milliseconds(251),
                            absl::Seconds(101), absl::Seconds(101)));
  EXPECT_TRUE(clock.suspect());
}

TEST_F(DataClockTest, IsTheEarlierOfTheTwoWhileSuspect) {
  EXPECT_TRUE(Observe(1, absl::Hours(1)));
  EXPECT_EQ(Ahead(2), absl::ZeroDuration());
  EXPECT_FALSE(Observe(2, absl::Hours(-1)));  // told once
  EXPECT_EQ(Ahead(3), absl::Hours(-1));
}

TEST_F(DataClockTest, IsTrustedAgainWhenTheTwoAgree) {
  EXPECT_TRUE(Observe(1, absl::Hours(1)));
  Observe(2, absl::ZeroDuration());
  EXPECT_FALSE(clock_.suspect());
  EXPECT_EQ(Ahead(3), absl::ZeroDuration());
}

TEST_F(DataClockTest, PassesOverAReadingThatTookTooLong) {
  EXPECT_FALSE(Observe(1, absl::Hours(1), absl::Milliseconds(400)));
  EXPECT_FALSE(clock_.suspect());
}

}  // namespace
}  // namespace clarion::store
