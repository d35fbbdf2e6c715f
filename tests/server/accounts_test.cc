// Accounts on a running deployment: tokens end when they should, on every desk, and what is secret
// never leaves.
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clarion/v1/admin_service.grpc.pb.h"
#include "clarion/v1/broadcast_service.grpc.pb.h"
#include "clarion/v1/config.pb.h"
#include "clarion/v1/incident_service.grpc.pb.h"
#include "clarion/v1/spokesperson_service.grpc.pb.h"
#include "clarion/v1/timeline_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "services/core/proto_time.h"
#include "services/server/tokens.h"
#include "tests/support/caller.h"
#include "tests/support/certificates.h"
#include "tests/support/deployment.h"
#include "tests/support/process.h"
#include "tests/support/sample_county.h"
#include "tests/support/status_matchers.h"
#include "tests/support/wait_until.h"
#include "tests/support/watcher.h"

namespace clarion::server {
namespace {

using testing::IsOk;
using testing::RefusedAs;

using Admin = v1::AdminService::Stub;

constexpr char kRegion[] = "regions/419999";
constexpr char kPassword[] = "the-first-password";
constexpr char kSecond[] = "the-second-password";
constexpr absl::Duration kSoon = absl::Seconds(10);

// One deployment for all of them; each test has accounts of its own.
class Accounts : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    auto opened = support::Deployment::Open({});
    ASSERT_THAT(opened, IsOk());
    deployment_ = opened->release();
    ASSERT_THAT(deployment_->AddRegion(testing::SampleRoster()), IsOk());
  }
  static void TearDownTestSuite() { delete deployment_; }

  support::ProcessGroup& group() { return deployment_->group(); }
  const std::string& administrator() { return deployment_->administrator(); }

