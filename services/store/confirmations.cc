#include "services/store/confirmations.h"

#include <algorithm>

namespace clarion::store {
namespace {

constexpr absl::Duration kRemembered = absl::Seconds(3);

}  // namespace

std::array<absl::Duration, Confirmations::kMostCounted + 1> Confirmations::Never() {
  std::array<absl::Duration, kMostCounted + 1> never;
  never.fill(-absl::InfiniteDuration());
  return never;
}

void Confirmations::Observe(int replicas, absl::Duration now) {
  if (!asked_) return;
  const std::lock_guard<std::mutex> lock(mutex_);
  present_.store(replicas, std::memory_order_relaxed);
  int needed = 1;
  for (int count = 1; count <= kMostCounted; ++count) {
    absl::Duration& seen = seen_[static_cast<size_t>(count)];
    if (count <= replicas) seen = now;
    if (now - seen <= kRemembered) needed = count;
  }
  needed_.store(needed, std::memory_order_relaxed);
}

void Confirmations::Reset() {
  if (!asked_) return;
  const std::lock_guard<std::mutex> lock(mutex_);
  seen_ = Never();
  needed_.store(1, std::memory_order_relaxed);
}

}  // namespace clarion::store
