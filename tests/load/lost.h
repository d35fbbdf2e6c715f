// Reads back what was acknowledged: a registration that was answered OK and is not there is lost.
#pragma once

#include "absl/status/status.h"
#include "tests/load/bench.h"
#include "tests/load/profile.h"
#include "tests/load/report.h"

namespace clarion::load {

// Every one of the whole run, through IncidentService.GetIncident.
absl::Status CountLost(Bench& bench, const Profile& profile, Report& report);

}  // namespace clarion::load
