#include "services/incident/admin_service.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/core/refusal.h"
#include "services/incident/load_accounts.h"
#include "services/server/names.h"

namespace clarion::incident {
namespace {

using server::Method;
using server::NameKind;
using server::ParseName;
using server::RegionOf;
using server::Serve;
using server::Write;

constexpr int kAccountsMax = 2000;  // of one region, in one answer

absl::Status TooManyAccounts() {
  return core::Refuse({.code = absl::StatusCode::kFailedPrecondition,
                       .reason = v1::ERROR_REASON_PAPER_TOO_LARGE,
                       .en = absl::StrCat("The region has more than ", kAccountsMax,
                                          " accounts, too many for one answer."),
                       .zh = absl::StrCat("该地区账号超过 ", kAccountsMax, " 个，无法一次列出。")});
}

// As people may see it.
v1::Account Shown(const store::StoredPaper& paper) {
  v1::Account account = paper.paper.account();
  account.set_etag(absl::BytesToHexString(paper.head));
  account.clear_credential();
  return account;
}

}  // namespace

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

grpc::ServerUnaryReactor* AdminServiceImpl::CreateAccount(Context* context,
                                                          const v1::CreateAccountRequest* request,
                                                          v1::Account* response) {
  return Serve(
      runtime_, context, request, response, Method::kCreateAccount,
      RegionOf("parent", request->parent()), [this](auto call) {
        auto parent = ParseName("parent", call.request->parent(), {NameKind::kRegion});
        if (!parent.ok()) return call.done(parent.status());
        const std::string name = server::AccountName(parent->region, call.request->account_id());
        core::Fields fields;
        fields.Require(ParseName("account_id", name, {NameKind::kAccount}).ok(), "account_id",
                       "must be 1 to 64 of a-z, 0-9, '_', '.' or '-'");
        CheckPassword("password", call.request->password(), &fields);
        if (!fields.ok()) return call.done(fields.Refused());
        passwords_->Hash(server::Secret(call.request->password()),
                         [this, call, name](absl::StatusOr<std::string> hash) {
                           if (!hash.ok()) return call.done(hash.status());
                           v1::Command command;
                           v1::CreateAccount& create = *command.mutable_create_account();
                           create.set_name(name);
                           *create.mutable_account() = call.request->account();
                           *create.mutable_account()->mutable_credential() = ReferenceTo(*hash);
                           Write(path_, call, name, std::move(command), {*hash},
                                 HashWithoutPasswords(*call.request));
                         });
      });
}

// Every account holds a name in its shard since it began; the papers say the rest.
grpc::ServerUnaryReactor* AdminServiceImpl::ListAccounts(Context* context,
                                                         const v1::ListAccountsRequest* request,
                                                         v1::ListAccountsResponse* response) {
  return Serve(runtime_, context, request, response, Method::kListAccounts,
               RegionOf("parent", request->parent()), [this](auto call) {
                 auto parent = ParseName("parent", call.request->parent(), {NameKind::kRegion});
                 if (!parent.ok()) return call.done(parent.status());
                 auto loaded = [call](const absl::StatusOr<std::vector<store::PaperPtr>>& papers) {
                   if (!papers.ok()) return call.done(papers.status());
                   for (const store::PaperPtr& paper : *papers) {
                     if (paper->paper.has_account()) *call.response->add_accounts() = Shown(*paper);
                   }
                   call.done(absl::OkStatus());
                 };
                 runtime_.store.papers().ListClaims(
                     store::ShardOf(parent->region), absl::StrCat("account/", parent->region, "/"),
                     kAccountsMax + 1, call.deadline,
                     [this, call, loaded](absl::StatusOr<store::PaperStore::ClaimList> claims) {
                       if (!claims.ok()) return call.done(claims.status());
                       if (claims->size() > kAccountsMax) return call.done(TooManyAccounts());
                       std::vector<std::string> names;
                       for (auto& [claim, name] : *claims) names.push_back(std::move(name));
                       LoadAccounts(runtime_.store.papers(), names, call.deadline, loaded);
                     });
               });
}

grpc::ServerUnaryReactor* AdminServiceImpl::SetAccountDisabled(
    Context* context, const v1::SetAccountDisabledRequest* request, v1::Account* response) {
  return Serve(runtime_, context, request, response, Method::kSetAccountDisabled,
               RegionOf("name", request->name()), [this](auto call) {
                 auto name = ParseName("name", call.request->name(), {NameKind::kAccount});
                 if (!name.ok()) return call.done(name.status());
                 v1::Command command;
                 command.mutable_set_disabled()->set_disabled(call.request->disabled());
                 EndTokens(call, call.request->name(), std::move(command));
               });
}

grpc::ServerUnaryReactor* AdminServiceImpl::ResetPassword(Context* context,
                                                          const v1::ResetPasswordRequest* request,
                                                          v1::Account* response) {
  return Serve(runtime_, context, request, response, Method::kResetPassword,
               RegionOf("name", request->name()), [this](auto call) {
                 auto name = ParseName("name", call.request->name(), {NameKind::kAccount});
                 if (!name.ok()) return call.done(name.status());
                 if (absl::Status s = CheckPassword("new_password", call.request->new_password());
                     !s.ok()) {
                   return call.done(s);
                 }
                 SetPassword(call, call.request->name());
               });
}

}  // namespace clarion::incident
