// The names of everything in Redis, and which shard a paper lies in.
//
// All keys of a shard carry the hash tag `{NN}`, so everything of a region lies in one slot and one
// commit is one script on one node. `design.md` in the architecture notes has the table of what
// lies under each key.
#pragma once

#include <string>

namespace clarion::store {

// `{07}:due` for shard 7 and `due`.
std::string ShardKey(int shard, const std::string& name);

// The paper itself, and the list of its records.
std::string PaperKey(const std::string& paper);
std::string HistoryKey(const std::string& paper);
// A text of the shard, by the 32 bytes of its SHA-256.
std::string TextKey(int shard, const std::string& sha256);
// The key that remembers a request, by the 32 bytes of its hash.
std::string RequestKey(int shard, const std::string& key);

// Where replicas announce themselves; one channel for all shards.
inline const std::string& ReplicasChannel() {
  static const std::string& name = *new std::string("clarion:replicas");
  return name;
}

}  // namespace clarion::store
