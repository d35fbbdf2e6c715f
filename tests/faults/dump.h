// The store as it lies in Redis when all is quiet: every paper with its records, the logs, who
// stands where, which requests are remembered, which names are held.
//
// Read past the services, so what they believe does not matter. DumpStore reads it over a
// connection of its own and writes it into the folder of a run, `dump/*.ndjson`; ReadDump takes it
// in again. One thread; blocks.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/admin/as_stored.h"
#include "services/store/redis_connection.h"

namespace clarion::faults {

// One record of a commit, as the log has it.
struct LoggedRecord {
  std::string paper = {};
  int64_t version = 0;
  std::string sha256 = {};  // hex
};

struct LoggedCommit {
  int shard = 0;
  int64_t sequence = 0;
  std::vector<LoggedRecord> records = {};
};

// A paper in one of the sorted sets of its shard.
struct Place {
  std::string paper = {};
  std::string score = {};  // as Redis says it: milliseconds, or `inf`
};

struct KeptRequest {
  std::string key = {};  // hex
  std::string paper = {};
  int64_t version = 0;
};

struct HeldName {
  std::string name = {};
  std::string holder = {};
};

struct Dump {
  std::vector<admin::AsStored> papers = {};
  std::vector<LoggedCommit> log = {};  // of all shards, each in order
  std::vector<Place> due = {};
  std::vector<Place> ended = {};
  std::vector<KeptRequest> requests = {};
  std::vector<HeldName> names = {};
};

absl::StatusOr<Dump> ReadStore(store::RedisConnection& connection);

absl::Status WriteDump(const std::string& folder, const Dump& dump);
absl::StatusOr<Dump> ReadDump(const std::string& folder);

// What lies in the Redis behind `socket`, into `folder`.
absl::Status DumpStore(const std::string& socket, const std::string& folder);

}  // namespace clarion::faults
