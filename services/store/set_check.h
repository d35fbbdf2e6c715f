// What is asked of a data set on every new connection: is it the one held, and has its log not gone
// back behind what this process saw? Passing, the marks are raised to the log's ends and the set is
// adopted, with a new generation too.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/store/confirmations.h"
#include "services/store/held_set.h"
#include "services/store/log_follower.h"
#include "services/store/redis_connection.h"
#include "services/store/watermark.h"

namespace clarion::store {

//   FAILED_PRECONDITION   no data set, and this process never saw one; or half of an `accept`
//   DATA_LOSS             emptied, replaced, or behind the marks
//
// In durability `replicated` the marks are raised only if the replicas have what was read.
absl::Status CheckSet(RedisConnection& connection, HeldSet& held, Watermark& watermark,
                      const Confirmations& confirmations);

// DATA_LOSS unless the log still holds what was seen: `there` is its first entry at or after the
// mark, `end` its last sequence. An entry trimmed away below a later end counts as held.
absl::Status CompareMark(int shard, const Mark& seen, const std::optional<Entry>& there,
                         int64_t end);

// The string of every shard's `{NN}:set`, empty where there is none.
absl::StatusOr<std::vector<std::string>> ReadSets(RedisConnection& connection);

// FAILED_PRECONDITION: no data set is initialised.
absl::Status NoSet();

}  // namespace clarion::store