  template <class Request, class Response>
  absl::StatusOr<Response> Ask(const std::string& token,
                               grpc::Status (Admin::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                               Request request) {
    if constexpr (requires { request.set_request_id(""); }) {
      if (request.request_id().empty()) request.set_request_id(support::NewRequestId());
    }
    return support::Call(group(), "incident", token, method, request, absl::Seconds(30));
  }

  std::string Create(const std::string& id, v1::Role role = v1::ROLE_DUTY,
                     const std::string& region = kRegion) {
    v1::CreateAccountRequest request;
    request.set_parent(region);
    request.set_account_id(id);
    request.mutable_account()->set_role(role);
    request.set_password(kPassword);
    const auto created = Ask(administrator(), &Admin::CreateAccount, request);
    EXPECT_THAT(created, IsOk());
    return created.ok() ? created->name() : "";
  }

  absl::StatusOr<std::string> SignIn(const std::string& name,
                                     const std::string& password = kPassword) {
    v1::SignInRequest request;
    request.set_name(name);
    request.set_password(password);
    const auto answer = Ask("", &Admin::SignIn, request);
    if (!answer.ok()) return answer.status();
    EXPECT_EQ(answer->actor().account(), name);
    return answer->token();
  }

  absl::Status SetDisabled(const std::string& name, bool disabled) {
    v1::SetAccountDisabledRequest request;
    request.set_name(name);
    request.set_disabled(disabled);
    return Ask(administrator(), &Admin::SetAccountDisabled, request).status();
  }

  absl::Status ChangePassword(const std::string& token, const std::string& from,
                              const std::string& to) {
    v1::ChangePasswordRequest request;
    request.set_password(from);
    request.set_new_password(to);
    return Ask(token, &Admin::ChangePassword, request).status();
  }

  // What each desk says to a harmless question.
  std::vector<absl::Status> EachDesk(const std::string& token) {
    v1::GetRulePackRequest pack;
    v1::GetRosterRequest roster;
    roster.set_name(absl::StrCat(kRegion, "/roster"));
    v1::ListIncidentsRequest incidents;
    incidents.set_parent(kRegion);
    return {Ask(token, &Admin::RefreshToken, v1::RefreshTokenRequest()).status(),
            support::Call(group(), "timeline", token, &v1::TimelineService::Stub::GetRulePack, pack)
                .status(),
            support::Call(group(), "spokesperson", token, &v1::SpokespersonService::Stub::GetRoster,
                          roster)
                .status(),
            support::Call(group(), "broadcast", token, &v1::BroadcastService::Stub::ListIncidents,
                          incidents)
                .status()};
  }
  bool EachDeskAdmits(const std::string& token) {
    const std::vector<absl::Status> said = EachDesk(token);
    return std::all_of(said.begin(), said.end(), [](const absl::Status& s) { return s.ok(); });
  }
  // Within moments: as soon as each process heard of it.
  bool EachDeskWillRefuse(const std::string& token, v1::ErrorReason reason) {
    return support::WaitUntil(kSoon, [&] {
      const std::vector<absl::Status> said = EachDesk(token);
      return std::all_of(said.begin(), said.end(), [reason](const absl::Status& status) {
        return core::ReasonOf(status) == reason;
      });
    });
  }

  std::string Logs() {
    std::string logs;
    for (const std::string& desk : support::FourDesks()) logs += group().process(desk).Log();
    return logs;
  }

  static support::Deployment* deployment_;
};

support::Deployment* Accounts::deployment_ = nullptr;

TEST_F(Accounts, AFreshTokenSaysWhatTheAccountIsAndLastsAnew) {
  const std::string name = Create("fresh");
  const auto token = SignIn(name);
  ASSERT_THAT(token, IsOk());
  const auto fresh = Ask(*token, &Admin::RefreshToken, v1::RefreshTokenRequest());
  ASSERT_THAT(fresh, IsOk());
  EXPECT_NE(fresh->token(), *token);
  EXPECT_EQ(fresh->actor().account(), name);
  EXPECT_EQ(fresh->actor().role(), v1::ROLE_DUTY);
  EXPECT_TRUE(EachDeskAdmits(fresh->token()));
  EXPECT_TRUE(EachDeskAdmits(*token));  // the old one goes on until it ends
}

// As if the password had been given so long ago, and the token refreshed ever since.
std::string TokenSignedIn(const std::string& account, absl::Duration ago, const std::string& set) {
  v1::TokenConfig config;
  config.add_public_keys(support::TestCertificates().token_public);
  config.set_signing_key(support::TestCertificates().token_key);
  const auto tokens = *Tokens::Open(config);
  v1::Account paper;
  paper.set_name(account);
  paper.set_role(v1::ROLE_DUTY);
  paper.set_version(1);
  v1::TokenClaims claims = tokens->NewClaims(paper, absl::Now(), set);
  *claims.mutable_signed_in_at() = core::ToProto(absl::Now() - ago);
  return *tokens->Sign(claims);
}

TEST_F(Accounts, ATokenIsNotRefreshedForEverWithoutThePassword) {
  const std::string name = Create("ever");
  const std::string set = deployment_->redis().Run({"GET", "{00}:set"});
  const std::string id = set.substr(0, set.find(' '));
  EXPECT_THAT(Ask(TokenSignedIn(name, absl::Hours(7 * 24 - 1), id), &Admin::RefreshToken,
                  v1::RefreshTokenRequest()),
              IsOk());
  // A refreshed token is as old as the sign-in behind it.
  const auto once = Ask(TokenSignedIn(name, absl::Hours(7 * 24) - absl::Seconds(3), id),
                        &Admin::RefreshToken, v1::RefreshTokenRequest());
  ASSERT_THAT(once, IsOk());
  EXPECT_TRUE(support::WaitUntil(kSoon, [&] {
    return core::ReasonOf(
               Ask(once->token(), &Admin::RefreshToken, v1::RefreshTokenRequest()).status()) ==
           v1::ERROR_REASON_NOT_SIGNED_IN;
  }));
}

TEST_F(Accounts, WhoSignsOutIsSignedOutOfEveryDeskWithEveryToken) {
  const std::string name = Create("out");
  const auto one = SignIn(name);
  const auto two = SignIn(name);
  ASSERT_THAT(one, IsOk());
  ASSERT_THAT(two, IsOk());
  ASSERT_TRUE(EachDeskAdmits(*one));
  ASSERT_TRUE(EachDeskAdmits(*two));
  ASSERT_THAT(Ask(*one, &Admin::SignOut, v1::SignOutRequest()), IsOk());
  // The desk that did it knows at once, the others when they hear of it.
  EXPECT_THAT(Ask(*two, &Admin::RefreshToken, v1::RefreshTokenRequest()),
              RefusedAs(v1::ERROR_REASON_NOT_SIGNED_IN));
  EXPECT_TRUE(EachDeskWillRefuse(*one, v1::ERROR_REASON_NOT_SIGNED_IN));
  EXPECT_TRUE(EachDeskWillRefuse(*two, v1::ERROR_REASON_NOT_SIGNED_IN));
  const auto again = SignIn(name);
  ASSERT_THAT(again, IsOk());
  EXPECT_TRUE(EachDeskAdmits(*again));
}

TEST_F(Accounts, ADisabledAccountActsNoMoreAndItsSignInFailsLikeAWrongPassword) {
  const std::string name = Create("gone");
  const auto token = SignIn(name);
  ASSERT_THAT(token, IsOk());
  ASSERT_TRUE(EachDeskAdmits(*token));
  ASSERT_THAT(SetDisabled(name, true), IsOk());
  EXPECT_TRUE(EachDeskWillRefuse(*token, v1::ERROR_REASON_ACCOUNT_DISABLED));
  const auto refused = SignIn(name);
  const auto wrong = SignIn(name, kSecond);
  EXPECT_THAT(refused, RefusedAs(v1::ERROR_REASON_SIGN_IN_FAILED));
  EXPECT_EQ(refused.status(), wrong.status());

  ASSERT_THAT(SetDisabled(name, false), IsOk());
  EXPECT_THAT(SignIn(name), IsOk());
  EXPECT_TRUE(EachDeskWillRefuse(*token, v1::ERROR_REASON_NOT_SIGNED_IN));  // ended all the same
}

TEST_F(Accounts, AProcessThatMissedTheBellsHearsOfADisabledAccountAllTheSame) {
  const std::string name = Create("deaf");
  const auto token = SignIn(name);
  ASSERT_THAT(token, IsOk());
  ASSERT_TRUE(EachDeskAdmits(*token));
  deployment_->redis().Run({"CLIENT", "KILL", "TYPE", "pubsub"});
  ASSERT_THAT(SetDisabled(name, true), IsOk());
  EXPECT_TRUE(EachDeskWillRefuse(*token, v1::ERROR_REASON_ACCOUNT_DISABLED));
}

TEST_F(Accounts, AWatchEndsWithTheTokensOfItsAccount) {
  const std::string name = Create("watcher");
  const auto token = SignIn(name);
  ASSERT_THAT(token, IsOk());
  support::Watcher watcher(group(), "broadcast", *token, kRegion);
  ASSERT_TRUE(watcher.WaitForSnapshot(kSoon));
  ASSERT_THAT(Ask(*token, &Admin::SignOut, v1::SignOutRequest()), IsOk());
  ASSERT_TRUE(support::WaitUntil(kSoon, [&] { return !watcher.Breaks().empty(); }));
  EXPECT_THAT(watcher.Breaks().front(), RefusedAs(v1::ERROR_REASON_NOT_SIGNED_IN));
}

TEST_F(Accounts, OnesOwnPasswordIsChangedByWhoKnowsIt) {
  const std::string name = Create("own");
  const auto token = SignIn(name);
  ASSERT_THAT(token, IsOk());
  EXPECT_THAT(ChangePassword(*token, "not-the-password", kSecond),
              RefusedAs(v1::ERROR_REASON_SIGN_IN_FAILED));
  EXPECT_TRUE(EachDeskAdmits(*token));
  EXPECT_THAT(ChangePassword(*token, "short", "shorter"),
              RefusedAs(v1::ERROR_REASON_FIELD_INVALID));
  ASSERT_THAT(ChangePassword(*token, kPassword, kSecond), IsOk());
  EXPECT_TRUE(EachDeskWillRefuse(*token, v1::ERROR_REASON_NOT_SIGNED_IN));
  EXPECT_THAT(SignIn(name, kPassword), RefusedAs(v1::ERROR_REASON_SIGN_IN_FAILED));
  EXPECT_THAT(SignIn(name, kSecond), IsOk());
}

TEST_F(Accounts, GuessingTheOldPasswordIsSlowedDownAsASignInIs) {
  const std::string name = Create("guessed");
  const auto token = SignIn(name);
  ASSERT_THAT(token, IsOk());
  for (int i = 0; i < 5; ++i) {
    EXPECT_THAT(ChangePassword(*token, absl::StrCat("wrong-guess-", i), kSecond),
                RefusedAs(v1::ERROR_REASON_SIGN_IN_FAILED));
  }
  EXPECT_THAT(ChangePassword(*token, kPassword, kSecond), RefusedAs(v1::ERROR_REASON_QUEUE_FULL));
  EXPECT_THAT(SignIn(name), RefusedAs(v1::ERROR_REASON_QUEUE_FULL));  // the same account
}

TEST_F(Accounts, AnAdministratorResetsAPassword) {
  const std::string name = Create("reset");
  const auto token = SignIn(name);
  ASSERT_THAT(token, IsOk());
  v1::ResetPasswordRequest request;
  request.set_name(name);
  request.set_new_password(kSecond);
  EXPECT_THAT(Ask(*token, &Admin::ResetPassword, request),
              RefusedAs(v1::ERROR_REASON_ROLE_NOT_ALLOWED));
  request.set_request_id(support::NewRequestId());
  const auto first = Ask(administrator(), &Admin::ResetPassword, request);
  ASSERT_THAT(first, IsOk());
  EXPECT_FALSE(first->has_credential());
  const auto again = Ask(administrator(), &Admin::ResetPassword, request);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->version(), first->version());  // the same request, not another password
  EXPECT_TRUE(EachDeskWillRefuse(*token, v1::ERROR_REASON_NOT_SIGNED_IN));
  EXPECT_THAT(SignIn(name, kSecond), IsOk());
  request.set_name(absl::StrCat(kRegion, "/accounts/nobody"));
  request.set_request_id(support::NewRequestId());
  EXPECT_THAT(Ask(administrator(), &Admin::ResetPassword, request),
              RefusedAs(v1::ERROR_REASON_NO_SUCH_ACCOUNT));
}

