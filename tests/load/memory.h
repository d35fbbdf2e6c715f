// Measures what an open incident costs in memory: in Redis, beside the least its docket, its
// history and its place in the due set could take; in the broadcast desk, beyond the docket itself.
//
// The log and the keys of requests stand apart: one is trimmed, the others end after a day.
#pragma once

#include <sys/types.h>

#include <string>

#include "absl/status/status.h"
#include "tests/load/bench.h"
#include "tests/load/loader.h"
#include "tests/load/report.h"

namespace clarion::load {

// Of a process; 0 when there is none.
double ResidentBytes(pid_t pid);

// Loads incidents of six records each into `region` and measures them. `broadcast_kib` is what the
// broadcast desk grew by for each incident; not judged when it is 0.
absl::Status AddMemory(Bench& bench, Loader& loader, const std::string& region,
                       double broadcast_kib, Report& report);

}  // namespace clarion::load
