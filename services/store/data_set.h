// The string that names a data set in every shard, `{NN}:set`:
//
//     <id, 32 hex digits> <generation> <shards> real
//     <id, 32 hex digits> <generation> <shards> manual:<milliseconds since 1970>
//
// Every commit compares it whole, so a process that has missed a new generation or an advance of
// the manual clock writes nothing.
#pragma once

#include <optional>
#include <string>

#include "absl/time/time.h"
#include "services/store/reply.h"
#include "services/store/store.h"

namespace clarion::store {

struct SetInfo {
  DataSet set;
  absl::Time manual_now;  // with a manual clock
};

std::string FormatSet(const SetInfo& info);
// None when it is not such a string.
std::optional<SetInfo> ParseSet(const std::string& text);

// Asks a shard for its string.
Argv AskSet(int shard);

}  // namespace clarion::store
