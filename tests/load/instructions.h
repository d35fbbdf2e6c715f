// Counts the instructions and allocations of one registration in the incident desk, under
// callgrind: one call at a time, after a warm-up, so that neither start-up nor what is made once is
// in it.
//
// Judged against the counts kept in the repository (`counts.json`): they move when the code does,
// hardly with the machine.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "tests/load/bench.h"
#include "tests/load/profile.h"
#include "tests/load/report.h"

namespace clarion::load {

// The incident desk is stopped; one under callgrind takes its place meanwhile.
absl::Status MeasureInstructions(Bench& bench, const Profile& profile, Report& report);

// Writes what was counted in this run to `counts.json`, to be held against from now on.
void KeepCounts(const Report& report);

}  // namespace clarion::load
