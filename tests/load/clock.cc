#include "tests/load/clock.h"

#include <time.h>

#include <cerrno>

namespace clarion::load {

Instant SteadyClock::Now() { return std::chrono::steady_clock::now(); }

void SteadyClock::SleepUntil(Instant until) {
  const nanoseconds since = until.time_since_epoch();
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(since);
  timespec wake = {};
  wake.tv_sec = seconds.count();
  wake.tv_nsec = (since - seconds).count();
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &wake, nullptr) == EINTR) {
  }
}

}  // namespace clarion::load
