// Entries of a shard's log as XRANGE and XREVRANGE answer them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/store/log_follower.h"
#include "services/store/reply.h"

namespace clarion::store {

// `XRANGE {NN}:log 0-<first> + COUNT <count>`.
Argv ReadLog(int shard, int64_t first, int64_t count);
// `XREVRANGE {NN}:log + - COUNT 1`.
Argv ReadLogEnd(int shard);

// The entries of such an answer, hashed; records parsed when `parse`. DATA_LOSS for what we never
// wrote.
absl::StatusOr<std::vector<Entry>> EntriesOf(int shard, const redisReply& reply, bool parse);

// An entry made of its sequence and bytes.
absl::StatusOr<Entry> MakeEntry(int shard, int64_t sequence, std::string bytes, bool parse);

}  // namespace clarion::store
