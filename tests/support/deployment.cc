#include "tests/support/deployment.h"

#include <filesystem>
#include <future>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clarion/v1/admin_service.grpc.pb.h"
#include "clarion/v1/spokesperson_service.grpc.pb.h"
#include "tests/support/caller.h"
#include "tests/support/certificates.h"

namespace clarion::support {
namespace {

constexpr char kAdministrator[] = "regions/000000/accounts/admin";
constexpr char kPassword[] = "a-password-of-a-test";
constexpr absl::Duration kAdminLimit = absl::Seconds(30);

std::string RegionOf(const v1::Roster& roster) {
  const std::vector<std::string> parts = absl::StrSplit(roster.name(), '/');
  return parts[1];
}

std::string PackOf(const Deployment::Options& options) {
  if (options.rule_pack.empty()) {
    return CLARION_SOURCE_DIR "/services/core/packs/national-2016.yaml";
  }
  return std::filesystem::absolute(options.rule_pack).string();
}

std::string Rfc3339(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", time, absl::UTCTimeZone());
}

}  // namespace

absl::StatusOr<std::unique_ptr<Deployment>> Deployment::Open(const Options& options) {
  TestCertificates();
  std::unique_ptr<Deployment> deployment(new Deployment());
  if (absl::Status status = deployment->Initialise(options); !status.ok()) return status;
  return deployment;
}

absl::StatusOr<std::string> Deployment::Admin(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), ProgramFolder() + "/clarion-admin");
  arguments.push_back("--socket");
  arguments.push_back(redis_->socket());
  return RunToEnd(arguments, kAdminLimit);
}

absl::Status Deployment::Initialise(const Options& options) {
  redis_ = std::make_unique<RedisServer>();
  manual_ = options.manual_clock.has_value();
  const std::string password_file = folder() + "/admin.password";
  std::vector<std::string> init = {"init", "--password-file", password_file};
  if (options.manual_clock.has_value()) {
    init.push_back("--manual-clock");
    init.push_back(Rfc3339(*options.manual_clock));
  }
  if (const auto done = Admin(init); !done.ok()) return done.status();
  group_ = std::make_unique<ProcessGroup>(ProcessGroup::Options{
      .folder = folder(), .redis_socket = redis_->socket(), .rule_pack = PackOf(options)});
  if (absl::Status status = group_->Start(options.processes); !status.ok()) return status;
  std::string password = ReadFile(password_file);
  while (!password.empty() && password.back() == '\n') password.pop_back();
  auto token = SignIn(kAdministrator, password);
  if (!token.ok()) return token.status();
  administrator_ = *std::move(token);
  return absl::OkStatus();
}

absl::StatusOr<std::string> Deployment::SignIn(const std::string& account,
                                               const std::string& password) {
  v1::SignInRequest request;
  request.set_name(account);
  request.set_password(password);
  const auto answer = Call(*group_, "incident", "", &v1::AdminService::Stub::SignIn, request);
  if (!answer.ok()) return answer.status();
  return answer->token();
}

absl::Status Deployment::AddRegion(const v1::Roster& roster) {
  v1::CreateRegionRequest create;
  create.mutable_region()->set_code(RegionOf(roster));
  create.mutable_region()->set_name_zh(roster.name_zh());
  create.mutable_region()->set_name_en(roster.name_en());
  create.set_request_id(NewRequestId());
  const auto created =
      Call(*group_, "incident", administrator_, &v1::AdminService::Stub::CreateRegion, create);
  if (!created.ok()) return created.status();
  v1::ImportRosterRequest import;
  import.set_name(roster.name());
  *import.mutable_roster() = roster;
  import.set_request_id(NewRequestId());
  return Call(*group_, "spokesperson", administrator_, &v1::SpokespersonService::Stub::ImportRoster,
              import)
      .status();
}

absl::StatusOr<std::string> Deployment::AddAccount(const std::string& region,
                                                   const v1::Account& account) {
  v1::CreateAccountRequest request;
  request.set_parent(absl::StrCat("regions/", region));
  request.set_account_id(account.name());
  *request.mutable_account() = account;
  request.mutable_account()->clear_name();
  request.set_password(kPassword);
  request.set_request_id(NewRequestId());
  const auto created = Call(*group_, "incident", administrator_,
                            &v1::AdminService::Stub::CreateAccount, request, absl::Seconds(30));
  if (!created.ok()) return created.status();
  return manual_ ? created->name() : SignIn(created->name(), kPassword);
}

absl::StatusOr<std::vector<std::string>> Deployment::AddAccounts(
    const std::string& region, const std::vector<v1::Account>& accounts) {
  std::vector<std::future<absl::StatusOr<std::string>>> added;
  added.reserve(accounts.size());
  for (const v1::Account& account : accounts) {
    added.push_back(std::async(std::launch::async, [&] { return AddAccount(region, account); }));
  }
  v1::IssueTokensRequest request;
  std::vector<std::string> results;
  absl::Status status;
  for (auto& future : added) {
    absl::StatusOr<std::string> result = future.get();
    status.Update(result.status());
    results.push_back(result.value_or(""));
    request.add_accounts(results.back());
  }
  if (!status.ok()) return status;
  if (!manual_) return results;
  const auto issued =
      Call(*group_, "incident", administrator_, &v1::AdminService::Stub::IssueTokens, request);
  if (!issued.ok()) return issued.status();
  for (size_t i = 0; i < results.size(); ++i) {
    results[i] = issued->tokens(static_cast<int>(i)).token();
  }
  return results;
}

absl::Status Deployment::SetClock(absl::Time to) {
  return Admin({"clock", "--to", Rfc3339(to)}).status();
}

}  // namespace clarion::support
