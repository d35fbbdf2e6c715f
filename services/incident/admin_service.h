// The handlers of AdminService: regions, accounts (admin_service.cc), and who is signed in
// (sign_in.cc).
//
// Passwords live here only: hashed with argon2id, kept as a text beside the account, never in a
// record, a log or an answer. An account that is disabled, or whose password changes, ends its
// tokens: this process forgets them at once, the others when they hear of it (account_standings.h).
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "clarion/v1/admin_service.grpc.pb.h"
#include "services/incident/credentials.h"
#include "services/server/call.h"
#include "services/server/passwords.h"
#include "services/server/runtime.h"
#include "services/server/sign_in_delay.h"
#include "services/server/write_call.h"
#include "services/server/write_path.h"

namespace clarion::incident {

class AdminServiceImpl final : public v1::AdminService::CallbackService {
 public:
  // Both must outlive the service.
  AdminServiceImpl(server::Runtime& runtime, server::WritePath& path)
      : runtime_(runtime), path_(path) {}

  using Context = grpc::CallbackServerContext;
  using Reactor = grpc::ServerUnaryReactor;

  Reactor* SignIn(Context* context, const v1::SignInRequest* request,
                  v1::SignInResponse* response) override;
  Reactor* RefreshToken(Context* context, const v1::RefreshTokenRequest* request,
                        v1::SignInResponse* response) override;
  Reactor* SignOut(Context* context, const v1::SignOutRequest* request,
                   v1::SignOutResponse* response) override;
  Reactor* ChangePassword(Context* context, const v1::ChangePasswordRequest* request,
                          v1::Account* response) override;
  Reactor* IssueTokens(Context* context, const v1::IssueTokensRequest* request,
                       v1::IssueTokensResponse* response) override;

  Reactor* CreateRegion(Context* context, const v1::CreateRegionRequest* request,
                        v1::Roster* response) override;
  Reactor* CreateAccount(Context* context, const v1::CreateAccountRequest* request,
                         v1::Account* response) override;
  Reactor* ListAccounts(Context* context, const v1::ListAccountsRequest* request,
                        v1::ListAccountsResponse* response) override;
  Reactor* SetAccountDisabled(Context* context, const v1::SetAccountDisabledRequest* request,
                              v1::Account* response) override;
  Reactor* ResetPassword(Context* context, const v1::ResetPasswordRequest* request,
                         v1::Account* response) override;

 private:
  // The account when the password is its own and it may sign in; else SIGN_IN_FAILED, as slowly
  // for one that does not exist. Failures make the next attempt wait (sign_in_delay.h).
  void CheckSignIn(const std::string& account, const std::string& password, absl::Time deadline,
                   std::function<void(absl::StatusOr<v1::Account>)> done);
  // Argon2id decides; `hash` is empty for an account without a password.
  void CompareHash(const v1::Account& account, const std::string& name, std::string hash,
                   const std::string& password,
                   std::function<void(absl::StatusOr<v1::Account>)> done);

  // A token for `account` as of now.
  absl::Status Issue(const v1::Account& account, absl::Time signed_in_at,
                     v1::SignInResponse& response);
  absl::Status IssueAll(const std::vector<store::PaperPtr>& papers,
                        v1::IssueTokensResponse& response);

  // Writes what ends the tokens of an account.
  template <class Request, class Response>
  void EndTokens(server::Call<Request, Response> call, const std::string& account,
                 v1::Command command, std::vector<std::string> texts = {}) {
    const server::Done done = call.done;
    call.done = [this, account, done](const absl::Status& status) {
      runtime_.standings.Forget(account);
      done(status);
    };
    server::Write(path_, call, account, std::move(command), std::move(texts),
                  HashWithoutPasswords(*call.request));
  }

  // Replaces the password of an account.
  template <class Request>
  void SetPassword(const server::Call<Request, v1::Account>& call, const std::string& account) {
    passwords_->Hash(server::Secret(call.request->new_password()),
                     [this, call, account](absl::StatusOr<std::string> hash) {
                       if (!hash.ok()) return call.done(hash.status());
                       v1::Command command;
                       *command.mutable_set_password()->mutable_credential() = ReferenceTo(*hash);
                       EndTokens(call, account, std::move(command), {*hash});
                     });
  }

  server::Runtime& runtime_;
  server::WritePath& path_;
  server::SignInDelay delay_;
  const std::unique_ptr<server::Passwords> passwords_ =
      server::Passwords::Start();  // last: its threads use what is above
};

}  // namespace clarion::incident
