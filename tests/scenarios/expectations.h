// Compares what a check expects with what is seen.
#pragma once

#include <string>

#include "absl/time/time.h"
#include "tests/scenarios/desk.h"
#include "tests/scenarios/scenario.h"

namespace clarion::scenarios {

// The first difference as `state: expected CLOSED, got RESPONDING`; empty when there is none.
// Only the named fields are compared; instants floored to the second.
std::string Difference(const Check& check, const View& view, absl::Time t0);

}  // namespace clarion::scenarios
