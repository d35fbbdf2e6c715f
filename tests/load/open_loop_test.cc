#include "tests/load/open_loop.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/load/virtual_clock.h"

namespace clarion::load {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;

// Does one operation at a time in 100 us, and stands still from `stall` for a second.
class StallingServer {
 public:
  explicit StallingServer(Instant stall) : stall_(stall) {}

  Instant AnswerOf(Instant asked) {
    Instant begin = std::max(asked, free_);
    if (begin >= stall_) begin = std::max(begin, stall_ + seconds(1));
    return free_ = begin + microseconds(100);
  }

 private:
  const Instant stall_;
  Instant free_;
};

constexpr OpenLoop::Plan kFourSeconds = {.per_second = 500, .operations = 2000, .warm_up = 0};

void ExpectTheStallIsSeen(const Summary& summary) {
  EXPECT_EQ(summary.count, 2000U);
  EXPECT_GT(summary.p999, milliseconds(950));
  EXPECT_GT(summary.p99, milliseconds(900));
  EXPECT_LT(summary.max, milliseconds(1100));
  EXPECT_LT(summary.p50, milliseconds(1));
}

TEST(OpenLoop, ShowsAStallOfOneSecondInTheHighPercentiles) {
  VirtualClock clock;
  OpenLoop loop(kFourSeconds, clock);
  StallingServer server(loop.Due(500));
  loop.Run(
      [&](size_t i) { clock.At(server.AnswerOf(clock.Now()), [&loop, i] { loop.Answered(i); }); });
  clock.SleepUntil(clock.Now() + seconds(10));
  ExpectTheStallIsSeen(loop.Summarise());
}

TEST(OpenLoop, ShowsTheStallEvenWhenItHoldsUpTheSender) {
  VirtualClock clock;
  OpenLoop loop(kFourSeconds, clock);
  StallingServer server(loop.Due(500));
  loop.Run([&](size_t i) {
    clock.SleepUntil(server.AnswerOf(clock.Now()));
    loop.Answered(i);
  });
  ExpectTheStallIsSeen(loop.Summarise());
}

TEST(OpenLoop, SendsAtTheInstantsFixedBeforehandWhateverTheAnswersDo) {
  VirtualClock clock;
  OpenLoop loop({.per_second = 1000, .operations = 100}, clock);
  size_t sent = 0;
  loop.Run([&](size_t i) {
    EXPECT_EQ(i, sent++);
    EXPECT_EQ(clock.Now(), loop.Due(i));
  });
  EXPECT_EQ(sent, 100U);
  EXPECT_EQ(loop.Due(99) - loop.Due(0), milliseconds(99));
}

TEST(OpenLoop, LeavesTheWarmUpOutAndCountsWhatWasNeverAnswered) {
  VirtualClock clock;
  OpenLoop loop({.per_second = 1000, .operations = 10, .warm_up = 4}, clock);
  loop.Run([&](size_t i) {
    const auto latency = i < 4 ? seconds(1) : seconds(0);
    if (i != 7) clock.At(clock.Now() + latency, [&loop, i] { loop.Answered(i); });
  });
  clock.SleepUntil(clock.Now() + seconds(10));
  EXPECT_EQ(loop.Summarise().count, 5U);
  EXPECT_EQ(loop.Summarise().unanswered, 1U);
  EXPECT_EQ(loop.Summarise().max, nanoseconds(0));
  EXPECT_FALSE(loop.WaitForAnswers(nanoseconds(0)));
}

}  // namespace
}  // namespace clarion::load
