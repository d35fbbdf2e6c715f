// Measures a thousand watchers: changes delivered a second when many come at once, beside a server
// that sends each as one shared buffer; and how fast watchers that come back catch up on what they
// missed, which goes out in batches.
//
// The changes are small ones, committed by the loader; the floor's are published as they are.
#pragma once

#include "absl/status/status.h"
#include "tests/load/bench.h"
#include "tests/load/profile.h"
#include "tests/load/report.h"

namespace clarion::load {

// Only the broadcast desk runs meanwhile.
absl::Status MeasureCrowd(Bench& bench, const Profile& profile, Report& report);

}  // namespace clarion::load
