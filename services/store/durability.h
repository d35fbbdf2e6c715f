// Does this Redis keep what the configuration promises? Asked at start and on every new connection,
// because a Redis may come back with another configuration.
#pragma once

#include "absl/status/status.h"
#include "clarion/v1/config.pb.h"
#include "services/store/redis_connection.h"

namespace clarion::store {

// FAILED_PRECONDITION naming every setting that must change, and to what.
absl::Status CheckDurability(RedisConnection& connection, v1::Durability durability);

}  // namespace clarion::store
