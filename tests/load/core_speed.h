// Measures the core alone: how many decisions one core of the machine takes a second, each with the
// record and the paper after it.
#pragma once

#include "absl/status/status.h"
#include "tests/load/profile.h"
#include "tests/load/report.h"

namespace clarion::load {

absl::Status MeasureCore(const Profile& profile, Report& report);

}  // namespace clarion::load
