// The data set as a whole: is it sound, durable, the one that was opened; its clock; its papers.
#include <filesystem>
#include <future>
#include <mutex>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/proof/chain.h"
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

const absl::Time kStart = absl::FromUnixSeconds(1'800'000'000);

class DataSetTest : public StoreTest {
 protected:
  absl::StatusOr<std::unique_ptr<Store>> Another(const std::string& process) {
    return Store::Open(OptionsOf(process));
  }
  void Accept() {
    auto connection = RedisConnection::Open({.socket = redis_.socket()}, absl::Seconds(5));
    ASSERT_THAT(connection, IsOk());
    ASSERT_THAT(RaiseGeneration(**connection), IsOk());
  }
  void CutTail(uintmax_t bytes) {
    const std::string file = redis_.AppendFile();
    const uintmax_t size = std::filesystem::file_size(file);
    ASSERT_GT(size, bytes);
    std::filesystem::resize_file(file, size - bytes);
  }
  // Sees to it that the marks are in the file, as they are after a second.
  void CloseStore() { store_.reset(); }
};

TEST_F(DataSetTest, MustBeInitialised) {
  EXPECT_THAT(Another("test"), StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST_F(DataSetTest, IsMadeOnce) {
  Initialise();
  auto connection = RedisConnection::Open({.socket = redis_.socket()}, absl::Seconds(5));
  ASSERT_THAT(connection, IsOk());
  EXPECT_THAT(CreateSet(**connection, std::nullopt), RefusedAs(v1::ERROR_REASON_ALREADY_EXISTS));
}

TEST_F(DataSetTest, EmptiedIsNoticedByACommitAtOnce) {
  Initialise();
  Open();
  redis_.Run({"FLUSHALL"});
  EXPECT_THAT(Commit(NextVersion(StoredPaper(), RosterName(), store_->Now(), "x")),
              StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(DataSetTest, AnotherInItsPlaceIsNoticedAtStart) {
  Initialise();
  Open();
  CloseStore();
  redis_.Run({"FLUSHALL"});
  Initialise();
  EXPECT_THAT(Another("test"), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(Another("newcomer"), IsOk());  // saw nothing before
}

TEST_F(DataSetTest, ACutTailIsNoticedByARunningProcess) {
  Initialise();
  Open();
  for (int i = 0; i < 5; ++i) ASSERT_EQ(OutcomeOf(CommitNext()), Outcome::kDone);
  redis_.Kill();
  CutTail(40);  // Redis starts all the same, and says nothing to anybody
  redis_.Start();
  ASSERT_TRUE(WaitUntil(kPatience, [&] { return damages().size() == 1u; }));
  EXPECT_THAT(CommitNext(), StatusIs(absl::StatusCode::kDataLoss));

  // Accepted after inspection, it goes on from the present.
  Accept();
  ASSERT_TRUE(WaitUntil(kPatience, [&] { return store_->Healthy(); }));
  EXPECT_EQ(OutcomeOf(CommitNext()), Outcome::kDone);
  EXPECT_EQ((*LoadCurrent(RosterName()))->paper.roster().version(), 5);
}

TEST_F(DataSetTest, ACutTailIsNoticedAtStartByTheFile) {
  Initialise();
  Open();
  for (int i = 0; i < 5; ++i) ASSERT_EQ(OutcomeOf(CommitNext()), Outcome::kDone);
  CloseStore();
  redis_.Kill();
  CutTail(40);
  redis_.Start();
  EXPECT_THAT(Another("test"), StatusIs(absl::StatusCode::kDataLoss));
  Accept();
  EXPECT_THAT(Another("test"), IsOk());
}

TEST_F(DataSetTest, AnotherEntryInTheSamePlaceIsNoticed) {
  Initialise();
  Open();
  ASSERT_EQ(OutcomeOf(CommitNext()), Outcome::kDone);
  CloseStore();
  const std::string log = ShardKey(ShardOf(kCounty), "log");
  redis_.Run({"DEL", log});
  redis_.Run({"XADD", log, "0-1", "e", "other bytes"});
  EXPECT_THAT(Another("test"), StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(DataSetTest, ATrimmedLogIsNoLoss) {
  Initialise();
  Open();
  for (int i = 0; i < 5; ++i) ASSERT_EQ(OutcomeOf(CommitNext()), Outcome::kDone);
  CloseStore();
  auto other = Another("other");
  ASSERT_THAT(other, IsOk());
  store_ = *std::move(other);
  ASSERT_EQ(OutcomeOf(CommitNext()), Outcome::kDone);
  redis_.Run({"XTRIM", ShardKey(ShardOf(kCounty), "log"), "MAXLEN", "1"});
  EXPECT_THAT(Another("test"), IsOk());
}

TEST_F(DataSetTest, AFlippedByteOfAPaperIsFoundAndIsThatPapersAlone) {
  Initialise();
  Open();
  ASSERT_EQ(OutcomeOf(CommitNext("延津县")), Outcome::kDone);
  const std::string key = PaperKey(RosterName());
  const std::string stored = redis_.Run({"GET", key});
  auto other = Another("other");  // with an empty cache
  ASSERT_THAT(other, IsOk());
  store_ = *std::move(other);
  for (const size_t at : {size_t{35}, size_t{41}, stored.size() - 1}) {
    std::string flipped = stored;
    flipped[at] = static_cast<char>(flipped[at] ^ 1);
    redis_.Run({"SET", key, flipped});
    EXPECT_THAT(Load(RosterName()), RefusedAs(v1::ERROR_REASON_DATA_DAMAGED)) << at;
    EXPECT_THAT(LoadCurrent(RosterName()), StatusIs(absl::StatusCode::kDataLoss)) << at;
  }
  EXPECT_TRUE(store_->Healthy());
  EXPECT_TRUE(damages().empty());
  redis_.Run({"SET", key, stored});
  EXPECT_THAT(Load(RosterName()), IsOk());  // the damaged one was not kept
}

TEST_F(DataSetTest, ACachedPaperIsServedAsCurrentOnlyWhileItsHeadStands) {
  Initialise();
  Open();
  ASSERT_EQ(OutcomeOf(CommitNext("one")), Outcome::kDone);
  auto second = Another("other");
  ASSERT_THAT(second, IsOk());
  std::swap(store_, *second);
  ASSERT_EQ(OutcomeOf(CommitNext("two")), Outcome::kDone);
  std::swap(store_, *second);
  EXPECT_EQ((*Load(RosterName()))->paper.roster().name_zh(), "one");  // may be old
  EXPECT_EQ((*LoadCurrent(RosterName()))->paper.roster().name_zh(), "two");
  EXPECT_EQ((*Load(RosterName()))->paper.roster().name_zh(), "two");
}

TEST_F(DataSetTest, AManualClockStandsUntilItIsSetAndEveryProcessFollows) {
  Initialise(kStart);
  Open();
  auto other = Another("other");
  ASSERT_THAT(other, IsOk());
  EXPECT_EQ(store_->Now(), kStart);
  EXPECT_TRUE(store_->data_set().manual_clock);

  const absl::Time later = kStart + absl::Hours(5) + absl::Milliseconds(1);
  ASSERT_THAT(store_->SetManualClock(later), IsOk());
  EXPECT_EQ(store_->Now(), later);
  EXPECT_TRUE(WaitUntil(absl::Seconds(1), [&] { return (*other)->Now() == later; }));

  // Decided at any other instant it is not committed.
  EXPECT_EQ(OutcomeOf(Commit(NextVersion(StoredPaper(), RosterName(), kStart, "old"))),
            Outcome::kClock);
  EXPECT_EQ(OutcomeOf(CommitNext()), Outcome::kDone);

  // Going back is allowed.
  ASSERT_THAT(store_->SetManualClock(kStart), IsOk());
  EXPECT_EQ(store_->Now(), kStart);
}

TEST_F(DataSetTest, AMovedClockThatWasNotHeardIsLearnedFromTheAnswer) {
  Initialise(kStart);
  Open();
  // Set in one shard alone, without the bell: this is what a process with an old clock meets.
  const std::string key = ShardKey(ShardOf(kCounty), "set");
  std::string set = redis_.Run({"GET", key});
  set.replace(set.find("manual:"), std::string::npos,
              absl::StrCat("manual:", absl::ToUnixMillis(kStart + absl::Seconds(1))));
  redis_.Run({"SET", key, set});
  const auto other = Commit(NextVersion(StoredPaper(), RosterName(), kStart, "x"));
  EXPECT_EQ(OutcomeOf(other), Outcome::kOther);
}

TEST_F(DataSetTest, ARealClockIsNotSet) {
  Initialise();
  Open();
  EXPECT_THAT(store_->SetManualClock(kStart), RefusedAs(v1::ERROR_REASON_MANUAL_CLOCK_ONLY));
  EXPECT_LT(absl::AbsDuration(store_->Now() - absl::Now()), absl::Milliseconds(250));
  EXPECT_FALSE(store_->ClockSuspect());
}

TEST_F(DataSetTest, ReplicasOfADeskHearEachOther) {
  Initialise();
  Open();
  auto second = Another("other");
  ASSERT_THAT(second, IsOk());
  EXPECT_TRUE(store_->LiveReplicas().empty());
  store_->Announce("timeline", "t1");
  EXPECT_EQ(store_->LiveReplicas(), std::vector<std::string>{"t1"});
  (*second)->Announce("timeline", "t2");
  const std::vector<std::string> both = {"t1", "t2"};
  EXPECT_TRUE(WaitUntil(kPatience, [&] {
    return store_->LiveReplicas() == both && (*second)->LiveReplicas() == both;
  }));
  second->reset();
  EXPECT_TRUE(WaitUntil(absl::Seconds(4), [&] { return store_->LiveReplicas().size() == 1; }));
}

TEST_F(DataSetTest, TheDueAreListedTheLeastFirst) {
  Initialise();
  Open();
  const absl::Time now = store_->Now();
  int i = 0;
  for (const absl::Duration due : {absl::Hours(3), absl::Hours(1), absl::Hours(2)}) {
    Change change = NextVersion(StoredPaper(), absl::StrCat("regions/410726/accounts/d", ++i),
                                store_->Now(), "x");
    change.papers[0].next_due = now + due;
    ASSERT_EQ(OutcomeOf(Commit(change)), Outcome::kDone);
  }
  ASSERT_EQ(OutcomeOf(CommitNext()), Outcome::kDone);  // nothing due
  const auto list = [&](absl::Time until) {
    std::promise<absl::StatusOr<PaperStore::DueList>> promise;
    store_->papers().ListDue(ShardOf(kCounty), until, 10, absl::Now() + kPatience,
                             [&](auto due) { promise.set_value(std::move(due)); });
    return *promise.get_future().get();
  };
  const auto two = list(now + absl::Hours(2));
  ASSERT_EQ(two.size(), 2u);
  EXPECT_EQ(two[0].first, "regions/410726/accounts/d2");
  EXPECT_EQ(two[1].second, now + absl::Hours(2));
  const auto all = list(absl::InfiniteFuture());
  ASSERT_EQ(all.size(), 4u);
  EXPECT_EQ(all[3].second, absl::InfiniteFuture());
  EXPECT_EQ((*store_->ReadProgress())[static_cast<size_t>(ShardOf(kCounty))].next_due,
            now + absl::Hours(1));
}

struct DurabilityRow {
  std::string name;
  support::RedisServer::Options redis;
  v1::Durability durability;
  std::string named;  // in the refusal; empty: accepted
};

class Durability : public ::testing::TestWithParam<DurabilityRow> {};

TEST_P(Durability, IsCheckedAtStartAndTheSettingIsNamed) {
  const support::RedisServer redis(GetParam().redis);
  auto connection = RedisConnection::Open({.socket = redis.socket()}, absl::Seconds(5));
  ASSERT_THAT(connection, IsOk());
  ASSERT_THAT(CreateSet(**connection, std::nullopt), IsOk());
  Store::Options options;
  options.config.set_socket(redis.socket());
  options.config.set_durability(GetParam().durability);
  const auto store = Store::Open(std::move(options));
  if (GetParam().named.empty()) {
    EXPECT_THAT(store, IsOk());
  } else {
    EXPECT_THAT(store, StatusIs(absl::StatusCode::kFailedPrecondition));
    EXPECT_NE(store.status().message().find(GetParam().named), absl::string_view::npos)
        << store.status();
  }
}

INSTANTIATE_TEST_SUITE_P(
    Table, Durability,
    ::testing::ValuesIn(std::vector<DurabilityRow>{
        {"DiskNeedsAlways", {.appendfsync = "everysec"}, v1::DURABILITY_DISK, "appendfsync"},
        {"DiskNeedsTheFile", {.appendonly = "no"}, v1::DURABILITY_DISK, "appendonly"},
        {"DiskIsKept", {}, v1::DURABILITY_DISK, ""},
        {"RelaxedTakesEverySecond", {.appendfsync = "everysec"}, v1::DURABILITY_RELAXED, ""},
        {"RelaxedTakesAlways", {}, v1::DURABILITY_RELAXED, ""},
        {"RelaxedNeedsMoreThanNo", {.appendfsync = "no"}, v1::DURABILITY_RELAXED, "appendfsync"},
        {"ReplicatedNeedsASecondNode", {}, v1::DURABILITY_REPLICATED, "min-replicas-to-write"},
        {"ReplicatedNeedsALimitOfLag",
         {.settings = {{"min-replicas-to-write", "1"}, {"min-replicas-max-lag", "0"}}},
         v1::DURABILITY_REPLICATED,
         "min-replicas-max-lag"},
        {"ReplicatedNeedsAlways",
         {.appendfsync = "everysec", .settings = {{"min-replicas-max-lag", "0"}}},
         v1::DURABILITY_REPLICATED,
         "appendfsync"},
        {"NoSyncMayBeLeftOutDuringARewrite",
         {.settings = {{"no-appendfsync-on-rewrite", "yes"}}},
         v1::DURABILITY_DISK,
         "no-appendfsync-on-rewrite"},
        {"NothingMayBeEvicted",
         {.settings = {{"maxmemory-policy", "allkeys-lru"}}},
         v1::DURABILITY_DISK,
         "maxmemory-policy"},
        {"MustBeChosen", {}, v1::DURABILITY_UNSPECIFIED, "store.durability"},
    }),
    [](const ::testing::TestParamInfo<DurabilityRow>& row) { return row.param.name; });

}  // namespace
}  // namespace clarion::store
