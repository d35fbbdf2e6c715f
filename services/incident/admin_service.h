// The handlers of AdminService: sign-in, regions, accounts.
//
// Passwords live here only: hashed with argon2id, kept as a text beside the account, never in a
// record, a log or an answer.
#pragma once

#include "clarion/v1/admin_service.grpc.pb.h"
#include "services/server/runtime.h"
#include "services/server/sign_in_delay.h"
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
  Reactor* CreateRegion(Context* context, const v1::CreateRegionRequest* request,
                        v1::Roster* response) override;
  Reactor* CreateAccount(Context* context, const v1::CreateAccountRequest* request,
                         v1::Account* response) override;
  Reactor* IssueTokens(Context* context, const v1::IssueTokensRequest* request,
                       v1::IssueTokensResponse* response) override;

 private:
  // A token for `account` as of now.
  absl::Status Issue(const v1::Account& account, v1::SignInResponse& response);

  // The same for account number `index` of a request, as loaded.
  absl::StatusOr<v1::SignInResponse> IssueFor(int index, absl::StatusOr<store::PaperPtr> paper);

  server::Runtime& runtime_;
  server::WritePath& path_;
  server::SignInDelay delay_;
};

}  // namespace clarion::incident
