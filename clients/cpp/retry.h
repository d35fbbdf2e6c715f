// When to try again, and when to stop.
//
// Only failures that repeating can cure are repeated, always as the very same request: its
// request id makes a second try of what was done already return the first answer. The pause doubles
// and is drawn at random, so that many clients of a restarted service do not return in step.
// Thread-safe as long as each Retry is used by one thread.
#pragma once

#include <functional>
#include <random>

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace clarion::client {

struct RetryPolicy {
  int tries = 5;
  absl::Duration total = absl::Seconds(15);
  absl::Duration first_pause = absl::Milliseconds(250);
  absl::Duration longest_pause = absl::Seconds(2);
  // Replaced in tests, which wait for nothing.
  std::function<absl::Time()> now = [] { return absl::Now(); };
  std::function<void(absl::Duration)> sleep;  // empty: sleeps the thread
};

// Pause before try `next` (2 is the first repetition): between half of it and the whole, and never
// shorter than the service asked for.
absl::Duration PauseBefore(int next, const RetryPolicy& policy, const absl::Status& failure,
                           std::mt19937_64& random);

// Runs `attempt` until it succeeds, fails for good, or tries or time are used up; returns the last
// outcome. `attempt` is told how much time is left for it.
absl::Status WithRetries(const RetryPolicy& policy,
                         const std::function<absl::Status(absl::Duration left)>& attempt);

}  // namespace clarion::client
