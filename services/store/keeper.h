// What a store does by itself, on a thread of its own: reads Redis' TIME each second and the set
// string twice (every 20 ms with a manual clock), has node and logs looked at, announces this
// replica every 0.5 s, beats for the bell, and writes the watermark. All of it through the link,
// nothing waits.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "services/store/data_clock.h"
#include "services/store/held_set.h"
#include "services/store/redis_link.h"
#include "services/store/replicas.h"
#include "services/store/watermark.h"

namespace clarion::store {

class Keeper {
 public:
  // What it works with; all of it outlives it.
  struct Parts {
    RedisLink& link;
    HeldSet& held;
    DataClock& clock;
    Watermark& watermark;
    Replicas& replicas;
    std::string beat_channel;
    std::function<void(const std::string&)> on_alarm;
    std::function<void()> clock_moved;  // the manual one; on the link's thread
    std::function<void()> look;         // at node and logs, twice a second
  };
  explicit Keeper(Parts parts) : parts_(std::move(parts)) {}
  ~Keeper() { Stop(); }

  void Start();
  void Stop();
  // Reads the clock now rather than at the next second.
  void LookAtClock();
  const std::string& beat_channel() const { return parts_.beat_channel; }

 private:
  void Run();
  void ReadTime();
  void ReadSet();
  void Publish(const std::string& channel, const std::string& message);
  void Alarm(const std::string& line);

  const Parts parts_;
  std::atomic<bool> reading_time_{false};
  std::atomic<bool> reading_set_{false};
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;     // guarded by mutex_
  bool look_ = false;         // guarded by mutex_
  bool save_failed_ = false;  // of the thread; alarmed once
  std::thread thread_;
};

// The instant in an answer to TIME.
absl::Time TimeOf(const redisReply& reply);

}  // namespace clarion::store
