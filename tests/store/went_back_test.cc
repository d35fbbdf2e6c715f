// A data set that went back or was emptied is noticed within a second, whatever way it happened,
// and nothing is built on it.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "services/store/keys.h"
#include "services/store/set_making.h"
#include "tests/store/store_fixture.h"
#include "tests/support/status_matchers.h"
#include "tests/support/wait_until.h"

namespace clarion::store {
namespace {

using Outcome = Committed::Outcome;
using ::clarion::support::WaitUntil;
using ::clarion::testing::IsOk;
using ::clarion::testing::RefusedAs;
using ::clarion::testing::StatusIs;

class WentBackTest : public StoreTest {
 protected:
  void SetUp() override {
    Initialise();
    Open();
    for (int i = 0; i < 5; ++i) ASSERT_EQ(OutcomeOf(CommitNext()), Outcome::kDone);
  }

  // How long until it is noticed that `began` something went wrong.
  absl::Duration Noticed(absl::Time began) {
    EXPECT_TRUE(WaitUntil(kPatience, [&] { return !damages().empty(); }));
    return absl::Now() - began;
  }

  // Their numbers, the oldest first.
  std::vector<int64_t> Connections() {
    std::vector<int64_t> ids;
    const std::string list = redis_.Run({"CLIENT", "LIST"});
    for (size_t at = list.find("id="); at != std::string::npos; at = list.find("\nid=", at)) {
      at = list.find('=', at) + 1;
      ids.push_back(std::atoll(list.c_str() + at));
    }
    std::sort(ids.begin(), ids.end());
    return ids;
  }

  void ExpectRefused() {
    ASSERT_EQ(damages().size(), 1u);
    EXPECT_THAT(damages()[0], RefusedAs(v1::ERROR_REASON_DATA_DAMAGED));
    EXPECT_FALSE(store_->Healthy());
    EXPECT_THAT(CommitNext(), StatusIs(absl::StatusCode::kDataLoss));
    EXPECT_THAT(Load(RosterName()), StatusIs(absl::StatusCode::kDataLoss));
  }
};

TEST_F(WentBackTest, EmptiedWhileNobodyWritesIsNoticedWithinASecond) {
  const absl::Time began = absl::Now();
  redis_.Run({"FLUSHALL"});
  EXPECT_LE(Noticed(began), absl::Seconds(1));
  ExpectRefused();
}

TEST_F(WentBackTest, ALogCutShortOnALiveConnectionIsNoticedWithinASecond) {
  const absl::Time began = absl::Now();
  redis_.Run({"XDEL", ShardKey(ShardOf(kCounty), "log"), "0-5"});
  EXPECT_LE(Noticed(began), absl::Seconds(1));
  ExpectRefused();
}

TEST_F(WentBackTest, AnotherEntryInTheLastPlaceIsNoticedWithinASecond) {
  const std::string log = ShardKey(ShardOf(kCounty), "log");
  const absl::Time began = absl::Now();
  redis_.Run({"EVAL",
              "redis.call('DEL', KEYS[1]) return redis.call('XADD', KEYS[1], '0-5', 'e', 'x')", "1",
              log});
  EXPECT_LE(Noticed(began), absl::Seconds(1));
  ExpectRefused();
}

TEST_F(WentBackTest, ARestartedRedisThatLostItsTailIsNoticedWithinASecondOfAnswering) {
  redis_.Kill();
  const std::string file = redis_.AppendFile();
  std::filesystem::resize_file(file, std::filesystem::file_size(file) - 40);
  redis_.Start();  // returns once it answers
  EXPECT_LE(Noticed(absl::Now()), absl::Seconds(1));
  ExpectRefused();
}

// Its connections outlive that, and its history may be another one afterwards.
TEST_F(WentBackTest, ANodeThatWasAReplicaForAMomentIsCheckedAnew) {
  const int64_t last = Connections().back();
  redis_.Run({"REPLICAOF", "127.0.0.1", "1"});
  redis_.Run({"REPLICAOF", "NO", "ONE"});
  // Nothing was lost this time: it is connected anew, found whole, and used on.
  EXPECT_TRUE(WaitUntil(kPatience, [&] { return Connections().front() > last; }));
  EXPECT_TRUE(WaitUntil(kPatience, [&] { return CommitNext().ok(); }));
  EXPECT_TRUE(damages().empty());
}

TEST_F(WentBackTest, AfterAcceptItGoesOnFromThePresent) {
  redis_.Run({"XDEL", ShardKey(ShardOf(kCounty), "log"), "0-5"});
  Noticed(absl::Now());
  auto connection = RedisConnection::Open({.socket = redis_.socket()}, kPatience);
  ASSERT_THAT(connection, IsOk());
  ASSERT_THAT(RaiseGeneration(**connection), IsOk());
  EXPECT_TRUE(WaitUntil(kPatience, [&] { return store_->Healthy() && CommitNext().ok(); }));
  EXPECT_EQ(store_->data_set().generation, 2);
}

}  // namespace
}  // namespace clarion::store
