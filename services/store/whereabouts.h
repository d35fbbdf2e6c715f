// Where the Redis is that takes the writes: always the one of the configuration, or the one the
// Sentinels name now.
//
// With Sentinels, each is asked every second; of what they said in the last five seconds the
// highest epoch counts. What they say is a hint and not believed: every connection opened here is
// asked for its ROLE before it is used. `version` tells that the place changed or is doubted:
// whoever holds a connection of an older version leaves it.
//
// Thread-safe.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clarion/v1/config.pb.h"
#include "services/store/redis_connection.h"
#include "services/store/sentinel.h"

namespace clarion::store {

class Whereabouts {
 public:
  struct Place {
    Endpoint endpoint;
    int64_t version = 0;
    // How many replicas the Sentinels know of, when this place is the first they named; 0 for one
    // that they have just moved to, and without Sentinels.
    int replicas_known = 0;
  };
  struct Opened {
    std::unique_ptr<RedisConnection> connection;
    Place place;
  };

  explicit Whereabouts(const v1::StoreConfig& config);
  ~Whereabouts() { Stop(); }

  // `on_move` is called, on any thread, each time `version` rises.
  void Start(std::function<void()> on_move);
  void Stop();

  // UNAVAILABLE while no Sentinel has named one.
  absl::StatusOr<Place> Find() const;
  int64_t version() const { return version_.load(std::memory_order_acquire); }

  // A connection to the master, its ROLE looked at. Given up when the place changes meanwhile; its
  // waits end, too, when it changes later.
  absl::StatusOr<Opened> Open(absl::Duration timeout, const RedisConnection::Tick& tick);

  // The Sentinels are asked more often for a while.
  void Hurry();
  // The node is not what it was: everybody connects anew.
  void Doubt();

  int sentinels() const { return static_cast<int>(sentinels_.size()); }
  int sentinels_answering() const;

 private:
  struct Heard {
    Naming naming;
    absl::Duration at = -absl::InfiniteDuration();
    absl::Status failure;
  };

  void Hear(size_t sentinel, const absl::StatusOr<Naming>& naming);
  bool Choose();  // under mutex_; whether the place changed
  void Moved();

  const v1::StoreConfig config_;
  std::atomic<int64_t> version_{0};
  mutable std::mutex mutex_;
  std::function<void()> on_move_;
  std::vector<Heard> heard_;
  Place place_;
  bool known_ = false;
  std::vector<std::unique_ptr<Sentinel>> sentinels_;
};

// The store in words: its socket, or its Sentinels.
std::string DescribeStore(const v1::StoreConfig& config);
// The node in words: its socket, or address and port.
std::string DescribeNode(const Endpoint& endpoint);

// UNAVAILABLE unless the node says that it is the master.
absl::Status CheckRole(RedisConnection& connection);

}  // namespace clarion::store
