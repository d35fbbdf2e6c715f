// Measures what is read of the open incidents of one region: the first page of a list, and the
// snapshot a watch begins with.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tests/load/bench.h"
#include "tests/load/recorder.h"

namespace clarion::load {

struct ReadingResult {
  Summary list;                     // from the call to the answer, one call at a time
  std::vector<double> snapshot_ms;  // from the call to the end of the snapshot
  size_t snapshot_states = 0;
};

// The broadcast desk runs; the bench has the region's duty officer.
absl::StatusOr<ReadingResult> MeasureReading(Bench& bench, const std::string& region, size_t lists,
                                             size_t snapshots);

}  // namespace clarion::load
