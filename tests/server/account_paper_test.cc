// The law of accounts: what ends tokens, what a request may not choose, and the clock under an act.
#include <string>

#include "gtest/gtest.h"
#include "services/core/decide.h"
#include "services/core/proto_time.h"
#include "services/core/refusal.h"
#include "tests/support/sample_county.h"

namespace clarion::core {
namespace {

const absl::Time kDecided = absl::FromUnixSeconds(1772499600);
constexpr char kAccount[] = "regions/419999/accounts/li";

v1::Command Creation() {
  v1::Command command;
  v1::CreateAccount& create = *command.mutable_create_account();
  create.set_name(kAccount);
  create.mutable_account()->set_role(v1::ROLE_DUTY);
  create.mutable_account()->mutable_credential()->set_sha256(std::string(32, 'c'));
  create.mutable_account()->mutable_credential()->set_size(97);
  return command;
}

absl::StatusOr<Decision> Do(const v1::Paper& paper, const v1::Command& command,
                            const v1::Actor& actor) {
  return Decide(paper, command, testing::ContextAt(kDecided, actor));
}

v1::Paper Created() {
  return Do(v1::Paper(), Creation(), testing::Of(v1::ROLE_ADMINISTRATOR, "admin"))->paper;
}

v1::Actor Owner() {
  v1::Actor owner = testing::Duty("li");
  owner.set_account(kAccount);
  return owner;
}

TEST(AccountPaper, HoldsItsNameSoThatItIsListed) {
  const auto decision = Do(v1::Paper(), Creation(), testing::Of(v1::ROLE_ADMINISTRATOR, "admin"));
  ASSERT_TRUE(decision.ok()) << decision.status();
  ASSERT_EQ(decision->claims.size(), 1u);
  EXPECT_EQ(decision->claims[0].name, "account/419999/li");
  EXPECT_EQ(decision->claims[0].expected, "");
  EXPECT_EQ(decision->claims[0].value, kAccount);
}

TEST(AccountPaper, BeginsAsNobodyElseChose) {
  v1::Command command = Creation();
  v1::Account& account = *command.mutable_create_account()->mutable_account();
  account.set_disabled(true);
  account.set_tokens_valid_from_version(1'000'000);
  account.set_version(7);
  const auto decision = Do(v1::Paper(), command, testing::Of(v1::ROLE_ADMINISTRATOR, "admin"));
  ASSERT_TRUE(decision.ok()) << decision.status();
  EXPECT_FALSE(decision->paper.account().disabled());
  EXPECT_EQ(decision->paper.account().tokens_valid_from_version(), 0);
  EXPECT_EQ(decision->paper.account().version(), 1);
}

TEST(AccountPaper, EndsTheTokensOfEarlierVersionsWithEachOfThreeActs) {
  v1::Command revoke;
  revoke.mutable_revoke_tokens();
  v1::Command disable;
  disable.mutable_set_disabled()->set_disabled(true);
  v1::Command password;
  *password.mutable_set_password()->mutable_credential() =
      Creation().create_account().account().credential();
  v1::Paper paper = Created();
  for (const v1::Command& command : {revoke, disable, password}) {
    const int64_t before = paper.account().version();
    const auto decision = Do(paper, command, testing::Of(v1::ROLE_ADMINISTRATOR, "admin"));
    ASSERT_TRUE(decision.ok()) << decision.status();
    EXPECT_EQ(decision->paper.account().version(), before + 1);
    EXPECT_EQ(decision->paper.account().tokens_valid_from_version(), before + 1);
    v1::Paper folded = paper;
    Evolve(folded, decision->record);
    EXPECT_EQ(folded.SerializeAsString(), decision->paper.SerializeAsString());
    paper = decision->paper;
  }
}

TEST(AccountPaper, IsOnesOwnOrTheAdministrators) {
  v1::Command revoke;
  revoke.mutable_revoke_tokens();
  EXPECT_TRUE(Do(Created(), revoke, Owner()).ok());
  v1::Actor other = Owner();
  other.set_account("regions/419999/accounts/wu");
  EXPECT_EQ(ReasonOf(Do(Created(), revoke, other).status()), v1::ERROR_REASON_ROLE_NOT_ALLOWED);
  v1::Command disable;
  disable.mutable_set_disabled()->set_disabled(true);
  EXPECT_EQ(ReasonOf(Do(Created(), disable, Owner()).status()), v1::ERROR_REASON_ROLE_NOT_ALLOWED);
}

TEST(ClockSuspect, IsOnTheDocketOfAnActEnteredWhileClocksDiffer) {
  v1::Command command;
  command.mutable_register_incident()->set_name("regions/419999/incidents/419999-20260303-0001");
  command.mutable_register_incident()->set_title("示例事件");
  *command.mutable_register_incident()->mutable_detected_at() = ToProto(kDecided);
  const v1::Roster roster = testing::SampleRoster();
  Context context = testing::ContextAt(kDecided, testing::Duty(), &roster);
  const auto sound = Decide(v1::Paper(), command, context);
  ASSERT_TRUE(sound.ok()) << sound.status();
  EXPECT_FALSE(sound->paper.docket().clock_suspect());

  context.clock_suspect = true;
  const auto suspect = Decide(v1::Paper(), command, context);
  ASSERT_TRUE(suspect.ok()) << suspect.status();
  EXPECT_TRUE(suspect->record.clock_suspect());
  EXPECT_TRUE(suspect->paper.docket().clock_suspect());
  v1::Paper folded;
  Evolve(folded, suspect->record);
  EXPECT_TRUE(folded.docket().clock_suspect());

  // A timer's decision is no act of a person, and what was suspect once stays so.
  v1::Command due;
  due.mutable_decide_due();
  Context later = testing::ContextAt(kDecided + absl::Hours(30), testing::System(), &roster);
  later.clock_suspect = true;
  const auto timer = Decide(sound->paper, due, later);
  ASSERT_TRUE(timer.ok()) << timer.status();
  EXPECT_FALSE(timer->paper.docket().clock_suspect());
  later.clock_suspect = false;
  EXPECT_TRUE(Decide(suspect->paper, due, later)->paper.docket().clock_suspect());
}

}  // namespace
}  // namespace clarion::core
