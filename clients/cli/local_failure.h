// A failure found before any service was asked, in the form a service would have given it: both
// languages, and a reason where the contract has one.
#pragma once

#include <string>

#include "absl/status/status.h"

namespace clarion::cli {

absl::Status LocalFailure(absl::StatusCode code, const std::string& zh, const std::string& en,
                          const std::string& reason = "");

// INVALID_ARGUMENT: what was typed cannot be understood.
absl::Status Misused(const std::string& zh, const std::string& en);

}  // namespace clarion::cli
