#include "clients/cpp/watch_order.h"

#include "gtest/gtest.h"

namespace clarion::client {
namespace {

constexpr char kOrdered[] = "regions/410726/incidents/410726-20261123-0007";

v1::WatchResponse ChangeAt(int64_t sequence, int64_t version, const char* paper = kOrdered) {
  v1::WatchResponse message;
  message.set_sequence(sequence);
  message.add_items()->mutable_change()->set_paper(paper);
  message.mutable_items(0)->mutable_change()->set_version(version);
  return message;
}

v1::WatchResponse StateAt(int64_t sequence, int64_t version) {
  v1::WatchResponse message;
  message.set_sequence(sequence);
  message.add_items()->mutable_state()->set_name(kOrdered);
  message.mutable_items(0)->mutable_state()->set_version(version);
  return message;
}

TEST(WatchOrder, AChangeIsExactlyOneMoreThanTheLast) {
  WatchOrder order;
  order.BeginSnapshot();
  EXPECT_TRUE(order.Check(StateAt(10, 4)).ok());
  EXPECT_TRUE(order.Check(ChangeAt(11, 5)).ok());
  EXPECT_EQ(order.Check(ChangeAt(12, 7)).code(), absl::StatusCode::kDataLoss);
}

TEST(WatchOrder, ARepeatedChangeIsAFault) {
  WatchOrder order;
  order.BeginSnapshot();
  EXPECT_TRUE(order.Check(StateAt(10, 4)).ok());
  EXPECT_TRUE(order.Check(ChangeAt(11, 5)).ok());
  EXPECT_FALSE(order.Check(ChangeAt(12, 5)).ok());
}

TEST(WatchOrder, AStateMaySkipButNotGoBack) {
  WatchOrder order;
  order.BeginSnapshot();
  EXPECT_TRUE(order.Check(StateAt(10, 4)).ok());
  EXPECT_TRUE(order.Check(StateAt(15, 9)).ok());
  EXPECT_TRUE(order.Check(ChangeAt(16, 10)).ok());
  EXPECT_FALSE(order.Check(StateAt(17, 9)).ok());
}

TEST(WatchOrder, TheSequenceIncreasesWithEachChange) {
  WatchOrder order;
  order.BeginSnapshot();
  EXPECT_TRUE(order.Check(StateAt(10, 4)).ok());
  EXPECT_TRUE(order.Check(StateAt(10, 4)).ok());  // a snapshot has one sequence
  EXPECT_FALSE(order.Check(ChangeAt(10, 5)).ok());
  EXPECT_FALSE(order.Check(StateAt(9, 6)).ok());
}

TEST(WatchOrder, AfterASnapshotAPaperUnseenBeginsAtOne) {
  WatchOrder order;
  order.BeginSnapshot();
  EXPECT_FALSE(order.Check(ChangeAt(11, 3)).ok());
  WatchOrder other;
  other.BeginSnapshot();
  EXPECT_TRUE(other.Check(ChangeAt(11, 1)).ok());
}

TEST(WatchOrder, AfterAResumeTheFirstSeenCountsAndRostersAlways) {
  WatchOrder resumed;
  EXPECT_TRUE(resumed.Check(ChangeAt(11, 7)).ok());
  EXPECT_FALSE(resumed.Check(ChangeAt(12, 9)).ok());
  WatchOrder order;
  order.BeginSnapshot();
  EXPECT_TRUE(order.Check(ChangeAt(11, 7, "regions/410726/roster")).ok());
}

TEST(WatchOrder, ASnapshotForgets) {
  WatchOrder order;
  order.BeginSnapshot();
  EXPECT_TRUE(order.Check(StateAt(100, 9)).ok());
  order.BeginSnapshot();
  EXPECT_TRUE(order.Check(StateAt(3, 1)).ok());  // of another generation
}

}  // namespace
}  // namespace clarion::client
