// One Sentinel, asked for the master again and again on a thread of its own, so that one that is
// dead or cut off keeps nobody waiting.
//
// What it says is told with the epoch it knows: a Sentinel that was cut off goes on naming the old
// master, under an older epoch than those that agreed on another.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/store/address.h"
#include "services/store/redis_connection.h"

namespace clarion::store {

// What a Sentinel says.
struct Naming {
  Address master;
  int64_t epoch = 0;
  int replicas = 0;  // that it knows of, dead or alive
};

class Sentinel {
 public:
  // Called on the Sentinel's thread, with its answer or why there is none.
  using Told = std::function<void(const absl::StatusOr<Naming>&)>;

  Sentinel(Endpoint endpoint, std::string master, Told told);
  ~Sentinel() { Stop(); }

  void Start();
  void Stop();
  // Asks now, and five times a second for the next seconds.
  void Hurry();

 private:
  void Run();
  absl::StatusOr<Naming> Ask();
  bool Pause();

  const Endpoint endpoint_;
  const std::string master_;
  const Told told_;
  std::atomic<bool> stopping_{false};
  std::mutex mutex_;
  std::condition_variable wake_;
  bool now_ = false;                             // guarded by mutex_
  absl::Duration hurry_until_;                   // guarded by mutex_
  std::unique_ptr<RedisConnection> connection_;  // of the thread
  std::thread thread_;
};

// Picks the master's name out of the two answers, to SENTINEL MASTER and to
// SENTINEL GET-MASTER-ADDR-BY-NAME.
absl::StatusOr<Naming> NamingOf(const redisReply& facts, const redisReply& address);

}  // namespace clarion::store
