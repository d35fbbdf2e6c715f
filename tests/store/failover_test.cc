// Durability `replicated` while nodes fail, on three real nodes with real Sentinels and real
// networks: nothing acknowledged is lost, nothing delivered vanishes, and what is unknown is
// answered by repeating it.
//
// CLARION_FAILOVER_ROUNDS=N repeats each fault N times. CLARION_FAILOVER_PLAIN=1 shows what happens
// without replicas being asked; the tests then fail, and say how much was lost.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/core/check.h"
#include "services/store/keys.h"
#include "services/store/log_entries.h"
#include "services/store/set_making.h"
#include "tests/store/office_of_writers.h"
#include "tests/store/store_fixture.h"
#include "tests/support/status_matchers.h"
#include "tests/support/wait_until.h"

namespace clarion::store {
namespace {

using ::clarion::support::RedisTrio;
using ::clarion::support::WaitUntil;
using ::clarion::testing::IsOk;

constexpr absl::Duration kFailoverPatience = absl::Seconds(40);

bool Plain() { return std::getenv("CLARION_FAILOVER_PLAIN") != nullptr; }

int Rounds() {
  const char* rounds = std::getenv("CLARION_FAILOVER_ROUNDS");
  return rounds == nullptr ? 1 : std::atoi(rounds);
}

class FailoverTest : public ::testing::TestWithParam<int> {
 protected:
  FailoverTest() : trio_({.clients = 2, .min_replicas = Plain() ? 0 : 1}) {
    auto connection = RedisConnection::Open({.socket = trio_.redis(0).socket()}, kPatience);
    CLARION_CHECK(connection.ok() && CreateSet(**connection, std::nullopt).ok());
    for (int client = 0; client < 2; ++client) {
      offices_.push_back(std::make_unique<OfficeOfWriters>(OfficeOfWriters::Options{
          .trio = trio_,
          .client = client,
          .durability = Plain() ? v1::DURABILITY_DISK : v1::DURABILITY_REPLICATED}));
    }
    Write(0, 100);
    Write(1, 100);
  }

  // So many more acts are acknowledged to a client.
  void Write(int client, int count) {
    OfficeOfWriters& office = *offices_[static_cast<size_t>(client)];
    const int before = office.acknowledged();
    EXPECT_TRUE(WaitUntil(kFailoverPatience, [&] {
      return office.acknowledged() >= before + count || !office.seen().damages.empty();
    }));
  }

  // The node both clients write to.
  int MasterInTheEnd() {
    const auto node = [&](int client) {
      return offices_[static_cast<size_t>(client)]->store().durability().node;
    };
    EXPECT_TRUE(WaitUntil(kFailoverPatience, [&] { return node(0) == node(1); }));
    for (int i = 0; i < RedisTrio::kNodes; ++i) {
      if (node(0) == absl::StrCat(support::Wire::AddressOf(i), ":6379")) return i;
    }
    ADD_FAILURE() << node(0);
    return 0;
  }

  // What was acknowledged and what was delivered is there in the end, byte for byte.
  void ExpectNothingLost() {
    support::RedisServer& master = trio_.redis(MasterInTheEnd());
    for (auto& office : offices_) office->Stop();
    EXPECT_EQ(master.Run({"ROLE"}).substr(0, 6), "master");
    auto opened = RedisConnection::Open({.socket = master.socket()}, kPatience);
    ASSERT_THAT(opened, IsOk());
    for (size_t client = 0; client < offices_.size(); ++client) {
      const OfficeOfWriters::Seen seen = offices_[client]->seen();
      const int lost = CountLost(**opened, seen);
      const int vanished = CountVanished(**opened, seen);
      std::printf(
          "client %zu: %zu acknowledged, %d of them lost; %d unknown, %d refused at first; longest "
          "gap %.1f s; %zu delivered, %d of them vanished\n",
          client, seen.acknowledged.size(), lost, seen.unknown, seen.refused, LongestGap(seen),
          seen.delivered.size(), vanished);
      EXPECT_EQ(lost, 0);
      EXPECT_EQ(vanished, 0);
      EXPECT_EQ(seen.overtaken, 0);
      EXPECT_EQ(seen.unresolved, 0);
      EXPECT_EQ(seen.resyncs, 0);
      EXPECT_TRUE(seen.damages.empty()) << seen.damages.front();
    }
  }

