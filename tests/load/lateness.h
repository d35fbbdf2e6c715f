// Measures how late a deadline is decided: from the record of the breach, against `due + 1 ms`,
// beside a loop that only sleeps (drills.h).
#pragma once

#include "absl/status/status.h"
#include "tests/load/bench.h"
#include "tests/load/profile.h"
#include "tests/load/report.h"

namespace clarion::load {

// Only the incident and the timeline desk run meanwhile.
absl::Status MeasureLateness(Bench& bench, const Profile& profile, Report& report);

}  // namespace clarion::load
