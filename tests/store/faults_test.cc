// What Redis can do to us, done to it for real: each error class, a kill, a pause, a full queue.
#include <atomic>
#include <filesystem>
#include <future>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/proof/chain.h"
#include "services/store/keys.h"
#include "services/store/redis_errors.h"
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

struct ErrorRow {
  std::string name;
  std::string error;
  ErrorClass error_class;
  absl::StatusCode code;
};

class RedisErrors : public ::testing::TestWithParam<ErrorRow> {};

TEST_P(RedisErrors, AreClassedByTheirFirstWord) {
  EXPECT_EQ(ClassOf(GetParam().error), GetParam().error_class);
  EXPECT_THAT(ErrorStatus(GetParam().error), StatusIs(GetParam().code));
}

constexpr auto kUnavailable = absl::StatusCode::kUnavailable;
constexpr auto kInternal = absl::StatusCode::kInternal;
INSTANTIATE_TEST_SUITE_P(
    Table, RedisErrors,
    ::testing::ValuesIn(std::vector<ErrorRow>{
        {"ReadOnly", "READONLY You can't write", ErrorClass::kRefusedReconnect, kUnavailable},
        {"MasterDown", "MASTERDOWN Link", ErrorClass::kRefusedReconnect, kUnavailable},
        {"Moved", "MOVED 3999 127.0.0.1:6381", ErrorClass::kRefusedReconnect, kUnavailable},
        {"Ask", "ASK 3999 127.0.0.1:6381", ErrorClass::kRefusedReconnect, kUnavailable},
        {"Unblocked", "UNBLOCKED force", ErrorClass::kRefusedReconnect, kUnavailable},
        {"NoReplicas", "NOREPLICAS Not enough", ErrorClass::kRefused, kUnavailable},
        {"OutOfMemory", "OOM command not allowed", ErrorClass::kRefused, kUnavailable},
        {"Misconf", "MISCONF Redis is configured", ErrorClass::kRefused, kUnavailable},
        {"Loading", "LOADING Redis is loading", ErrorClass::kRefused, kUnavailable},
        {"Busy", "BUSY Redis is busy", ErrorClass::kRefused, kUnavailable},
        {"TryAgain", "TRYAGAIN Multiple keys", ErrorClass::kRefused, kUnavailable},
        {"ClusterDown", "CLUSTERDOWN Hash slot", ErrorClass::kRefused, kUnavailable},
        {"NoScript", "NOSCRIPT No matching", ErrorClass::kScriptGone, kUnavailable},
        {"NoAuth", "NOAUTH Authentication", ErrorClass::kOurs, kInternal},
        {"WrongPass", "WRONGPASS invalid", ErrorClass::kOurs, kInternal},
        {"NoPerm", "NOPERM this user", ErrorClass::kOurs, kInternal},
        {"WrongType", "WRONGTYPE Operation", ErrorClass::kOurs, kInternal},
        {"CrossSlot", "CROSSSLOT Keys", ErrorClass::kOurs, kInternal},
        {"Unknown", "ERR unknown command", ErrorClass::kOurs, kInternal},
    }),
    [](const ::testing::TestParamInfo<ErrorRow>& row) { return row.param.name; });

class FaultsTest : public StoreTest {
 protected:
  FaultsTest() = default;
  explicit FaultsTest(support::RedisServer::Options options) : StoreTest(std::move(options)) {}
  void SetUp() override {
    Initialise();
    Open();
  }
  // Commits succeed again within the time a caller would wait.
  bool Recovers() {
    return WaitUntil(kPatience, [&] {
      const auto done = CommitNext("after");
      return done.ok() && done->outcome == Outcome::kDone;
    });
  }
  int64_t Version() { return (*LoadCurrent(RosterName()))->paper.roster().version(); }
};

TEST_F(FaultsTest, ForgottenScriptsAreLoadedAgainUnseen) {
  ASSERT_EQ(OutcomeOf(CommitNext()), Outcome::kDone);
  redis_.Run({"SCRIPT", "FLUSH"});
  EXPECT_EQ(OutcomeOf(CommitNext()), Outcome::kDone);
}

TEST_F(FaultsTest, AFullMemoryRefusesWithoutChange) {
  ASSERT_EQ(OutcomeOf(CommitNext()), Outcome::kDone);
  redis_.Run({"CONFIG", "SET", "maxmemory", "1"});
  EXPECT_THAT(CommitNext(), RefusedAs(v1::ERROR_REASON_STORE_UNAVAILABLE));
  EXPECT_EQ(Version(), 1);  // reading goes on
  redis_.Run({"CONFIG", "SET", "maxmemory", "0"});
  EXPECT_EQ(OutcomeOf(CommitNext()), Outcome::kDone);
}

TEST_F(FaultsTest, MissingReplicasRefuseWithoutChange) {
  redis_.Run({"CONFIG", "SET", "min-replicas-to-write", "1"});
  EXPECT_THAT(CommitNext(), RefusedAs(v1::ERROR_REASON_STORE_UNAVAILABLE));
  redis_.Run({"CONFIG", "SET", "min-replicas-to-write", "0"});
  EXPECT_EQ(OutcomeOf(CommitNext()), Outcome::kDone);
  EXPECT_EQ(Version(), 1);
}

