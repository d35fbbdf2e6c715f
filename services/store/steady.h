// Time for waiting: this machine's steady clock, which nobody sets. Only differences mean anything.
#pragma once

#include <chrono>

#include "absl/time/time.h"

namespace clarion::store {

inline absl::Duration SteadyNow() {
  return absl::FromChrono(std::chrono::steady_clock::now().time_since_epoch());
}

}  // namespace clarion::store
