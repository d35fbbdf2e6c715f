// Measures registration: how many a second at saturation and at what CPU, how fast at 500/s.
//
// Three paths in turns, each round: the echo floor, the store floor, IncidentService.
#pragma once

#include "absl/status/status.h"
#include "tests/load/bench.h"
#include "tests/load/profile.h"
#include "tests/load/report.h"

namespace clarion::load {

// Only the incident desk runs meanwhile.
absl::Status MeasureRegistration(Bench& bench, const Profile& profile, Report& report);

}  // namespace clarion::load
