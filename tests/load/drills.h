// Drills are incidents whose limits are divided by 3600: their report to the superior falls due 2 s
// after the start, so that thousands of deadlines pass within seconds, each at an instant of its
// own.
//
// Beside them, at the same instants, a bare loop that only sleeps: how late the machine wakes
// anybody. Counts what was decided early, twice or not at all.
#pragma once

#include "absl/status/statusor.h"
#include "tests/load/bench.h"
#include "tests/load/decisions.h"
#include "tests/load/recorder.h"

namespace clarion::load {

struct DrillPlan {
  size_t rounds = 3;
  size_t drills = 100;  // a round
  double per_second = 100;
};

struct DrillResult {
  std::vector<Summary> floor;    // how late the sleeping loop woke, one a round
  std::vector<Summary> product;  // how late the breach was decided
  Decisions decisions;
  long failed = 0;  // drills that were not registered
};

// The incident and the timeline desk must run.
absl::StatusOr<DrillResult> RunDrills(Bench& bench, const DrillPlan& plan);

}  // namespace clarion::load
