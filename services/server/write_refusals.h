// What the write path itself refuses, beside the law: races, names held by another, clocks that
// differ. Each says whether anything changed and what to do.
#pragma once

#include <string>

#include "absl/status/status.h"

namespace clarion::server {

// Lost to other commits too often, or the etag is not current.
absl::Status Changed();
absl::Status WorkersFull();
// This process's clock and the data set's differ, however often the time was learned.
absl::Status ClockOff();
// The matter is registered under the name `holder`.
absl::Status Taken(const std::string& holder);
// The request id belongs to another request.
absl::Status Reused();
absl::Status Exists(const std::string& name);
// The first answer cannot be rebuilt: its history is not what it was.
absl::Status HistoryGone(const std::string& paper);
absl::Status NoRegion(const std::string& region);

}  // namespace clarion::server
