#include "tests/faults/journal.h"

#include <time.h>

#include "services/core/check.h"

namespace clarion::faults {

int64_t MonotonicMicros() {
  timespec now = {};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return int64_t{now.tv_sec} * 1'000'000 + now.tv_nsec / 1000;
}

Journal::Journal(const std::string& path) : file_(path, std::ios::app) {
  CLARION_CHECK(file_.is_open());
}

void Journal::Write(const nlohmann::ordered_json& line) {
  const std::string text = line.dump() + "\n";
  const std::lock_guard<std::mutex> lock(mutex_);
  file_ << text << std::flush;
}

}  // namespace clarion::faults
