// Looks twice a second whether every shard's log still ends where this process saw it end, or
// later.
//
// A log that went back on a live connection (its keys deleted, a node that was made a replica and a
// master again) is noticed here, and by no commit before. In durability `replicated` the marks are
// raised by what the replicas confirmed alone: what only the master has may rightly vanish, and is
// then no loss.
//
// Thread-safe.
#pragma once

#include <atomic>
#include <memory>

#include "services/store/confirmations.h"
#include "services/store/held_set.h"
#include "services/store/redis_link.h"
#include "services/store/watermark.h"

namespace clarion::store {

class LogWatch {
 public:
  // What it works with; all of it outlives it.
  struct Parts {
    RedisLink& link;
    HeldSet& held;
    Watermark& watermark;
    const Confirmations& confirmations;
  };
  explicit LogWatch(Parts parts) : parts_(parts) {}

  // Through the link; nothing waits.
  void Look();

 private:
  struct Round;
  void Judge(const Round& round);

  const Parts parts_;
  std::atomic<bool> looking_{false};
};

}  // namespace clarion::store
