// Where the bell leaves what it heard, and followers wait for it. Nothing here is promised: a
// follower that hears nothing looks at the log by itself. Thread-safe.
#pragma once

#include <array>
#include <condition_variable>
#include <cstdint>
#include <mutex>

#include "absl/time/time.h"
#include "services/store/paper_store.h"

namespace clarion::store {

class RingBoard {
 public:
  using Sequences = std::array<int64_t, kShards>;

  void Ring(int shard, int64_t sequence) {
    const std::lock_guard<std::mutex> lock(mutex_);
    // Not the greatest: after an accepted loss a log goes on from where it went back to.
    heard_[static_cast<size_t>(shard)] = sequence;
    rung_.notify_all();
  }

  // Wakes everyone to look at everything: the bell was deaf, or a follower must stop.
  void WakeAll() {
    const std::lock_guard<std::mutex> lock(mutex_);
    ++wakes_;
    rung_.notify_all();
  }

  struct Heard {
    Sequences sequences;
    int64_t wakes = 0;
  };

  // Until a shard is heard otherwise than `answered`, everyone was woken since `wakes`, or
  // `timeout` passed.
  Heard Wait(const Sequences& answered, int64_t wakes, absl::Duration timeout) {
    std::unique_lock<std::mutex> lock(mutex_);
    rung_.wait_for(lock, absl::ToChronoMicroseconds(timeout), [&] {
      if (wakes_ != wakes) return true;
      for (size_t shard = 0; shard < heard_.size(); ++shard) {
        if (heard_[shard] != answered[shard]) return true;
      }
      return false;
    });
    return {heard_, wakes_};
  }

 private:
  std::mutex mutex_;
  std::condition_variable rung_;
  Sequences heard_ = {};
  int64_t wakes_ = 0;
};

}  // namespace clarion::store
