// The resume token of a watch: opaque, complete, and of one history only.
#include "services/broadcast/watch_token.h"

#include "gtest/gtest.h"

namespace clarion::broadcast {
namespace {

constexpr char kParent[] = "regions/410726";

store::DataSet SetOf(const std::string& id, int64_t generation = 1) {
  store::DataSet set;
  set.id = id;
  set.generation = generation;
  return set;
}

TEST(WatchToken, LeadsBackToTheSamePlace) {
  const Position full{.sequence = 0x0123456789abcdef, .hash8 = std::string("\x80\x00\xff?abcd", 8)};
  const auto read = DecodeToken(EncodeToken(SetOf("a"), kParent, full), SetOf("a"), kParent);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->sequence, full.sequence);
  EXPECT_EQ(read->hash8, full.hash8);
}

TEST(WatchToken, TheBeginningOfALogIsAPlaceToo) {
  const auto read = DecodeToken(EncodeToken(SetOf("a"), kParent, Position()), SetOf("a"), kParent);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->sequence, 0);
  EXPECT_EQ(read->hash8, Position().hash8);
}

TEST(WatchToken, IsNotFollowedInAnotherDataSetGenerationOrParent) {
  const std::string token = EncodeToken(SetOf("a"), kParent, Position{.sequence = 7});
  EXPECT_TRUE(absl::IsNotFound(DecodeToken(token, SetOf("b"), kParent).status()));
  EXPECT_TRUE(absl::IsNotFound(DecodeToken(token, SetOf("a", 2), kParent).status()));
  EXPECT_TRUE(absl::IsNotFound(DecodeToken(token, SetOf("a"), "regions/410727").status()));
}

TEST(WatchToken, WhatIsNoTokenIsRefused) {
  const std::string token = EncodeToken(SetOf("a"), kParent, Position{.sequence = 7});
  for (const std::string& bad :
       {std::string("x"), token.substr(1), token + "x", std::string(token.size(), '\0')}) {
    EXPECT_TRUE(absl::IsInvalidArgument(DecodeToken(bad, SetOf("a"), kParent).status()));
  }
}

}  // namespace
}  // namespace clarion::broadcast
