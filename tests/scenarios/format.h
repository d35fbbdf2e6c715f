// Reads a scenario file, strictly: an unknown act, field or word is a fault that is named, since a
// check that is not understood would otherwise pass.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "tests/scenarios/scenario.h"

namespace clarion::scenarios {

// INVALID_ARGUMENT with every fault, joined by `; `.
absl::StatusOr<Scenario> ParseScenario(const std::string& text);

absl::StatusOr<Scenario> ReadScenario(const std::string& path);

}  // namespace clarion::scenarios
