// Measures deadlines that fall due at the same millisecond, 10,000 of them in `full`: how long
// until the last is committed, watched from outside in the store's due set.
//
// The incidents are put there by the loader, 48 hours late: their one clock ends at that instant.
// Afterwards every record is read: each decided once, none early.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "tests/load/bench.h"
#include "tests/load/profile.h"
#include "tests/load/report.h"

namespace clarion::load {

// Name of its figure.
std::string AtOnceName(const Profile& profile);

// Only the incident and the timeline desk run meanwhile.
absl::Status MeasureAtOnce(Bench& bench, const Profile& profile, Report& report);

}  // namespace clarion::load
