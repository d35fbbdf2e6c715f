#include "services/incident/admin_service.h"

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/core/proto_time.h"
#include "services/core/refusal.h"
#include "services/server/call.h"
#include "services/server/docket_read.h"
#include "services/server/names.h"
#include "services/server/write_call.h"

namespace clarion::incident {
namespace {

using server::InvalidField;
using server::Method;
using server::NameKind;
using server::ParseName;
using server::RegionOf;
using server::Serve;
using server::Write;

constexpr size_t kPasswordMin = 8;
constexpr size_t kPasswordMax = 128;
constexpr int kTokensMax = 1000;

absl::Status SignInFailed() {
  return core::Refuse({.code = absl::StatusCode::kUnauthenticated,
                       .reason = v1::ERROR_REASON_SIGN_IN_FAILED,
                       .en = "Account and password do not match. Check both, then sign in again.",
                       .zh = "账号与密码不符。请核对后重新登录。"});
}

absl::Status CheckPassword(const std::string& password) {
  if (password.size() >= kPasswordMin && password.size() <= kPasswordMax) return absl::OkStatus();
  return InvalidField("password", "8 to 128 bytes.");
}

// The answers of many loads, in order; the last one in takes them all.
struct Gathered {
  explicit Gathered(int count) : tokens(static_cast<size_t>(count)), left(count) {}

  // True for the last one.
  bool Put(int i, absl::StatusOr<v1::SignInResponse> token) {
    std::lock_guard<std::mutex> lock(mutex);
    if (token.ok()) {
      tokens[static_cast<size_t>(i)] = *std::move(token);
    } else {
      status.Update(token.status());
    }
    return --left == 0;
  }