TEST_F(Accounts, OfARegionAreListedByNameAndWithoutCredentials) {
  v1::Roster neighbour = testing::SampleRoster();
  neighbour.set_name("regions/419998/roster");
  ASSERT_THAT(deployment_->AddRegion(neighbour), IsOk());
  const std::string second = Create("wu", v1::ROLE_APPROVER, "regions/419998");
  const std::string first = Create("li", v1::ROLE_ADMINISTRATOR, "regions/419998");
  ASSERT_THAT(SetDisabled(second, true), IsOk());
  const auto manager = SignIn(first);
  ASSERT_THAT(manager, IsOk());
  v1::ListAccountsRequest request;
  request.set_parent("regions/419998");
  const auto listed = Ask(*manager, &Admin::ListAccounts, request);
  ASSERT_THAT(listed, IsOk());
  ASSERT_EQ(listed->accounts_size(), 2);
  EXPECT_EQ(listed->accounts(0).name(), first);
  EXPECT_EQ(listed->accounts(1).name(), second);
  EXPECT_TRUE(listed->accounts(1).disabled());
  for (const v1::Account& account : listed->accounts()) {
    EXPECT_FALSE(account.has_credential());
    EXPECT_EQ(account.etag().size(), 64u);
  }
  request.set_parent(kRegion);
  EXPECT_THAT(Ask(*manager, &Admin::ListAccounts, request),
              RefusedAs(v1::ERROR_REASON_NO_SUCH_REGION));
  request.set_parent("regions/000000");
  const auto whole = Ask(administrator(), &Admin::ListAccounts, request);
  ASSERT_THAT(whole, IsOk());
  ASSERT_EQ(whole->accounts_size(), 1);
  EXPECT_EQ(whole->accounts(0).name(), "regions/000000/accounts/admin");
}

