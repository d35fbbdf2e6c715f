// Measures how long a change takes to reach the last of many watchers.
//
// Registrations go out by schedule; each is followed from the instant it was due to be sent to the
// last watcher's receipt, through Redis and another process. In turns: the store floor with the
// fan-out floor, the incident desk with the broadcast desk.
#pragma once

#include "absl/status/status.h"
#include "tests/load/bench.h"
#include "tests/load/profile.h"
#include "tests/load/report.h"

namespace clarion::load {

// Only the incident and the broadcast desk run meanwhile. Counts gaps: changes that a watcher
// missed, got twice or out of order.
absl::Status MeasureFanOut(Bench& bench, const Profile& profile, Report& report);

}  // namespace clarion::load
