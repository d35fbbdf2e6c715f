// What is asked of every shard at once.
#pragma once

#include <vector>

#include "services/store/paper_store.h"
#include "services/store/reply.h"

namespace clarion::store {

// `command(shard)` for each shard, in their order.
template <typename Command>
std::vector<Argv> OfEachShard(Command command) {
  std::vector<Argv> commands;
  commands.reserve(kShards);
  for (int shard = 0; shard < kShards; ++shard) commands.push_back(command(shard));
  return commands;
}

}  // namespace clarion::store
