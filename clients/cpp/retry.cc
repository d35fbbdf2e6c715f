#include "clients/cpp/retry.h"

#include <algorithm>

#include "clients/cpp/failure.h"

namespace clarion::client {

absl::Duration PauseBefore(int next, const RetryPolicy& policy, const absl::Status& failure,
                           std::mt19937_64& random) {
  absl::Duration pause = policy.first_pause;
  for (int i = 2; i < next && pause < policy.longest_pause; ++i) pause *= 2;
  pause = std::min(pause, policy.longest_pause);
  pause *= std::uniform_real_distribution<double>(0.5, 1.0)(random);
  return std::max(pause, FailureOf(failure).retry_delay.value_or(absl::ZeroDuration()));
}

absl::Status WithRetries(const RetryPolicy& policy,
                         const std::function<absl::Status(absl::Duration left)>& attempt) {
  thread_local std::mt19937_64 random{std::random_device{}()};
  const absl::Time end = policy.now() + policy.total;
  for (int attempted = 1;; ++attempted) {
    absl::Status status = attempt(end - policy.now());
    if (status.ok() || !IsRetryable(status.code()) || attempted >= policy.tries) return status;
    const absl::Duration pause = PauseBefore(attempted + 1, policy, status, random);
    if (policy.now() + pause >= end) return status;
    policy.sleep ? policy.sleep(pause) : absl::SleepFor(pause);
  }
}

}  // namespace clarion::client
