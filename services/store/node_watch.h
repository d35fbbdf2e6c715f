// Whether the Redis that is used still is what it was when it was connected: the master, with the
// same history, keeping the configured durability. Looked at twice a second; when it is not, every
// connection of the store is made anew, checks included.
//
// A node that was made a replica and a master again within a second has kept its connections and
// has lost its history; its replication id tells.
//
// Thread-safe.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <string>

#include "absl/status/status.h"
#include "services/store/confirmations.h"
#include "services/store/redis_link.h"
#include "services/store/store.h"
#include "services/store/whereabouts.h"

namespace clarion::store {

class NodeWatch {
 public:
  // What it works with; all of it outlives it.
  struct Parts {
    RedisLink& link;
    Whereabouts& where;
    Confirmations& confirmations;
    v1::Durability durability = v1::DURABILITY_UNSPECIFIED;
    std::function<void(const std::string&)> on_alarm = {};
  };
  explicit NodeWatch(Parts parts);

  // Of each new connection, before it is used. A status refuses it.
  absl::Status Connected(const Whereabouts::Opened& opened);
  // Through the link; nothing waits.
  void Look();

  DurabilityState state() const;

 private:
  absl::Status Note(const absl::Status& durable);
  bool NoteFacts(const std::string& info);

  const Parts parts_;
  std::atomic<bool> looking_{false};
  mutable std::mutex mutex_;
  DurabilityState state_;  // guarded by mutex_
  Endpoint endpoint_;      // guarded by mutex_; the last one connected
  std::string history_;    // guarded by mutex_; its replication id
};

// From the answer to INFO replication.
struct ReplicationFacts {
  std::string role;
  std::string history;  // master_replid
  int replicas = 0;     // that keep up
};
ReplicationFacts ReadReplication(const std::string& info);

}  // namespace clarion::store
