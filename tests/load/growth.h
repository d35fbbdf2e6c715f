// Measures what changes when more incidents are open, and so more timers armed: start-up, memory,
// lists and snapshots, registration and the lateness of deadlines; at each of several sizes, in a
// data set of its own that is filled by the loader.
#pragma once

#include <memory>

#include "absl/status/status.h"
#include "tests/load/profile.h"
#include "tests/load/report.h"

namespace clarion::load {

absl::Status MeasureGrowth(const Profile& profile, Report& report);

}  // namespace clarion::load
