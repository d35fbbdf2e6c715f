// The commit, answer by answer, in the order the script gives them; and what a commit writes.
#include <atomic>
#include <future>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/proof/chain.h"
#include "services/store/keys.h"
#include "services/store/set_making.h"
#include "services/store/stored_paper.h"
#include "tests/store/store_fixture.h"
#include "tests/support/status_matchers.h"
#include "tests/support/wait_until.h"

namespace clarion::store {
namespace {

using Outcome = Committed::Outcome;
using ::clarion::testing::IsOk;
using ::clarion::testing::RefusedAs;

class CommitTest : public StoreTest {
 protected:
  void SetUp() override {
    Initialise();
    Open();
  }
  Change First(const std::string& note = "first") {
    return NextVersion(StoredPaper(), RosterName(), store_->Now(), note);
  }
  std::string Shard(const std::string& name) { return ShardKey(ShardOf(kCounty), name); }
};

TEST_F(CommitTest, IsRefusedAsOtherWhenTheDataSetsStringDiffers) {
  // Generation 2 in the county's shard alone, as when `accept` is half done. (Not shard 00, which
  // the store looks at by itself.)
  ASSERT_NE(ShardOf(kCounty), 0);
  Change change = First();
  change.papers[0].expected_head = std::string(32, 'x');  // OTHER comes before every other answer
  std::string set = redis_.Run({"GET", Shard("set")});
  set.replace(set.find(" 1 "), 3, " 2 ");
  redis_.Run({"SET", Shard("set"), set});

  EXPECT_EQ(OutcomeOf(Commit(change)), Outcome::kOther);
  EXPECT_EQ(redis_.Run({"EXISTS", PaperKey(RosterName())}), "0");
  // Accepted as a whole, the new generation is learned and commits go on.
  auto connection = RedisConnection::Open({.socket = redis_.socket()}, absl::Seconds(5));
  ASSERT_THAT(connection, IsOk());
  ASSERT_THAT(RaiseGeneration(**connection), IsOk());
  EXPECT_TRUE(support::WaitUntil(
      absl::Seconds(5), [&] { return store_->Healthy() && store_->data_set().generation == 3; }));
  EXPECT_EQ(OutcomeOf(Commit(First())), Outcome::kDone);
}

TEST_F(CommitTest, AnswersARepeatedRequestWithItsFirstAnswer) {
  Change change = First();
  change.request = RequestNamed("id-1");
  ASSERT_EQ(OutcomeOf(Commit(change)), Outcome::kDone);

  // The head differs by now, and even the clock may be off: the request comes first.
  change.now += absl::Hours(1);
  const auto again = Commit(change);
  ASSERT_EQ(OutcomeOf(again), Outcome::kAgain);
  EXPECT_EQ(again->paper, RosterName());
  EXPECT_EQ(again->version, 1);
  EXPECT_EQ(again->request_hash, proof::Sha256("body"));
  const int64_t ttl =
      std::stoll(redis_.Run({"PTTL", RequestKey(ShardOf(kCounty), change.request->key)}));
  EXPECT_GT(ttl, 86'000'000);
  EXPECT_LE(ttl, 86'400'000);
}

TEST_F(CommitTest, IsRefusedAsClockWhenNowIsMoreThan250MillisecondsOff) {
  for (const absl::Duration off : {absl::Milliseconds(-300), absl::Milliseconds(300)}) {
    Change change = First();
    change.now += off;
    change.papers[0].expected_head = std::string(32, 'x');  // CLOCK comes before CHANGED
    EXPECT_EQ(OutcomeOf(Commit(change)), Outcome::kClock);
  }
  Change change = First();
  change.now -= absl::Milliseconds(150);
  EXPECT_EQ(OutcomeOf(Commit(change)), Outcome::kDone);
}

TEST_F(CommitTest, IsRefusedAsClockWhileNotBeforeIsAhead) {
  Change change = First();
  change.not_before = change.now + absl::Seconds(5);
  EXPECT_EQ(OutcomeOf(Commit(change)), Outcome::kClock);
  change.not_before = change.now - absl::Milliseconds(1);
  EXPECT_EQ(OutcomeOf(Commit(change)), Outcome::kDone);
}

TEST_F(CommitTest, IsRefusedAsChangedWhenAHeadDiffersAndNamesThePaper) {
  Change change = First();
  change.claims.push_back({.name = "f", .expected = "nobody", .value = "x"});  // before TAKEN
  change.papers[0].expected_head = std::string(32, 'x');
  const auto changed = Commit(change);
  ASSERT_EQ(OutcomeOf(changed), Outcome::kChanged);
  EXPECT_EQ(changed->paper, RosterName());
}

TEST_F(CommitTest, IsRefusedAsChangedWhenAGuardedPaperDiffers) {
  Change change = First();
  const std::string guarded = "regions/410726/accounts/li";
  change.guards.push_back({.name = guarded, .head = std::string(32, 'g')});
  const auto changed = Commit(change);
  ASSERT_EQ(OutcomeOf(changed), Outcome::kChanged);
  EXPECT_EQ(changed->paper, guarded);
  change.guards[0].head.clear();  // it must not exist, and does not
  EXPECT_EQ(OutcomeOf(Commit(change)), Outcome::kDone);
}

TEST_F(CommitTest, IsRefusedAsTakenWhenAnotherHoldsTheName) {
  Change change = First();
  change.claims.push_back({.name = "fingerprint/410726/f1", .expected = "", .value = "holder one"});
  ASSERT_EQ(OutcomeOf(Commit(change)), Outcome::kDone);

  Change second = NextVersion(StoredPaper(), "regions/410726/accounts/a", store_->Now(), "x");
  second.claims = {{.name = "free", .expected = "", .value = "y"}, change.claims[0]};
  const auto taken = Commit(second);
  ASSERT_EQ(OutcomeOf(taken), Outcome::kTaken);
  EXPECT_EQ(taken->claim, "fingerprint/410726/f1");
  EXPECT_EQ(taken->holder, "holder one");
  EXPECT_EQ(redis_.Run({"HGET", Shard("claims"), "free"}), "(nil)");

  second.claims = {{.name = "fingerprint/410726/f1", .expected = "holder one", .value = ""}};
  EXPECT_EQ(OutcomeOf(Commit(second)), Outcome::kDone);
  EXPECT_EQ(redis_.Run({"HEXISTS", Shard("claims"), "fingerprint/410726/f1"}), "0");
}

TEST_F(CommitTest, WritesPaperRecordPlaceTextsAndRequestTogether) {
  Change change = First();
  change.papers[0].next_due = change.now + absl::Hours(5);
  change.request = RequestNamed("id-2");
  change.texts.push_back("通告全文");
  const auto done = Commit(change);
  ASSERT_EQ(OutcomeOf(done), Outcome::kDone);
  ASSERT_EQ(done->heads.size(), 1u);

  EXPECT_EQ(redis_.Run({"GETRANGE", PaperKey(RosterName()), "0", "31"}), done->heads[0]);
  EXPECT_EQ(redis_.Run({"LRANGE", HistoryKey(RosterName()), "0", "-1"}), change.papers[0].record);
  EXPECT_EQ(redis_.Run({"ZSCORE", Shard("due"), RosterName()}),
            absl::StrCat(absl::ToUnixMillis(*change.papers[0].next_due)));
  EXPECT_EQ(redis_.Run({"GET", TextKey(ShardOf(kCounty), proof::Sha256("通告全文"))}), "通告全文");
  EXPECT_EQ(redis_.Run({"EXISTS", RequestKey(ShardOf(kCounty), change.request->key)}), "1");
  EXPECT_EQ(redis_.Run({"XLEN", Shard("log")}), "1");
}

TEST_F(CommitTest, WritesNothingAtAllWhenRefused) {
  ASSERT_EQ(OutcomeOf(CommitNext()), Outcome::kDone);
  const std::string before = redis_.Run({"DEBUG", "DIGEST"});
  Change change = First("other");  // expects no paper, and there is one
  change.texts.push_back("text");
  change.claims.push_back({.name = "c", .expected = "", .value = "v"});
  change.request = RequestNamed("id-3");
  ASSERT_EQ(OutcomeOf(Commit(change)), Outcome::kChanged);
  EXPECT_EQ(redis_.Run({"DEBUG", "DIGEST"}), before);
}

TEST_F(CommitTest, MovesAnEndedPaperFromDueToEnded) {
  ASSERT_EQ(OutcomeOf(CommitNext()), Outcome::kDone);
  EXPECT_EQ(redis_.Run({"ZSCORE", Shard("due"), RosterName()}), "inf");
  Change change = NextVersion(**LoadCurrent(RosterName()), RosterName(), store_->Now(), "end");
  change.papers[0].ended = true;
  ASSERT_EQ(OutcomeOf(Commit(change)), Outcome::kDone);
  EXPECT_EQ(redis_.Run({"ZSCORE", Shard("due"), RosterName()}), "(nil)");
  EXPECT_EQ(redis_.Run({"ZSCORE", Shard("ended"), RosterName()}),
            absl::StrCat(absl::ToUnixMillis(change.now)));
}

TEST_F(CommitTest, GivesAnUntimedPaperNoPlaceAmongTheDue) {
  Change change = First();
  change.papers[0].timed = false;
  ASSERT_EQ(OutcomeOf(Commit(change)), Outcome::kDone);
  EXPECT_EQ(redis_.Run({"EXISTS", Shard("due")}), "0");
}

TEST_F(CommitTest, NumbersTheLogDenselyAndChainsTheHistory) {
  for (int i = 1; i <= 20; ++i) {
    const auto done = CommitNext(absl::StrCat("note ", i));
    ASSERT_EQ(OutcomeOf(done), Outcome::kDone);
    EXPECT_EQ(done->sequence, i);
  }
  const auto records = History(RosterName());
  ASSERT_THAT(records, IsOk());
  ASSERT_EQ(records->size(), 20u);
  const std::string head = redis_.Run({"GETRANGE", PaperKey(RosterName()), "0", "31"});
  EXPECT_THAT(proof::VerifyHistory(RosterName(), *records, head), IsOk());
}

TEST_F(CommitTest, WritesSeveralPapersAsOneEntry) {
  Change change = First();
  Change other = NextVersion(StoredPaper(), "regions/410726/accounts/b", store_->Now(), "b");
  change.papers.push_back(other.papers[0]);
  const auto done = Commit(change);
  ASSERT_EQ(OutcomeOf(done), Outcome::kDone);
  EXPECT_EQ(done->heads.size(), 2u);
  EXPECT_EQ(redis_.Run({"XLEN", Shard("log")}), "1");
  // All or nothing: one stale head refuses both.
  other = NextVersion(StoredPaper(), "regions/410726/accounts/c", store_->Now(), "c");
  other.papers.push_back(change.papers[0]);
  EXPECT_EQ(OutcomeOf(Commit(other)), Outcome::kChanged);
  EXPECT_EQ(redis_.Run({"EXISTS", PaperKey("regions/410726/accounts/c")}), "0");
}

TEST_F(CommitTest, RefusesAPaperOverItsLimit) {
  Change change = First(std::string(600 * 1024, 'x'));
  EXPECT_THAT(Commit(change), RefusedAs(v1::ERROR_REASON_PAPER_TOO_LARGE));
  EXPECT_EQ(redis_.Run({"DBSIZE"}), absl::StrCat(kShards));
}

TEST_F(CommitTest, LetsExactlyOneOfManyWinEachVersion) {
  constexpr int kWriters = 500;
  for (int version = 1; version <= 4; ++version) {
    const PaperPtr before = *LoadCurrent(RosterName());
    std::atomic<int> done{0};
    std::atomic<int> won{0};
    std::promise<void> all;
    for (int writer = 0; writer < kWriters; ++writer) {
      store_->papers().Commit(
          NextVersion(*before, RosterName(), store_->Now(), absl::StrCat("writer ", writer)),
          absl::Now() + absl::Seconds(20), [&](const absl::StatusOr<Committed>& committed) {
            if (OutcomeOf(committed) == Outcome::kDone) ++won;
            if (++done == kWriters) all.set_value();
          });
    }
    all.get_future().wait();
    EXPECT_EQ(won, 1);
    EXPECT_EQ((*LoadCurrent(RosterName()))->paper.roster().version(), version);
  }
}

TEST_F(CommitTest, ListsTheClaimsOfAPrefixByNameHoweverManyThereAre) {
  Change change = First();
  for (int i = 0; i < 3; ++i) {
    change.claims.push_back({absl::StrCat("account/410726/p", 2 - i), "", absl::StrCat("h", i)});
  }
  change.claims.push_back({"account/410727/p0", "", "another region"});
  change.claims.push_back({"fingerprint/410726/account/410726/p9", "", "another kind"});
  ASSERT_EQ(OutcomeOf(Commit(change)), Outcome::kDone);
  // Enough of others that the hash is walked in steps.
  std::vector<std::string> others = {"HSET", Shard("claims")};
  for (int i = 0; i < 5000; ++i) {
    others.insert(others.end(), {absl::StrCat("source/410726/s/", i), "x"});
  }
  redis_.Run(others);

  const auto list = [this](const std::string& prefix, size_t limit) {
    std::promise<absl::StatusOr<PaperStore::ClaimList>> answered;
    store_->papers().ListClaims(ShardOf(kCounty), prefix, limit, absl::Now() + absl::Seconds(10),
                                [&](absl::StatusOr<PaperStore::ClaimList> claims) {
                                  answered.set_value(std::move(claims));
                                });
    return answered.get_future().get();
  };
  const auto accounts = list("account/410726/", 100);
  ASSERT_THAT(accounts, IsOk());
  EXPECT_EQ(*accounts, (PaperStore::ClaimList{{"account/410726/p0", "h2"},
                                              {"account/410726/p1", "h1"},
                                              {"account/410726/p2", "h0"}}));
  const auto none = list("account/999999/", 100);
  ASSERT_THAT(none, IsOk());
  EXPECT_TRUE(none->empty());
  const auto some = list("source/", 1000);
  ASSERT_THAT(some, IsOk());
  EXPECT_GE(some->size(), 1000u);  // or more, and so the caller knows
  EXPECT_LT(some->size(), 5000u);
}

}  // namespace
}  // namespace clarion::store
