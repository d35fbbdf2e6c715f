// A Deployment is a whole Clarion of a test's own: a private Redis, a fresh data set, real
// services, and an administrator signed in.
//
//     auto deployment = Deployment::Open({});
//     deployment->AddRegion(SampleRoster("419999"));
//     const std::string duty = deployment->AddAccount(...);
//
// One thread, which must outlive it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clarion/v1/account.pb.h"
#include "clarion/v1/roster.pb.h"
#include "tests/support/process_group.h"
#include "tests/support/redis_server.h"
#include "tests/support/temp_dir.h"

namespace clarion::support {

class Deployment {
 public:
  struct Options {
    std::optional<absl::Time> manual_clock = std::nullopt;
    std::vector<std::string> processes = FourDesks();
    std::string rule_pack = {};  // empty: national-2016 of the source tree
  };

  static absl::StatusOr<std::unique_ptr<Deployment>> Open(const Options& options);

  ProcessGroup& group() { return *group_; }
  RedisServer& redis() { return *redis_; }
  const std::string& folder() const { return folder_.path(); }

  // Token of the administrator of the whole deployment.
  const std::string& administrator() const { return administrator_; }

  // Begins the region that the roster names and imports it.
  absl::Status AddRegion(const v1::Roster& roster);

  // Begins the accounts, several at once since hashing a password takes long on purpose, and signs
  // them in. Tokens in the same order. The id of each account is in `name`, for now without a path.
  absl::StatusOr<std::vector<std::string>> AddAccounts(const std::string& region,
                                                       const std::vector<v1::Account>& accounts);

  // Sets the manual clock; the services must not run.
  absl::Status SetClock(absl::Time to);

 private:
  Deployment() = default;

  absl::Status Initialise(const Options& options);
  absl::StatusOr<std::string> Admin(std::vector<std::string> arguments);
  // Token of the new account; its name while tokens are issued to many at once.
  absl::StatusOr<std::string> AddAccount(const std::string& region, const v1::Account& account);
  absl::StatusOr<std::string> SignIn(const std::string& account, const std::string& password);

  TempDir folder_;
  std::unique_ptr<RedisServer> redis_;
  std::unique_ptr<ProcessGroup> group_;
  bool manual_ = false;
  std::string administrator_;
};

}  // namespace clarion::support
