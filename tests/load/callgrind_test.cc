#include "tests/load/callgrind.h"

#include <gtest/gtest.h>

namespace clarion::load {
namespace {

TEST(Callgrind, CountsInstructionsAndEveryCallThatAllocates) {
  const Executed executed = ReadCallgrind(
      "events: Ir\n"
      "summary: 4200\n"
      "fn=(1) main\n"
      "cfn=(2) malloc\n"
      "calls=7 0\n"
      "0 700\n"
      "cfn=(3) free\n"
      "calls=9 0\n"
      "fn=(4) operator new(unsigned long)\n"
      "cfn=(2)\n"
      "calls=5 0\n"
      "fn=(5) calloc\n"
      "fn=(1)\n"
      "cfn=(5)\n"
      "calls=1 0\n");
  EXPECT_EQ(executed.instructions, 4200);
  EXPECT_EQ(executed.allocations, 7 + 5 + 1);
}

TEST(Callgrind, FindsNothingInWhatIsNoProfile) {
  EXPECT_EQ(ReadCallgrind("").instructions, 0);
  EXPECT_EQ(ReadCallgrind("summary: many\ncalls=\n").allocations, 0);
}

}  // namespace
}  // namespace clarion::load