  RedisTrio trio_;
  std::vector<std::unique_ptr<OfficeOfWriters>> offices_;

 private:
  static int CountLost(RedisConnection& master, const OfficeOfWriters::Seen& seen) {
    std::map<std::string, std::vector<std::string>> histories;
    int lost = 0;
    for (const OfficeOfWriters::Written& written : seen.acknowledged) {
      std::vector<std::string>& history = histories[written.paper];
      if (history.empty()) {
        const auto records = master.Call({"LRANGE", HistoryKey(written.paper), "0", "-1"});
        EXPECT_THAT(records, IsOk());
        for (size_t i = 0; i < (*records)->elements; ++i) {
          history.push_back(Text(*(*records)->element[i]));
        }
      }
      const auto at = static_cast<size_t>(written.version - 1);
      if (at >= history.size() || history[at] != written.record) ++lost;
    }
    return lost;
  }

  static int CountVanished(RedisConnection& master, const OfficeOfWriters::Seen& seen) {
    const int shard = ShardOf(kCounty);
    const auto log = master.Call(ReadLog(shard, 1, 1'000'000));
    EXPECT_THAT(log, IsOk());
    const auto entries = EntriesOf(shard, **log, false);
    EXPECT_THAT(entries, IsOk());
    return static_cast<int>(std::count_if(
        seen.delivered.begin(), seen.delivered.end(), [&](const OfficeOfWriters::Delivered& one) {
          const auto at = static_cast<size_t>(one.sequence - 1);
          return at >= entries->size() || (*entries)[at].hash8 != one.hash8;
        }));
  }

  static double LongestGap(const OfficeOfWriters::Seen& seen) {
    absl::Duration longest;
    for (size_t i = 1; i < seen.acknowledged_at.size(); ++i) {
      longest = std::max(longest, seen.acknowledged_at[i] - seen.acknowledged_at[i - 1]);
    }
    return absl::ToDoubleSeconds(longest);
  }
};

TEST_P(FailoverTest, AKilledMasterTakesNothingAlong) {
  trio_.redis(0).Kill();
  ASSERT_TRUE(trio_.WaitForMaster({1, 2}).has_value());
  Write(0, 100);
  // Back from the dead it takes itself for the master until the Sentinels tell it better.
  trio_.Restart(0);
  Write(1, 200);
  ExpectNothingLost();
}

TEST_P(FailoverTest, APausedMasterTakesNothingAlong) {
  trio_.redis(0).Pause();
  ASSERT_TRUE(trio_.WaitForMaster({1, 2}).has_value());
  Write(0, 100);
  trio_.redis(0).Resume();
  Write(1, 300);
  ExpectNothingLost();
}

TEST_P(FailoverTest, AMasterCutOffWithAClientAcknowledgesNothingThatVanishes) {
  trio_.network().Cut({0, trio_.client(0)});
  ASSERT_TRUE(trio_.WaitForMaster({1, 2}).has_value());
  Write(1, 200);
  // On the old side acts were applied and are in the log; nobody was told that they are done, and
  // nobody was shown them.
  EXPECT_TRUE(WaitUntil(kFailoverPatience, [&] { return offices_[0]->unknown() > 0; }));
  int64_t applied = 0;
  EXPECT_TRUE(
      absl::SimpleAtoi(trio_.redis(0).Run({"XLEN", ShardKey(ShardOf(kCounty), "log")}), &applied));
  EXPECT_GT(applied, static_cast<int64_t>(offices_[0]->seen().delivered.size()));
  trio_.network().Join();
  Write(0, 100);
  ExpectNothingLost();
}

TEST_P(FailoverTest, APlannedFailoverAmidWritesLosesNothing) {
  EXPECT_NE(trio_.AskSentinel(1, {"SENTINEL", "FAILOVER", RedisTrio::kMaster}).find("OK"),
            std::string::npos);
  ASSERT_TRUE(trio_.WaitForMaster({1, 2}).has_value());
  Write(0, 300);
  Write(1, 300);
  ExpectNothingLost();
}

INSTANTIATE_TEST_SUITE_P(Rounds, FailoverTest, ::testing::Range(0, Rounds()));

}  // namespace
}  // namespace clarion::store
