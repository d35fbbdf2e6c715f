// The data set's clock as this process keeps it: Redis' TIME, carried on by the machine's steady
// clock.
//
// Anchored at start, then told the TIME once a second. Small differences are taken out by running
// up to half a percent (5 ms a second) faster or slower, so it never jumps and never runs back. A
// difference over 250 ms is a step of one of the two clocks, and nobody here can know of which: the
// clock is then suspect, timers hold, and Now() is the earlier of the two.
//
// Thread-safe.
#pragma once

#include <mutex>

#include "absl/time/time.h"

namespace clarion::store {

class DataClock {
 public:
  // `redis_time` was read between the two steady instants.
  void Anchor(absl::Time redis_time, absl::Duration before, absl::Duration after);
  // A reading that took too long says nothing and is passed over. True when the clock became
  // suspect.
  bool Observe(absl::Time redis_time, absl::Duration before, absl::Duration after);

  // At `steady` on the steady clock. Whole milliseconds.
  absl::Time At(absl::Duration steady) const;
  absl::Time Now() const;
  bool suspect() const;
  // How far TIME was ahead of this clock at the last reading.
  absl::Duration difference() const;

 private:
  absl::Time Carried(absl::Duration steady) const;  // under mutex_

  mutable std::mutex mutex_;
  absl::Time base_;  // the clock's instant at base_steady_
  absl::Duration base_steady_;
  double rate_ = 0;  // -0.005 to 0.005, on top of the steady clock
  absl::Duration difference_;
  bool suspect_ = false;
};

}  // namespace clarion::store