  std::mutex mutex;
  std::vector<v1::SignInResponse> tokens;
  absl::Status status;
  int left;
};

}  // namespace

absl::StatusOr<v1::SignInResponse> AdminServiceImpl::IssueFor(
    int index, absl::StatusOr<store::PaperPtr> paper) {
  if (!paper.ok()) return paper.status();
  if ((*paper)->head.empty()) {
    return core::Refuse(
        {.code = absl::StatusCode::kNotFound,
         .reason = v1::ERROR_REASON_NO_SUCH_ACCOUNT,
         .en = absl::StrCat("There is no account number ", index, " of the request."),
         .zh = absl::StrCat("请求中的第 ", index, " 个账号不存在。")});
  }
  v1::SignInResponse response;
  if (absl::Status s = Issue((*paper)->paper.account(), response); !s.ok()) return s;
  return response;
}

absl::Status AdminServiceImpl::Issue(const v1::Account& account, v1::SignInResponse& response) {
  const v1::TokenClaims claims =
      runtime_.tokens.NewClaims(account, runtime_.TokenNow(), runtime_.store.data_set().id);
  absl::StatusOr<std::string> token = runtime_.tokens.Sign(claims);
  if (!token.ok()) return token.status();
  response.set_token(*std::move(token));
  *response.mutable_expires_at() = claims.expires_at();
  *response.mutable_actor() = claims.actor();
  return absl::OkStatus();
}

// An account that does not exist, is disabled or has no password fails like a wrong password, and
// as slowly.
grpc::ServerUnaryReactor* AdminServiceImpl::SignIn(Context* context,
                                                   const v1::SignInRequest* request,
                                                   v1::SignInResponse* response) {
  return Serve(
      runtime_, context, request, response, Method::kSignIn, RegionOf("name", request->name()),
      [this](auto call) {
        auto name = ParseName("name", call.request->name(), {NameKind::kAccount});
        if (!name.ok()) return call.done(name.status());
        if (absl::Status s = CheckPassword(call.request->password()); !s.ok()) return call.done(s);
        if (absl::Status s = delay_.Check(call.request->name(), absl::Now()); !s.ok()) {
          return call.done(s);
        }
        auto check = [this, call](const v1::Account& account, std::string hash) {
          server::Secret password(call.request->password());
          runtime_.passwords.Verify(std::move(hash), std::move(password),
                                    [this, call, account](absl::StatusOr<bool> matches) {
                                      if (!matches.ok()) return call.done(matches.status());
                                      if (!*matches || account.disabled()) {
                                        delay_.Failed(call.request->name(), absl::Now());
                                        return call.done(SignInFailed());
                                      }
                                      delay_.Succeeded(call.request->name());
                                      call.done(Issue(account, *call.response));
                                    });
        };
        store::PaperStore& papers = runtime_.store.papers();
        papers.LoadCurrent(
            call.request->name(), call.deadline,
            [call, check, &papers, region = name->region](absl::StatusOr<store::PaperPtr> paper) {
              if (!paper.ok()) return call.done(paper.status());
              const v1::Account account = (*paper)->paper.account();
              if (account.credential().sha256().empty()) return check(account, "");
              papers.ReadText(region, account.credential().sha256(), call.deadline,
                              [call, check, account](absl::StatusOr<std::string> hash) {
                                if (!hash.ok()) return call.done(hash.status());
                                check(account, *std::move(hash));
                              });
            });
      });
}

grpc::ServerUnaryReactor* AdminServiceImpl::CreateRegion(Context* context,
                                                         const v1::CreateRegionRequest* request,
                                                         v1::Roster* response) {
  const std::string region = server::RegionName(request->region().code());
  return Serve(runtime_, context, request, response, Method::kCreateRegion,
               RegionOf("region.code", region), [this](auto call) {
                 v1::Command command;
                 *command.mutable_create_region() = call.request->region();
                 Write(path_, call, server::RosterName(call.request->region().code()),
                       std::move(command));
               });
}

// The request's hash leaves the password out: a fast hash of it would lie in the store for a day.
grpc::ServerUnaryReactor* AdminServiceImpl::CreateAccount(Context* context,
                                                          const v1::CreateAccountRequest* request,
                                                          v1::Account* response) {
  return Serve(runtime_, context, request, response, Method::kCreateAccount,
               RegionOf("parent", request->parent()), [this](auto call) {
                 auto parent = ParseName("parent", call.request->parent(), {NameKind::kRegion});
                 if (!parent.ok()) return call.done(parent.status());
                 const std::string name =
                     server::AccountName(parent->region, call.request->account_id());
                 if (auto s = ParseName("account_id", name, {NameKind::kAccount}); !s.ok()) {
                   return call.done(s.status());
                 }
                 if (absl::Status s = CheckPassword(call.request->password()); !s.ok())
                   return call.done(s);
                 runtime_.passwords.Hash(
                     server::Secret(call.request->password()),
                     [this, call, name](absl::StatusOr<std::string> hash) {
                       if (!hash.ok()) return call.done(hash.status());
                       v1::CreateAccountRequest hashed = *call.request;
                       hashed.clear_password();
                       v1::Command command;
                       v1::CreateAccount& create = *command.mutable_create_account();
                       create.set_name(name);
                       *create.mutable_account() = call.request->account();
                       v1::TextRef& credential = *create.mutable_account()->mutable_credential();
                       credential.set_sha256(proof::Sha256(*hash));
                       credential.set_size(static_cast<int>(hash->size()));
                       Write(path_, call, name, std::move(command), {*hash},
                             proof::Sha256(hashed.SerializeAsString()));
                     });
               });
}

grpc::ServerUnaryReactor* AdminServiceImpl::IssueTokens(Context* context,
                                                        const v1::IssueTokensRequest* request,
                                                        v1::IssueTokensResponse* response) {
  return Serve(
      runtime_, context, request, response, Method::kIssueTokens, std::string(), [this](auto call) {
        if (!runtime_.store.data_set().manual_clock) {
          return call.done(core::Refuse(
              {.code = absl::StatusCode::kFailedPrecondition,
               .reason = v1::ERROR_REASON_MANUAL_CLOCK_ONLY,
               .en =
                   "Tokens without passwords exist on data sets with a manual clock only. Sign in.",
               .zh = "仅手动时钟的数据集可免密签发令牌。请登录。"}));
        }
        const int count = call.request->accounts_size();
        if (count < 1 || count > kTokensMax) {
          return call.done(InvalidField("accounts", "1 to 1000 names of accounts."));
        }
        for (int i = 0; i < count; ++i) {
          const std::string field = absl::StrCat("accounts[", i, "]");
          auto name = ParseName(field, call.request->accounts(i), {NameKind::kAccount});
          if (!name.ok()) return call.done(name.status());
        }
        auto gathered = std::make_shared<Gathered>(count);
        for (int i = 0; i < count; ++i) {
          runtime_.store.papers().LoadCurrent(
              call.request->accounts(i), call.deadline,
              [this, call, i, gathered](absl::StatusOr<store::PaperPtr> paper) {
                if (!gathered->Put(i, IssueFor(i, std::move(paper)))) return;
                if (!gathered->status.ok()) return call.done(gathered->status);
                for (v1::SignInResponse& token : gathered->tokens) {
                  call.response->add_tokens()->Swap(&token);
                }
                call.done(absl::OkStatus());
              });
        }
      });
}

}  // namespace clarion::incident
