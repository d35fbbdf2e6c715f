// Does this Redis keep what the configuration promises? Asked at start, on every new connection and
// twice a second besides, because a Redis may come back with another configuration, or be given one
// while it runs.
#pragma once

#include "absl/status/status.h"
#include "clarion/v1/config.pb.h"
#include "services/store/redis_connection.h"

namespace clarion::store {

// The question, and what the answer to it means: FAILED_PRECONDITION naming every setting that must
// change, and to what.
Argv AskDurability();
absl::Status ReadDurability(const redisReply& reply, v1::Durability durability);

// Both at once.
absl::Status CheckDurability(RedisConnection& connection, v1::Durability durability);

}  // namespace clarion::store
