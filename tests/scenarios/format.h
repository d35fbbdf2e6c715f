// Reads a scenario file, strictly: an unknown field or word is a fault that is named, since a check
// that is not understood would otherwise pass. An unknown act is left to the runner, which skips.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "tests/scenarios/scenario.h"

namespace clarion::scenarios {

// INVALID_ARGUMENT with every fault, joined by `; `.
absl::StatusOr<Scenario> ParseScenario(const std::string& text);

absl::StatusOr<Scenario> ReadScenario(const std::string& path);

}  // namespace clarion::scenarios