TEST_F(FaultsTest, AFailedSnapshotRefusesWithoutChange) {
  // A folder stands where the snapshot must go.
  std::filesystem::create_directory(redis_.folder() + "/dump.rdb");
  redis_.Run({"CONFIG", "SET", "save", "3600 1"});
  redis_.Run({"BGSAVE"});
  ASSERT_TRUE(WaitUntil(kPatience, [&] {
    return redis_.Run({"INFO", "persistence"}).find("rdb_last_bgsave_status:err") !=
           std::string::npos;
  }));
  const auto refused = CommitNext();
  EXPECT_THAT(refused, RefusedAs(v1::ERROR_REASON_STORE_UNAVAILABLE));
  EXPECT_NE(refused.status().message().find("MISCONF"), absl::string_view::npos);
  redis_.Run({"CONFIG", "SET", "save", ""});
  EXPECT_TRUE(Recovers());
}

TEST_F(FaultsTest, AReplicaIsLeftUntilItIsMasterAgain) {
  ASSERT_EQ(OutcomeOf(CommitNext()), Outcome::kDone);
  redis_.Run({"REPLICAOF", "127.0.0.1", "1"});
  EXPECT_THAT(CommitNext(), RefusedAs(v1::ERROR_REASON_STORE_UNAVAILABLE));
  EXPECT_TRUE(WaitUntil(kPatience, [&] { return !store_->Healthy(); }));
  EXPECT_THAT(LoadCurrent(RosterName()), RefusedAs(v1::ERROR_REASON_STORE_UNAVAILABLE));
  redis_.Run({"REPLICAOF", "NO", "ONE"});
  EXPECT_TRUE(Recovers());
}

TEST_F(FaultsTest, ABusyScriptRefusesWithoutChange) {
  redis_.Run({"CONFIG", "SET", "busy-reply-threshold", "1"});
  std::thread busy([&] { redis_.Run({"EVAL", "while true do end", "0"}); });
  ASSERT_TRUE(
      WaitUntil(kPatience, [&] { return redis_.Run({"PING"}).compare(0, 5, "-BUSY") == 0; }));
  const auto refused =
      Commit(NextVersion(StoredPaper(), RosterName(), store_->Now(), "while busy"));
  EXPECT_THAT(refused, RefusedAs(v1::ERROR_REASON_STORE_UNAVAILABLE));
  redis_.Run({"SCRIPT", "KILL"});
  busy.join();
  EXPECT_TRUE(Recovers());
}

class LoadingTest : public FaultsTest {
 protected:
  // Slow to load: longer than a call waits for a link that is down.
  LoadingTest() : FaultsTest({.settings = {{"key-load-delay", "700"}}}) {}
};

TEST_F(LoadingTest, ALoadingRedisIsWaitedFor) {
  // Some at a time: on a slow machine the last of many are told that their clock is off.
  std::atomic<int> committed{0};
  for (int wave = 0; committed < 800; ++wave) {
    auto all = std::make_shared<std::promise<void>>();
    std::atomic<int> left{50};
    for (int i = 0; i < 50; ++i) {
      const std::string name = absl::StrCat("regions/410726/accounts/a", wave, "-", i);
      store_->papers().Commit(NextVersion(StoredPaper(), name, store_->Now(), "x"),
                              absl::Now() + kPatience,
                              [&, all](const absl::StatusOr<Committed>& done) {
                                EXPECT_THAT(done, IsOk());
                                if (done.ok() && done->outcome == Outcome::kDone) ++committed;
                                if (--left == 0) all->set_value();
                              });
    }
    all->get_future().wait();
  }
  redis_.Kill();
  redis_.Start(false);
  bool loading = false;
  EXPECT_TRUE(WaitUntil(kPatience, [&] {
    const auto done = CommitNext();
    if (done.ok()) return true;
    loading = loading || done.status().message().find("LOADING") != absl::string_view::npos;
    EXPECT_THAT(done, StatusIs(absl::StatusCode::kUnavailable));
    return false;
  }));
  EXPECT_TRUE(loading);
  EXPECT_TRUE(damages().empty());
}

