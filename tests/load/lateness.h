// Measures how late a deadline is decided: from the record of the breach, against `due + 1 ms`.
//
// Drills with limits divided by 3600 fall due all over some seconds, their report to the superior
// 2 s after the start. Beside them, at the same instants, a bare loop that only sleeps: how late
// the machine wakes anybody. Counts what was decided early, twice or not at all.
#pragma once

#include "absl/status/status.h"
#include "tests/load/bench.h"
#include "tests/load/profile.h"
#include "tests/load/report.h"

namespace clarion::load {

// The incident and the timeline desk run meanwhile.
absl::Status MeasureLateness(Bench& bench, const Profile& profile, Report& report);

}  // namespace clarion::load
