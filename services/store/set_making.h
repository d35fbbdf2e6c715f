// What an operator does to a data set as a whole: make it, accept it after a loss, move its manual
// clock. For clarion-admin and tests; the services never do the first two.
#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/store/data_set.h"
#include "services/store/redis_connection.h"

namespace clarion::store {

// A new data set on an empty Redis, with a random id; `manual_now` fixes a manual clock for ever.
// FAILED_PRECONDITION when there is one already.
absl::StatusOr<SetInfo> CreateSet(RedisConnection& connection,
                                  std::optional<absl::Time> manual_now);

// The data set that is there. FAILED_PRECONDITION when there is none or its shards differ in id.
absl::StatusOr<SetInfo> ReadSet(RedisConnection& connection);

// Raises the generation in every shard: what processes saw before counts no more. May be repeated.
absl::StatusOr<SetInfo> RaiseGeneration(RedisConnection& connection);

// Sets the manual clock in every shard. FAILED_PRECONDITION on a real one.
absl::Status MoveClock(RedisConnection& connection, absl::Time to);

}  // namespace clarion::store