TEST_F(FaultsTest, NothingAcknowledgedIsLostWhenRedisIsKilledAmidCommits) {
  // Many writers, each a paper of its own, one version after the other.
  constexpr int kWriters = 40;
  std::mutex mutex;
  std::vector<std::vector<std::string>> acknowledged(kWriters);
  std::atomic<int> done{0};
  std::atomic<int> unknown{0};
  std::vector<std::thread> threads;
  threads.reserve(kWriters);
  for (int writer = 0; writer < kWriters; ++writer) {
    threads.emplace_back([&, writer] {
      const std::string name = absl::StrCat("regions/410726/accounts/w", writer);
      StoredPaper at;
      while (true) {
        const Change change = NextVersion(at, name, store_->Now(), "note");
        const auto committed = Commit(change);
        if (!committed.ok()) {
          if (absl::IsUnavailable(committed.status()) &&
              core::ReasonOf(committed.status()) == v1::ERROR_REASON_OUTCOME_UNKNOWN) {
            ++unknown;
          }
          return;
        }
        ASSERT_EQ(committed->outcome, Outcome::kDone);
        at = {.head = committed->heads[0], .paper = change.papers[0].paper};
        const std::lock_guard<std::mutex> lock(mutex);
        acknowledged[static_cast<size_t>(writer)].push_back(change.papers[0].record);
        ++done;
      }
    });
  }
  ASSERT_TRUE(WaitUntil(kPatience, [&] { return done > 400; }));
  redis_.Kill();
  for (std::thread& thread : threads) thread.join();
  redis_.Start();
  ASSERT_TRUE(Recovers());
  for (int writer = 0; writer < kWriters; ++writer) {
    const std::string name = absl::StrCat("regions/410726/accounts/w", writer);
    const auto history = History(name);
    ASSERT_THAT(history, IsOk());
    const auto& known = acknowledged[static_cast<size_t>(writer)];
    // At most the one whose answer was lost is there besides.
    ASSERT_GE(history->size(), known.size());
    EXPECT_LE(history->size(), known.size() + 1);
    for (size_t i = 0; i < known.size(); ++i) EXPECT_EQ((*history)[i], known[i]);
  }
  EXPECT_GT(unknown, 0);
  EXPECT_TRUE(damages().empty());
}

TEST_F(FaultsTest, ASilentRedisMakesWhatWasSentUnknownAndItsLateAnswersNobodys) {
  ASSERT_EQ(OutcomeOf(CommitNext()), Outcome::kDone);
  Change change = NextVersion(**LoadCurrent(RosterName()), RosterName(), store_->Now(), "paused");
  change.request = RequestNamed("paused");
  redis_.Pause();
  const absl::Time began = absl::Now();
  EXPECT_THAT(Commit(change, absl::Seconds(30)), RefusedAs(v1::ERROR_REASON_OUTCOME_UNKNOWN));
  EXPECT_GE(absl::Now() - began, absl::Milliseconds(1900));
  EXPECT_LT(absl::Now() - began, absl::Seconds(10));
  redis_.Resume();
  ASSERT_TRUE(WaitUntil(kPatience, [&] { return LoadCurrent(RosterName()).ok(); }));
  // Repeated with the same id it is done, once.
  change.now = store_->Now();
  const auto again = Commit(change);
  EXPECT_TRUE(again.ok() &&
              (again->outcome == Outcome::kAgain || again->outcome == Outcome::kDone));
  EXPECT_EQ(Version(), 2);
}

TEST_F(FaultsTest, ACallIsNotKeptBeyondItsDeadline) {
  redis_.Pause();
  const absl::Time began = absl::Now();
  const auto late = Commit(NextVersion(StoredPaper(), RosterName(), store_->Now(), "late"),
                           absl::Milliseconds(100));
  EXPECT_THAT(late, RefusedAs(v1::ERROR_REASON_OUTCOME_UNKNOWN));
  EXPECT_LT(absl::Now() - began, absl::Milliseconds(1500));
  redis_.Resume();
}

TEST_F(FaultsTest, ADeadRedisIsRefusedAtOnceAndComesBack) {
  redis_.Kill();
  EXPECT_THAT(CommitNext(), StatusIs(absl::StatusCode::kUnavailable));
  ASSERT_TRUE(WaitUntil(kPatience, [&] {
    const absl::Time began = absl::Now();
    const auto refused = LoadCurrent(RosterName());
    EXPECT_THAT(refused, RefusedAs(v1::ERROR_REASON_STORE_UNAVAILABLE));
    return absl::Now() - began < absl::Milliseconds(300);
  }));
  redis_.Start();
  EXPECT_TRUE(Recovers());
}

TEST_F(FaultsTest, AFullQueueRefusesAtOnceAndKeepsAReserveForTimers) {
  store_.reset();
  Store::Options options = OptionsOf("test");
  options.config.set_queue_limit(20);
  auto store = Store::Open(std::move(options));
  ASSERT_THAT(store, IsOk());
  store_ = *std::move(store);
  redis_.Pause();
  std::atomic<int> full{0};
  std::atomic<int> finished{0};
  const auto count = [&](const absl::StatusOr<Committed>& done) {
    if (absl::IsResourceExhausted(done.status())) {
      EXPECT_EQ(core::ReasonOf(done.status()), v1::ERROR_REASON_QUEUE_FULL);
      ++full;
    }
    ++finished;
  };
  Change change = NextVersion(StoredPaper(), RosterName(), store_->Now(), "x");
  change.request = RequestNamed("queue");
  for (int i = 0; i < 60; ++i) store_->papers().Commit(change, absl::Now() + kPatience, count);
  EXPECT_GE(full, 40);  // at once; the store's own few calls count, too
  const int before = full;
  change.request.reset();  // as a timer's
  store_->papers().Commit(change, absl::Now() + kPatience, count);
  EXPECT_EQ(full, before);
  redis_.Resume();
  EXPECT_TRUE(WaitUntil(kPatience, [&] { return finished == 61; }));
}

}  // namespace
}  // namespace clarion::store
