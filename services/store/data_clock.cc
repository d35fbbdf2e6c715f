#include "services/store/data_clock.h"

#include <algorithm>

#include "services/store/steady.h"

namespace clarion::store {
namespace {

constexpr absl::Duration kStep = absl::Milliseconds(250);
constexpr absl::Duration kLongestReading = absl::Milliseconds(100);
constexpr double kMostRate = 0.005;

absl::Duration Middle(absl::Duration before, absl::Duration after) {
  return before + (after - before) / 2;
}

absl::Time WholeMillis(absl::Time time) { return absl::FromUnixMillis(absl::ToUnixMillis(time)); }

}  // namespace

void DataClock::Anchor(absl::Time redis_time, absl::Duration before, absl::Duration after) {
  const std::lock_guard<std::mutex> lock(mutex_);
  base_ = redis_time;
  base_steady_ = Middle(before, after);
  rate_ = 0;
  difference_ = absl::ZeroDuration();
  suspect_ = false;
}

bool DataClock::Observe(absl::Time redis_time, absl::Duration before, absl::Duration after) {
  if (after - before > kLongestReading) return false;
  const absl::Duration at = Middle(before, after);
  const std::lock_guard<std::mutex> lock(mutex_);
  const absl::Time carried = Carried(at);
  difference_ = redis_time - carried;
  base_ = carried;
  base_steady_ = at;
  const bool was_suspect = suspect_;
  suspect_ = absl::AbsDuration(difference_) > kStep;
  // A step is not followed: it is shown, and a restart anchors anew.
  rate_ = suspect_ ? 0 : std::clamp(absl::ToDoubleSeconds(difference_), -kMostRate, kMostRate);
  return suspect_ && !was_suspect;
}

absl::Time DataClock::Carried(absl::Duration steady) const {
  const absl::Duration passed = steady - base_steady_;
  return base_ + passed + passed * rate_;
}

absl::Time DataClock::At(absl::Duration steady) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  absl::Time time = Carried(steady);
  if (suspect_ && difference_ < absl::ZeroDuration()) time += difference_;
  return WholeMillis(time);
}

absl::Time DataClock::Now() const { return At(SteadyNow()); }

bool DataClock::suspect() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return suspect_;
}

absl::Duration DataClock::difference() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return difference_;
}

}  // namespace clarion::store
