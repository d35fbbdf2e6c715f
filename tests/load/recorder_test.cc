#include "tests/load/recorder.h"

#include <gtest/gtest.h>

namespace clarion::load {
namespace {

std::vector<nanoseconds> UpTo(int n) {
  std::vector<nanoseconds> values;
  for (int i = n; i >= 1; --i) values.emplace_back(i);
  return values;
}

TEST(Recorder, GivesTheLeastValueThatAShareDoesNotExceed) {
  const Summary summary = Summarise(UpTo(1000));
  EXPECT_EQ(summary.p50.count(), 500);
  EXPECT_EQ(summary.p99.count(), 990);
  EXPECT_EQ(summary.p999.count(), 999);
  EXPECT_EQ(summary.max.count(), 1000);
}

TEST(Recorder, HidesNoOutlierOfAFewValues) {
  const Summary summary = Summarise(UpTo(10));
  EXPECT_EQ(summary.p50.count(), 5);
  EXPECT_EQ(summary.p99.count(), 10);
  EXPECT_EQ(summary.p999.count(), 10);
}

TEST(Recorder, SaysZeroOfNothing) {
  const Summary summary = Recorder(3).Summarise(0);
  EXPECT_EQ(summary.count, 0U);
  EXPECT_EQ(summary.unanswered, 3U);
  EXPECT_EQ(summary.max.count(), 0);
}

TEST(Recorder, KeepsNegativeValuesApartFromMissingOnes) {
  Recorder recorder(2);
  recorder.Record(0, nanoseconds(-5));
  EXPECT_EQ(recorder.Summarise(0).count, 1U);
  EXPECT_EQ(recorder.Summarise(0).max.count(), -5);
}

}  // namespace
}  // namespace clarion::load
