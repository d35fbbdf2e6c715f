// Following the log: every entry once and in order, whatever happens to bell and connection.
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/store/keys.h"
#include "tests/store/store_fixture.h"
#include "tests/support/status_matchers.h"
#include "tests/support/wait_until.h"

namespace clarion::store {
namespace {

using Outcome = Committed::Outcome;
using ::clarion::support::WaitUntil;
using ::clarion::testing::IsOk;

class FollowerTest : public StoreTest {
 protected:
  void TearDown() override { follower_.reset(); }

  void Follow(bool from_start) {
    follower_ =
        store_->NewFollower({.desk = "broadcast",
                             .process = "b1",
                             .on_entries =
                                 [this](absl::Span<const Entry> entries) {
                                   const std::lock_guard<std::mutex> lock(mutex_);
                                   seen_.insert(seen_.end(), entries.begin(), entries.end());
                                   handed_over_.push_back(entries.size());
                                 },
                             .on_resync =
                                 [this](int shard, int64_t sequence) {
                                   const std::lock_guard<std::mutex> lock(mutex_);
                                   resyncs_[shard] = sequence;
                                 }});
    std::vector<int64_t> from(kShards, 0);
    if (!from_start) from = *follower_->Ends();
    ASSERT_THAT(follower_->Start(from), IsOk());
  }
  std::vector<Entry> Seen() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return seen_;
  }
  // How many entries came together, each time.
  std::vector<size_t> HandedOver() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return handed_over_;
  }
  std::map<int, int64_t> Resyncs() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return resyncs_;
  }
  // Repeats until it is done: Redis may be away.
  void CommitSurely(const std::string& note) {
    ASSERT_TRUE(WaitUntil(kPatience, [&] {
      const auto done = CommitNext(note);
      return done.ok() && done->outcome == Outcome::kDone;
    }));
  }
  // The county's cursor of this follower as others see it; -1 when it is not live.
  int64_t CursorSeen() {
    const auto progress = store_->ReadProgress();
    if (!progress.ok()) return -1;
    for (const auto& [follower, sequence] :
         (*progress)[static_cast<size_t>(ShardOf(kCounty))].cursors) {
      if (follower == "broadcast/b1") return sequence;
    }
    return -1;
  }
  void ExpectDense(int64_t last) {
    ASSERT_TRUE(WaitUntil(kPatience, [&] {
      const auto seen = Seen();
      return !seen.empty() && seen.back().sequence >= last;
    }));
    int64_t expected = 1;
    for (const Entry& entry : Seen()) EXPECT_EQ(entry.sequence, expected++);
  }

  std::unique_ptr<LogFollower> follower_;

 private:
  std::mutex mutex_;
  std::vector<Entry> seen_;
  std::vector<size_t> handed_over_;
  std::map<int, int64_t> resyncs_;
};

TEST_F(FollowerTest, HandsOverEveryEntryWithItsRecords) {
  Initialise();
  Open();
  Follow(false);
  for (int i = 1; i <= 30; ++i) CommitSurely(absl::StrCat("note ", i));
  ExpectDense(30);
  const auto history = History(RosterName());
  const auto seen = Seen();
  for (size_t i = 0; i < seen.size(); ++i) {
    EXPECT_EQ(seen[i].shard, ShardOf(kCounty));
    ASSERT_EQ(seen[i].entry.records_size(), 1);
    EXPECT_EQ(seen[i].entry.records(0), (*history)[i]);
  }
}

TEST_F(FollowerTest, IsWokenByTheBellLongBeforeTheNextLook) {
  Initialise();
  Open();
  Follow(false);
  CommitSurely("first");
  ExpectDense(1);
  // Ten in a row, each waited for: looks once a second would take ten seconds.
  const absl::Time began = absl::Now();
  for (int i = 2; i <= 11; ++i) {
    CommitSurely("note");
    ExpectDense(i);
  }
  EXPECT_LT(absl::Now() - began, absl::Seconds(5));
}

TEST_F(FollowerTest, MissesNothingWhenTheBellIsLost) {
  Initialise();
  Open();
  Follow(false);
  for (int i = 1; i <= 60; ++i) {
    if (i % 20 == 0) redis_.Run({"CLIENT", "KILL", "TYPE", "pubsub"});
    CommitSurely(absl::StrCat("note ", i));
  }
  ExpectDense(60);
}

TEST_F(FollowerTest, MissesNothingWhenRedisIsKilledAndComesBack) {
  Initialise();
  Open();
  Follow(false);
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 10; ++i) CommitSurely("note");
    redis_.Kill();
    redis_.Start();
  }
  CommitSurely("last");
  const int64_t last =
      (*store_->ReadProgress())[static_cast<size_t>(ShardOf(kCounty))].last_sequence;
  EXPECT_GE(last, 31);
  ExpectDense(last);
  EXPECT_TRUE(Resyncs().empty());
}

