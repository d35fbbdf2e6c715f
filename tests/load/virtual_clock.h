// A clock whose time passes only when somebody sleeps: what was put down for an instant happens
// then. The tests of the generator run hours of load in no time, the same each time. One thread.
#pragma once

#include <algorithm>
#include <functional>
#include <map>

#include "tests/load/clock.h"

namespace clarion::load {

class VirtualClock : public Clock {
 public:
  Instant Now() override { return now_; }

  void SleepUntil(Instant until) override {
    while (!planned_.empty() && planned_.begin()->first <= until) {
      const auto next = planned_.extract(planned_.begin());
      now_ = std::max(now_, next.key());
      next.mapped()();
    }
    now_ = std::max(now_, until);
  }

  void At(Instant instant, std::function<void()> happens) {
    planned_.emplace(instant, std::move(happens));
  }

 private:
  Instant now_{std::chrono::seconds(1000)};
  std::multimap<Instant, std::function<void()>> planned_;
};

}  // namespace clarion::load
