// The clock the load runs by: steady, so that no step of the machine's clock makes a latency.
//
// A Clock can be replaced by a virtual one, so that the tests of the generator take no time.
// SteadyClock is thread-safe.
#pragma once

#include <chrono>

namespace clarion::load {

using Instant = std::chrono::time_point<std::chrono::steady_clock, std::chrono::nanoseconds>;
using std::chrono::nanoseconds;

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant Now() = 0;
  // Returns at `until` or later; at once when that is past.
  virtual void SleepUntil(Instant until) = 0;
};

class SteadyClock : public Clock {
 public:
  Instant Now() override;
  void SleepUntil(Instant until) override;
};

}  // namespace clarion::load
