// `clarion-admin verify`: does every paper still say what its history says?
//
// Reads every paper of every shard and asks four things: is the body what was written, does the
// hash chain over the stored records lead to the paper's head, is the paper the fold of its
// records, and is its place in the due set the one the law gives it. Reads only, each paper in one
// transaction, so it may run beside the services.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/store/redis_connection.h"

namespace clarion::admin {

struct Verified {
  int64_t papers = 0;
  int64_t records = 0;
  int64_t faults = 0;
  absl::Duration took;
};

// Calls `on_fault` with one line for each fault, the paper and the first broken record named in it.
absl::StatusOr<Verified> Verify(store::RedisConnection& connection,
                                const std::function<void(const std::string&)>& on_fault);

}  // namespace clarion::admin
