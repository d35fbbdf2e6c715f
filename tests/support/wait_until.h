// Waits for an event with a deadline: the only way tests let time pass.
#pragma once

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "tests/support/patience.h"

namespace clarion::support {

// Asks `holds` until it says yes, at most `limit`. Whether it did.
template <typename Holds>
bool WaitUntil(absl::Duration limit, Holds holds) {
  const absl::Time end = absl::Now() + limit * kPatienceFactor;
  while (!holds()) {
    if (absl::Now() >= end) return false;
    absl::SleepFor(absl::Milliseconds(5));
  }
  return true;
}

}  // namespace clarion::support
