#include "tests/load/figures.h"

#include <gtest/gtest.h>

#include "tests/load/latency_figures.h"
#include "tests/load/report.h"

namespace clarion::load {
namespace {

Figure Throughput(const std::vector<double>& product) {
  return {.name = "throughput",
          .unit = "/s",
          .floor = std::vector<double>(product.size(), 100),
          .product = product,
          .judge = Judge::kRatioAtLeast,
          .goal = 0.7,
          .gate = 0.35};
}

TEST(Figures, AreJudgedOnTheBestRoundAndQuotedByTheMedianOne) {
  const Figure figure = Throughput({20, 80, 30});
  EXPECT_DOUBLE_EQ(Best(figure), 0.8);
  EXPECT_DOUBLE_EQ(Median(figure), 0.3);
  EXPECT_TRUE(MeetsGate(figure));
  EXPECT_FALSE(MeetsGoal(figure));
}

TEST(Figures, FailTheGateWhenNoRoundReachesIt) {
  EXPECT_FALSE(MeetsGate(Throughput({34, 33, 32})));
  EXPECT_TRUE(MeetsGate(Throughput({35, 1, 1})));
}

TEST(Figures, CompareARoundWithTheFloorOfTheSameRound) {
  Figure figure = Throughput({50, 50});
  figure.floor = {100, 50};
  EXPECT_DOUBLE_EQ(Value(figure, 0), 0.5);
  EXPECT_DOUBLE_EQ(Value(figure, 1), 1);
  EXPECT_DOUBLE_EQ(MedianOf(figure.floor), 100);
}

TEST(Figures, TakeALatencyForBetterTheLessItAddsToItsFloor) {
  const Figure figure = {.name = "latency",
                         .unit = "ms",
                         .floor = {0.5, 0.5},
                         .product = {1.3, 0.9},
                         .judge = Judge::kMoreAtMost,
                         .goal = 0.3,
                         .gate = 0.6};
  EXPECT_DOUBLE_EQ(Best(figure), 0.9 - 0.5);
  EXPECT_DOUBLE_EQ(Median(figure), 1.3 - 0.5);
  EXPECT_TRUE(MeetsGate(figure));
  EXPECT_FALSE(MeetsGoal(figure));
}

TEST(Figures, PassTheGateWhenTheFloorOfTheirRoundWasLateToo) {
  Figure figure = {.name = "lateness",
                   .unit = "ms",
                   .floor = {1, 6},
                   .product = {20, 23},
                   .judge = Judge::kAtMost,
                   .goal = 5,
                   .gate = 10,
                   .gate_times_floor = 4};
  EXPECT_TRUE(MeetsGate(figure));
  EXPECT_FALSE(MeetsGoal(figure));
  figure.floor = {4, 1};
  EXPECT_FALSE(MeetsGate(figure));
}

TEST(Figures, AreWorthNothingBesideAFloorOfZero) {
  Figure figure = Throughput({1});
  figure.floor = {0};
  figure.judge = Judge::kRatioAtMost;
  EXPECT_FALSE(MeetsGate(figure));
}

TEST(Figures, OfTheMachineAloneHaveAGoalAndFailNobody) {
  const Figure figure = {.name = "decisions",
                         .unit = "/s",
                         .product = {10, 30, 20},
                         .judge = Judge::kAtLeast,
                         .goal = 25,
                         .gate = kNoGate};
  EXPECT_DOUBLE_EQ(Best(figure), 30);
  EXPECT_FALSE(MeetsGoal(figure));
  EXPECT_TRUE(MeetsGate(figure));
  Report report;
  report.Add(figure);
  EXPECT_EQ(report.Passed() + report.Failed(), 0U);
  EXPECT_NE(ToTable(report).find("short"), std::string::npos);
}

TEST(Figures, OfALatencyAreItsPercentilesAndItsCurve) {
  std::vector<nanoseconds> round;
  for (int i = 1; i <= 1000; ++i) round.push_back(std::chrono::milliseconds(i));
  Report report;
  AddLatency("answer", {}, {Summarise(round)}, {.p99 = {Judge::kAtMost, 900, 1000}}, report);
  ASSERT_EQ(report.figures.size(), 4U);
  EXPECT_DOUBLE_EQ(report.figures[0].product.front(), 500);
  EXPECT_DOUBLE_EQ(report.figures[1].product.front(), 990);
  EXPECT_FALSE(MeetsGoal(report.figures[1]));
  EXPECT_DOUBLE_EQ(report.figures[3].product.front(), 1000);
  ASSERT_EQ(report.curves.size(), 1U);
  EXPECT_NEAR(report.curves[0].points.back().first, 0.999, 1e-9);
}

TEST(Report, FailsForEachGateMissedAndEachCountThatIsNotZero) {
  Report report;
  report.figures = {Throughput({90}), Throughput({1})};
  report.counts = {{"lost", 0}, {"early", 2}};
  EXPECT_EQ(report.Passed(), 2U);
  EXPECT_EQ(report.Failed(), 2U);
  EXPECT_NE(ToJson(report).find("\"early\": 2"), std::string::npos);
  EXPECT_NE(ToTable(report).find("FAILED"), std::string::npos);
}

}  // namespace
}  // namespace clarion::load
