// Addresses are figures: nothing is looked up while a node fails.
#include "services/store/address.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace clarion::store {
namespace {

TEST(NodeAddress, IsFiguresAndAPort) {
  EXPECT_EQ(ReadAddress("10.0.0.1:6379"), (Address{"10.0.0.1", 6379}));
  EXPECT_EQ(ReadAddress("[fd00::1]:26379"), (Address{"fd00::1", 26379}));
  for (const std::string text : {"10.0.0.1:6379", "[fd00::1]:26379"}) {
    EXPECT_EQ(ShowAddress(*ReadAddress(text)), text);
  }
}

TEST(NodeAddress, IsNoNameAndNothingHalf) {
  for (const std::string text :
       {"", "redis", "redis:6379", "localhost:6379", "10.0.0.1", "10.0.0.1:", ":6379",
        "10.0.0:6379", "10.0.0.1:0", "10.0.0.1:65536", "10.0.0.1:-1", "10.0.0.1:x", "fd00::1:6379",
        "[fd00::1]", "[10.0.0.1]:6379", "[]:6379"}) {
    EXPECT_FALSE(ReadAddress(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace clarion::store
