// The resume token of a watch: opaque, complete, and of one history only.
#include "services/broadcast/watch_token.h"

#include "gtest/gtest.h"

namespace clarion::broadcast {
namespace {

std::string ScopeOf(const std::string& id, int64_t generation = 1,
                    const std::string& parent = "regions/410726") {
  store::DataSet set;
  set.id = id;
  set.generation = generation;
  return WatchScope(set, parent);
}

TEST(WatchToken, LeadsBackToTheSamePlace) {
  const Position full{.sequence = 0x0123456789abcdef, .hash8 = std::string("\x80\x00\xff?abcd", 8)};
  const auto read = DecodeToken(EncodeToken(ScopeOf("a"), full), ScopeOf("a"));
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->sequence, full.sequence);
  EXPECT_EQ(read->hash8, full.hash8);
}

TEST(WatchToken, TheBeginningOfALogIsAPlaceToo) {
  const auto read = DecodeToken(EncodeToken(ScopeOf("a"), Position()), ScopeOf("a"));
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->sequence, 0);
  EXPECT_EQ(read->hash8, Position().hash8);
}

TEST(WatchToken, IsNotFollowedInAnotherDataSetGenerationOrParent) {
  const std::string token = EncodeToken(ScopeOf("a"), Position{.sequence = 7});
  EXPECT_TRUE(absl::IsNotFound(DecodeToken(token, ScopeOf("b")).status()));
  EXPECT_TRUE(absl::IsNotFound(DecodeToken(token, ScopeOf("a", 2)).status()));
  EXPECT_TRUE(absl::IsNotFound(DecodeToken(token, ScopeOf("a", 1, "regions/410727")).status()));
}

TEST(WatchToken, WhatIsNoTokenIsRefused) {
  const std::string token = EncodeToken(ScopeOf("a"), Position{.sequence = 7});
  for (const std::string& bad :
       {std::string("x"), token.substr(1), token + "x", std::string(token.size(), '\0')}) {
    EXPECT_TRUE(absl::IsInvalidArgument(DecodeToken(bad, ScopeOf("a")).status()));
  }
}

}  // namespace
}  // namespace clarion::broadcast
