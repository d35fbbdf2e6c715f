// Measures what else is used for such work, on the same machine in the same run: BullMQ's delayed
// jobs beside the deadlines, raw Redis pub/sub beside the way to the last watcher.
//
// BullMQ is installed by tests/load/run (peers/package.json, pinned). Peers stand beside what this
// run measured of Clarion; what it did not measure is left out.
#pragma once

#include "absl/status/status.h"
#include "tests/load/profile.h"
#include "tests/load/report.h"

namespace clarion::load {

absl::Status MeasurePeers(const Profile& profile, Report& report);

}  // namespace clarion::load
