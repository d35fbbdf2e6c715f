// What is remembered of accounts: for 30 s, not beyond a change heard of, never older than asked.
#include "services/server/account_standings.h"

#include <string>

#include "gtest/gtest.h"
#include "services/core/refusal.h"

namespace clarion::server {
namespace {

constexpr char kLi[] = "regions/410726/accounts/li";
constexpr char kWu[] = "regions/410726/accounts/wu";
constexpr absl::Duration kRemembered = absl::Hours(5);
constexpr Standing kGood{.exists = true, .disabled = false, .tokens_valid_from_version = 3};

store::Entry EntryOf(const std::string& paper, const std::string& actor) {
  v1::Record record;
  record.set_paper(paper);
  record.mutable_actor()->set_account(actor);
  store::Entry entry;
  entry.sequence = 7;
  entry.entry.add_records(record.SerializeAsString());
  return entry;
}

class Standings : public ::testing::Test {
 protected:
  void Remember(const std::string& account) {
    standings_.Remember(account, kGood, standings_.Ticket(), kRemembered);
  }
  bool Knows(const std::string& account, absl::Duration at = kRemembered) {
    return standings_.Find(account, at).has_value();
  }
  AccountStandings standings_;
};

TEST(Judged, ATokenHoldsFromTheVersionOnThatEndedTheOthers) {
  EXPECT_TRUE(Judge(kGood, 3).ok());
  EXPECT_TRUE(Judge(kGood, 4).ok());
  EXPECT_EQ(core::ReasonOf(Judge(kGood, 2)), v1::ERROR_REASON_NOT_SIGNED_IN);
  EXPECT_EQ(Judge(kGood, 2).code(), absl::StatusCode::kUnauthenticated);
}

TEST(Judged, NoTokenOfADisabledAccountHolds) {
  Standing disabled = kGood;
  disabled.disabled = true;
  EXPECT_EQ(core::ReasonOf(Judge(disabled, 9)), v1::ERROR_REASON_ACCOUNT_DISABLED);
  EXPECT_EQ(Judge(disabled, 9).code(), absl::StatusCode::kPermissionDenied);
}

TEST(Judged, NoTokenOfNoAccountHolds) {
  EXPECT_EQ(core::ReasonOf(Judge(Standing(), 9)), v1::ERROR_REASON_NOT_SIGNED_IN);
  EXPECT_EQ(core::ReasonOf(Judge(StandingOf(store::StoredPaper()), 9)),
            v1::ERROR_REASON_NOT_SIGNED_IN);
}

TEST_F(Standings, HoldForThirtySeconds) {
  EXPECT_FALSE(Knows(kLi));
  Remember(kLi);
  EXPECT_TRUE(Knows(kLi, kRemembered + absl::Milliseconds(29'999)));
  EXPECT_FALSE(Knows(kLi, kRemembered + absl::Seconds(30)));
  EXPECT_FALSE(Knows(kWu));
}

TEST_F(Standings, AreForgottenWhenAnAccountsRecordIsHeard) {
  Remember(kLi);
  Remember(kWu);
  standings_.Hear(EntryOf(kLi, kWu));
  EXPECT_FALSE(Knows(kLi));
  EXPECT_TRUE(Knows(kWu));
}

TEST_F(Standings, StayWhenSomebodyWritesAnotherPaper) {
  Remember(kLi);
  standings_.Hear(EntryOf("regions/410726/incidents/410726-20261123-0007", kLi));
  standings_.Hear(EntryOf("regions/410726/roster", kLi));
  EXPECT_TRUE(Knows(kLi));
}

TEST_F(Standings, AreAllForgottenWhenBellsWereMissed) {
  Remember(kLi);
  standings_.Hear(store::Entry());
  EXPECT_FALSE(Knows(kLi));
}

TEST_F(Standings, AskedForBeforeAChangeWasHeardAreNotKept) {
  const uint64_t ticket = standings_.Ticket();
  standings_.Hear(EntryOf(kLi, kLi));
  standings_.Remember(kLi, kGood, ticket, kRemembered);
  EXPECT_FALSE(Knows(kLi));
}

TEST_F(Standings, AreAskedForByOneAtATime) {
  EXPECT_TRUE(standings_.MayAsk(kLi, kRemembered));
  EXPECT_FALSE(standings_.MayAsk(kLi, kRemembered + absl::Seconds(1)));
  EXPECT_TRUE(standings_.MayAsk(kLi, kRemembered + absl::Seconds(2)));  // the answer did not come
  Remember(kLi);
  EXPECT_TRUE(standings_.MayAsk(kLi, kRemembered + absl::Seconds(2)));
}

TEST_F(Standings, TakeBoundedMemory) {
  for (size_t i = 0; i <= AccountStandings::kMost; ++i) Remember(std::to_string(i));
  EXPECT_FALSE(Knows("0"));
  EXPECT_TRUE(Knows(std::to_string(AccountStandings::kMost)));
}

}  // namespace
}  // namespace clarion::server
