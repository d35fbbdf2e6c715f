// Measures registration: how many a second at saturation and at what CPU, how fast at 500/s.
//
// Three paths in turns, each round: the echo floor, the store floor, IncidentService.
#pragma once

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tests/load/bench.h"
#include "tests/load/profile.h"
#include "tests/load/recorder.h"
#include "tests/load/report.h"

namespace clarion::load {

// Only the incident desk runs meanwhile.
absl::Status MeasureRegistration(Bench& bench, const Profile& profile, Report& report);

// Latency at the profile's rate, the store floor and the product in turns. The incident desk runs.
struct Paced {
  std::vector<Summary> floor;  // one a round
  std::vector<Summary> product;
  long failed = 0;
};
absl::StatusOr<Paced> PaceRegistrations(Bench& bench, const Profile& profile, size_t rounds);

}  // namespace clarion::load