TEST_F(Accounts, ARefusedSignInIsAuditedWithTheAccountAndWithoutThePassword) {
  const std::string name = Create("audited");
  EXPECT_THAT(SignIn(name, "marked-secret-password"), RefusedAs(v1::ERROR_REASON_SIGN_IN_FAILED));
  const std::string log = group().process("incident").Log();
  bool audited = false;
  for (const std::string& line : std::vector<std::string>(absl::StrSplit(log, '\n'))) {
    if (!absl::StrContains(line, "\"event\":\"refused\"")) continue;
    const auto json = nlohmann::json::parse(line);
    if (json["account"] != name) continue;
    EXPECT_EQ(json["method"], "/clarion.v1.AdminService/SignIn");
    EXPECT_EQ(json["reason"], "SIGN_IN_FAILED");
    EXPECT_EQ(json["regionAsked"], "419999");
    EXPECT_EQ(json["level"], "audit");
    audited = true;
  }
  EXPECT_TRUE(audited);
  EXPECT_FALSE(absl::StrContains(log, "marked-secret-password"));
}

// Last: by then every password and many tokens have passed through.
TEST_F(Accounts, LeaveNoSecretInAnyLog) {
  const auto token = SignIn(Create("secret"));
  ASSERT_THAT(token, IsOk());
  ASSERT_TRUE(EachDeskAdmits(*token));
  const std::string logs = Logs();
  for (const std::string& secret :
       {std::string(kPassword), std::string(kSecond), *token, administrator(),
        std::string("$argon2id"), std::string("wrong-guess")}) {
    EXPECT_FALSE(absl::StrContains(logs, secret)) << secret;
  }
}

}  // namespace
}  // namespace clarion::server
