// Measures how long a desk takes from kill -9 until it serves again, the others running on.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tests/load/bench.h"

namespace clarion::load {

// Seconds by desk, one a round. All of them run, before and after.
absl::StatusOr<std::map<std::string, std::vector<double>>> StartEach(
    Bench& bench, const std::vector<std::string>& desks, size_t rounds);

}  // namespace clarion::load
