// `clarion-admin doctor`: what an operator asks of the store first. Reads only.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/admin/target.h"

namespace clarion::admin {

struct Finding {
  bool good = true;
  std::string text;  // one line; a bad one says what to do
};

absl::StatusOr<std::vector<Finding>> Examine(const Target& target);

}  // namespace clarion::admin
