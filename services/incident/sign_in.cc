// Who is signed in: sign-in, tokens and one's own password.
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/core/proto_time.h"
#include "services/core/refusal.h"
#include "services/incident/admin_service.h"
#include "services/incident/load_accounts.h"
#include "services/server/docket_read.h"
#include "services/server/names.h"

namespace clarion::incident {
namespace {

using server::InvalidField;
using server::Method;
using server::NameKind;
using server::ParseName;
using server::RegionOf;
using server::Serve;

constexpr int kTokensMax = 1000;
// A token that nobody gave a password for in so long is not refreshed any more.
constexpr absl::Duration kSignInLasts = absl::Hours(7 * 24);

absl::Status SignInAgain() {
  return core::Refuse({.code = absl::StatusCode::kUnauthenticated,
                       .reason = v1::ERROR_REASON_NOT_SIGNED_IN,
                       .en = "The last sign-in lies more than 7 days back. Sign in again.",
                       .zh = "距上次登录已超过7天,请重新登录。"});
}

absl::Status ManualClockOnly() {
  return core::Refuse(
      {.code = absl::StatusCode::kFailedPrecondition,
       .reason = v1::ERROR_REASON_MANUAL_CLOCK_ONLY,
       .en = "Tokens without passwords exist on data sets with a manual clock only. Sign in.",
       .zh = "仅手动时钟的数据集可免密签发令牌。请登录。"});
}

absl::Status NoSuchAccountNumber(size_t index) {
  return core::Refuse({.code = absl::StatusCode::kNotFound,
                       .reason = v1::ERROR_REASON_NO_SUCH_ACCOUNT,
                       .en = absl::StrCat("There is no account number ", index, " of the request."),
                       .zh = absl::StrCat("请求中的第 ", index, " 个账号不存在。")});
}

}  // namespace

void AdminServiceImpl::CompareHash(const v1::Account& account, const std::string& name,
                                   std::string hash, const std::string& password,
                                   std::function<void(absl::StatusOr<v1::Account>)> done) {
  passwords_->Verify(std::move(hash), server::Secret(password),
                     [this, account, name, done](absl::StatusOr<bool> matches) {
                       if (!matches.ok()) return done(matches.status());
                       if (!*matches || account.disabled()) {
                         delay_.Failed(name, absl::Now());
                         return done(SignInFailed());
                       }
                       delay_.Succeeded(name);
                       done(account);
                     });
}

void AdminServiceImpl::CheckSignIn(const std::string& account, const std::string& password,
                                   absl::Time deadline,
                                   std::function<void(absl::StatusOr<v1::Account>)> done) {
  if (absl::Status wait = delay_.Check(account, absl::Now()); !wait.ok()) return done(wait);
  store::PaperStore& papers = runtime_.store.papers();
  papers.LoadCurrent(
      account, deadline,
      [this, account, &password, deadline, done,
       &papers](const absl::StatusOr<store::PaperPtr>& paper) {
        if (!paper.ok()) return done(paper.status());
        const v1::Account found = (*paper)->paper.account();
        if (found.credential().sha256().empty()) {
          return CompareHash(found, account, "", password, done);
        }
        papers.ReadText(account.substr(8, 6), found.credential().sha256(), deadline,
                        [this, found, account, &password, done](absl::StatusOr<std::string> hash) {
                          if (!hash.ok()) return done(hash.status());
                          CompareHash(found, account, *std::move(hash), password, done);
                        });
      });
}

absl::Status AdminServiceImpl::Issue(const v1::Account& account, absl::Time signed_in_at,
                                     v1::SignInResponse& response) {
  v1::TokenClaims claims =
      runtime_.tokens.NewClaims(account, runtime_.TokenNow(), runtime_.store.data_set().id);
  *claims.mutable_signed_in_at() = core::ToProto(signed_in_at);
  absl::StatusOr<std::string> token = runtime_.tokens.Sign(claims);
  if (!token.ok()) return token.status();
  response.set_token(*std::move(token));
  *response.mutable_expires_at() = claims.expires_at();
  *response.mutable_actor() = claims.actor();
  return absl::OkStatus();
}

grpc::ServerUnaryReactor* AdminServiceImpl::SignIn(Context* context,
                                                   const v1::SignInRequest* request,
                                                   v1::SignInResponse* response) {
  return Serve(runtime_, context, request, response, Method::kSignIn,
               RegionOf("name", request->name()), [this](auto call) {
                 auto name = ParseName("name", call.request->name(), {NameKind::kAccount});
                 if (!name.ok()) return call.done(name.status());
                 if (absl::Status s = CheckPassword("password", call.request->password());
                     !s.ok()) {
                   return call.done(s);
                 }
                 CheckSignIn(call.request->name(), call.request->password(), call.deadline,
                             [this, call](const absl::StatusOr<v1::Account>& account) {
                               if (!account.ok()) return call.done(account.status());
                               call.done(Issue(*account, runtime_.TokenNow(), *call.response));
                             });
               });
}

// The fresh token says what the account is now, not what the old one said.
grpc::ServerUnaryReactor* AdminServiceImpl::RefreshToken(Context* context,
                                                         const v1::RefreshTokenRequest* request,
                                                         v1::SignInResponse* response) {
  return Serve(
      runtime_, context, request, response, Method::kRefreshToken, std::string(),
      [this](auto call) {
        if (runtime_.TokenNow() - call.signed_in_at > kSignInLasts) {
          return call.done(SignInAgain());
        }
        runtime_.store.papers().LoadCurrent(
            call.actor->account(), call.deadline,
            [this, call](const absl::StatusOr<store::PaperPtr>& paper) {
              if (!paper.ok()) return call.done(paper.status());
              const absl::Status stands =
                  server::Judge(server::StandingOf(**paper), call.account_version);
              if (!stands.ok()) return call.done(stands);
              call.done(Issue((*paper)->paper.account(), call.signed_in_at, *call.response));
            });
      });
}

grpc::ServerUnaryReactor* AdminServiceImpl::SignOut(Context* context,
                                                    const v1::SignOutRequest* request,
                                                    v1::SignOutResponse* response) {
  return Serve(runtime_, context, request, response, Method::kSignOut, std::string(),
               [this](auto call) {
                 v1::Command command;
                 command.mutable_revoke_tokens();
                 EndTokens(call, call.actor->account(), std::move(command));
               });
}

// Whoever found a board unlocked shall not guess: the present password is asked for, and guessing
// it is slowed down as at sign-in.
grpc::ServerUnaryReactor* AdminServiceImpl::ChangePassword(Context* context,
                                                           const v1::ChangePasswordRequest* request,
                                                           v1::Account* response) {
  return Serve(runtime_, context, request, response, Method::kChangePassword, std::string(),
               [this](auto call) {
                 core::Fields fields;
                 CheckPassword("password", call.request->password(), &fields);
                 CheckPassword("new_password", call.request->new_password(), &fields);
                 if (!fields.ok()) return call.done(fields.Refused());
                 CheckSignIn(call.actor->account(), call.request->password(), call.deadline,
                             [this, call](const absl::StatusOr<v1::Account>& account) {
                               if (!account.ok()) return call.done(account.status());
                               SetPassword(call, account->name());
                             });
               });
}

absl::Status AdminServiceImpl::IssueAll(const std::vector<store::PaperPtr>& papers,
                                        v1::IssueTokensResponse& response) {
  for (size_t i = 0; i < papers.size(); ++i) {
    if (papers[i]->head.empty()) return NoSuchAccountNumber(i);
    if (absl::Status s =
            Issue(papers[i]->paper.account(), runtime_.TokenNow(), *response.add_tokens());
        !s.ok()) {
      return s;
    }
  }
  return absl::OkStatus();
}

grpc::ServerUnaryReactor* AdminServiceImpl::IssueTokens(Context* context,
                                                        const v1::IssueTokensRequest* request,
                                                        v1::IssueTokensResponse* response) {
  return Serve(
      runtime_, context, request, response, Method::kIssueTokens, std::string(), [this](auto call) {
        if (!runtime_.store.data_set().manual_clock) return call.done(ManualClockOnly());
        const int count = call.request->accounts_size();
        if (count < 1 || count > kTokensMax) {
          return call.done(InvalidField("accounts", "1 to 1000 names of accounts."));
        }
        for (int i = 0; i < count; ++i) {
          const std::string field = absl::StrCat("accounts[", i, "]");
          auto name = ParseName(field, call.request->accounts(i), {NameKind::kAccount});
          if (!name.ok()) return call.done(name.status());
        }
        const std::vector<std::string> names(call.request->accounts().begin(),
                                             call.request->accounts().end());
        LoadAccounts(runtime_.store.papers(), names, call.deadline,
                     [this, call](const absl::StatusOr<std::vector<store::PaperPtr>>& papers) {
                       if (!papers.ok()) return call.done(papers.status());
                       call.done(IssueAll(*papers, *call.response));
                     });
      });
}

}  // namespace clarion::incident
