// `clarion-admin init`: makes a data set on an empty Redis, with its first administrator,
// `regions/000000/accounts/admin`. Its password is random, kept as argon2id only, and handed out
// once.
//
// Broken off half way it may be run again: a data set whose administrator is missing is completed.
#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/admin/target.h"

namespace clarion::admin {

inline constexpr char kAdministrator[] = "regions/000000/accounts/admin";

struct InitOptions {
  std::optional<absl::Time> manual_clock;
  std::string password_file = "-";  // where the password goes; `-`: standard output
};

// What was made, for people. FAILED_PRECONDITION when a data set with an administrator is there, or
// Redis does not run the durability.
absl::StatusOr<std::string> Init(const Target& target, const InitOptions& options);

// 20 characters that can be read aloud, 116 bits.
std::string RandomPassword();

}  // namespace clarion::admin