TEST_F(FollowerTest, IsToldToGoOverEverythingBelowTheTrimmedFloor) {
  Initialise();
  Open();
  for (int i = 0; i < 5; ++i) CommitSurely("note");
  redis_.Run({"XTRIM", ShardKey(ShardOf(kCounty), "log"), "MAXLEN", "2"});
  Follow(true);
  ASSERT_TRUE(WaitUntil(kPatience, [&] { return !Resyncs().empty(); }));
  EXPECT_EQ(Resyncs(), (std::map<int, int64_t>{{ShardOf(kCounty), 5}}));
  CommitSurely("after");
  ASSERT_TRUE(WaitUntil(kPatience, [&] { return !Seen().empty(); }));
  EXPECT_EQ(Seen().front().sequence, 6);
}

TEST_F(FollowerTest, AnEntryThatCannotBeReadIsAHoleBehindWhichFollowingGoesOn) {
  Initialise();
  Open();
  CommitSurely("one");
  Follow(true);
  ASSERT_TRUE(WaitUntil(kPatience, [&] { return Seen().size() == 1; }));
  const int shard = ShardOf(kCounty);
  redis_.Run({"XADD", ShardKey(shard, "log"), "0-*", "e", "\x0a\x7f not an entry"});
  ASSERT_TRUE(WaitUntil(kPatience, [&] { return Resyncs().count(shard) == 1; }));
  EXPECT_EQ(Resyncs()[shard], 2);
  EXPECT_TRUE(store_->Healthy());
  CommitSurely("three");
  ASSERT_TRUE(WaitUntil(kPatience, [&] { return Seen().size() == 2; }));
  EXPECT_EQ(Seen().back().sequence, 3);
}

TEST_F(FollowerTest, WhatIsFoundAtOneLookIsHandedOverTogetherUpToAHole) {
  Initialise();
  Open();
  for (int i = 1; i <= 4; ++i) CommitSurely(absl::StrCat("note ", i));
  const int shard = ShardOf(kCounty);
  redis_.Run({"XADD", ShardKey(shard, "log"), "0-*", "e", "\x0a\x7f not an entry"});
  Follow(true);
  ASSERT_TRUE(WaitUntil(kPatience, [&] { return Resyncs().count(shard) == 1; }));
  EXPECT_EQ(HandedOver(), std::vector<size_t>{4});
  CommitSurely("six");
  ASSERT_TRUE(WaitUntil(kPatience, [&] { return Seen().size() == 5; }));
  EXPECT_EQ(Seen()[3].sequence, 4);
  EXPECT_EQ(Seen()[4].sequence, 6);
}

TEST_F(FollowerTest, ShowsItsCursorWithinASecondAndADeadOneNoMore) {
  Initialise();
  Open();
  Follow(false);
  CommitSurely("note");
  ExpectDense(1);
  follower_->Handled(ShardOf(kCounty), 1);
  EXPECT_TRUE(WaitUntil(absl::Seconds(3), [&] { return CursorSeen() == 1; }));
  follower_->Stop();
  EXPECT_TRUE(WaitUntil(kPatience, [&] { return CursorSeen() == -1; }));
  // Its desk goes on where it stopped.
  CommitSurely("meanwhile");
  EXPECT_EQ((*follower_->DeskCursors())[static_cast<size_t>(ShardOf(kCounty))], 1);
}

TEST_F(FollowerTest, WritesItsCursorAtOnceWithAManualClock) {
  Initialise(absl::FromUnixSeconds(1'800'000'000));
  Open();
  Follow(false);
  ASSERT_TRUE(WaitUntil(kPatience, [&] { return CursorSeen() == 0; }));
  for (int i = 1; i <= 10; ++i) {
    CommitSurely("note");
    follower_->Handled(ShardOf(kCounty), i);
    EXPECT_EQ(CursorSeen(), i);  // the same link carries both: the write is before the read
  }
}

TEST_F(FollowerTest, ReadsFromAGivenPlaceWithTheEntryThere) {
  Initialise();
  Open();
  for (int i = 0; i < 5; ++i) CommitSurely("note");
  Follow(false);
  const auto after = follower_->Read(ShardOf(kCounty), 2, 2);
  ASSERT_THAT(after, IsOk());
  ASSERT_EQ(after->size(), 3u);
  EXPECT_EQ(after->front().sequence, 2);
  EXPECT_EQ(after->back().sequence, 4);
  EXPECT_EQ(follower_->Read(ShardOf(kCounty), 0, 10)->size(), 5u);
  EXPECT_EQ(follower_->Read(ShardOf(kCounty), 5, 10)->size(), 1u);
}

}  // namespace
}  // namespace clarion::store
