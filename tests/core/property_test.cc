// Random courses over one docket at a time, each step held against the laws. Reproduce a failure
// with CLARION_SEED=<seed printed>; CLARION_STEPS lengthens the walk.
#include <cstdlib>
#include <iostream>
#include <random>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/core/walk.h"
#include "tests/support/patience.h"

namespace clarion::testing {
namespace {

constexpr uint64_t kSteps = support::kPatienceFactor == 1 ? 1'000'000 : 100'000;
// The rarest refusal is met about once in 60,000 steps: a shorter walk has not seen everything.
constexpr uint64_t kStepsToSeeAll = 1'000'000;

uint64_t FromEnvironment(const char* name, uint64_t otherwise) {
  const char* value = std::getenv(name);
  return value == nullptr ? otherwise : std::strtoull(value, nullptr, 10);
}

TEST(EveryCourse, KeepsTheLawsAndReachesEveryActAndReason) {
  const uint64_t seed = FromEnvironment("CLARION_SEED", std::random_device{}());
  const uint64_t steps = FromEnvironment("CLARION_STEPS", kSteps);
  std::cout << "CLARION_SEED=" << seed << " CLARION_STEPS=" << steps << "\n";
  Walk walk{std::mt19937_64(seed)};
  for (uint64_t step = 0; step < steps; ++step) {
    ASSERT_TRUE(walk.Step()) << "at step " << step << "; CLARION_SEED=" << seed << "\n"
                             << walk.broken();
  }
  walk.PrintCounts();
  std::cout << walk.courses() << " courses\n";
  if (steps < kStepsToSeeAll) return;
  EXPECT_THAT(walk.NeverReached(), ::testing::IsEmpty());
}

}  // namespace
}  // namespace clarion::testing
