// Passwords, blocking and the end of tokens: one's own account is one's own, the others' are the
// administrators'.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/story.h"

namespace clarion::testing {
namespace {

constexpr char kName[] = "regions/419999/accounts/limin";

v1::Paper AccountOf(v1::Role role) {
  v1::Paper paper;
  paper.mutable_account()->set_name(kName);
  paper.mutable_account()->set_role(role);
  paper.mutable_account()->set_person("limin");
  paper.mutable_account()->set_version(1);
  return paper;
}

v1::Actor Owner(v1::Role role) {
  v1::Actor actor = Of(role, "limin");
  actor.set_account(kName);
  return actor;
}

v1::Command NewPassword() {
  v1::Command command;
  *command.mutable_set_password()->mutable_credential() = TextOf("$argon2id$");
  return command;
}

v1::Command Disabling(bool disabled) {
  v1::Command command;
  command.mutable_set_disabled()->set_disabled(disabled);
  return command;
}

v1::Command Revoking() {
  v1::Command command;
  command.mutable_revoke_tokens();
  return command;
}

absl::StatusOr<core::Decision> Ask(const v1::Paper& paper, const v1::Command& command,
                                   const v1::Actor& actor) {
  return core::Decide(paper, command, ContextAt(T("01:00"), actor));
}

TEST(Password, IsSetByItsOwnerInWhateverRoleTheInspectorToo) {
  for (const v1::Role role : {v1::ROLE_DUTY, v1::ROLE_APPROVER, v1::ROLE_SPEAKER, v1::ROLE_CLERK,
                              v1::ROLE_INSPECTOR, v1::ROLE_INTEGRATION}) {
    const auto decision = Ask(AccountOf(role), NewPassword(), Owner(role));
    ASSERT_THAT(decision, IsOk());
    const v1::Account& account = decision->paper.account();
    EXPECT_EQ(account.credential().sha256(), TextOf("$argon2id$").sha256());
    EXPECT_EQ(account.tokens_valid_from_version(), 2);
    EXPECT_EQ(account.version(), 2);
  }
}

TEST(Password, OfAnotherIsTheAdministrators) {
  EXPECT_THAT(Ask(AccountOf(v1::ROLE_DUTY), NewPassword(), Of(v1::ROLE_APPROVER, "app1")),
              RefusedAs(v1::ERROR_REASON_ROLE_NOT_ALLOWED));
  EXPECT_THAT(Ask(AccountOf(v1::ROLE_DUTY), NewPassword(), Of(v1::ROLE_INSPECTOR, "i1")),
              RefusedAs(v1::ERROR_REASON_ROLE_NOT_ALLOWED));
  EXPECT_THAT(Ask(AccountOf(v1::ROLE_DUTY), NewPassword(), Of(v1::ROLE_ADMINISTRATOR, "admin")),
              IsOk());
}

TEST(Password, IsAReferenceToItsHash) {
  v1::Command command;
  command.mutable_set_password();
  EXPECT_THAT(Ask(AccountOf(v1::ROLE_DUTY), command, Owner(v1::ROLE_DUTY)),
              RefusedAs(v1::ERROR_REASON_FIELD_INVALID));
}

TEST(Account, IsDisabledAndEnabledByAnAdministratorAlone) {
  const v1::Actor admin = Of(v1::ROLE_ADMINISTRATOR, "admin");
  const v1::Paper paper = AccountOf(v1::ROLE_DUTY);
  EXPECT_THAT(Ask(paper, Disabling(true), Owner(v1::ROLE_DUTY)),
              RefusedAs(v1::ERROR_REASON_ROLE_NOT_ALLOWED));
  const auto disabled = Ask(paper, Disabling(true), admin);
  ASSERT_THAT(disabled, IsOk());
  EXPECT_TRUE(disabled->paper.account().disabled());
  EXPECT_EQ(disabled->paper.account().tokens_valid_from_version(), 2);
  const auto again = Ask(disabled->paper, Disabling(true), admin);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->record.events_size(), 0);
  const auto enabled = Ask(disabled->paper, Disabling(false), admin);
  ASSERT_THAT(enabled, IsOk());
  EXPECT_FALSE(enabled->paper.account().disabled());
}

TEST(Tokens, AreEndedByTheirOwnerOrAnAdministrator) {
  const v1::Paper paper = AccountOf(v1::ROLE_INSPECTOR);
  EXPECT_THAT(Ask(paper, Revoking(), Of(v1::ROLE_DUTY, "duty1")),
              RefusedAs(v1::ERROR_REASON_ROLE_NOT_ALLOWED));
  for (const v1::Actor& actor : {Owner(v1::ROLE_INSPECTOR), Of(v1::ROLE_ADMINISTRATOR, "admin")}) {
    const auto decision = Ask(paper, Revoking(), actor);
    ASSERT_THAT(decision, IsOk());
    EXPECT_EQ(decision->paper.account().tokens_valid_from_version(), 2);
    v1::Paper fold = paper;
    core::Evolve(fold, decision->record);
    EXPECT_EQ(fold.SerializeAsString(), decision->paper.SerializeAsString());
  }
}

TEST(Account, ThatDoesNotExistIsNotFound) {
  const v1::Actor admin = Of(v1::ROLE_ADMINISTRATOR, "admin");
  for (const v1::Command& command : {NewPassword(), Disabling(true), Revoking()}) {
    EXPECT_THAT(Ask({}, command, admin), RefusedAs(v1::ERROR_REASON_NO_SUCH_ACCOUNT));
  }
}

}  // namespace
}  // namespace clarion::testing
