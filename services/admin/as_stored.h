// A paper as it lies in Redis, with all that belongs to it, read past the services: for `verify`,
// and for whoever must know what is there rather than what a process believes. Reads only.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "clarion/v1/events.pb.h"
#include "services/store/redis_connection.h"

namespace clarion::admin {

struct AsStored {
  std::string name = {};
  std::string paper = {};  // as stored_paper.h lays it out; empty when it is missing
  std::vector<std::string> records = {};
  std::string due = {};  // score; empty when it has none
};

// Names of the papers of a shard that have a body, a history, or a place among the due.
absl::StatusOr<std::set<std::string>> PapersOf(store::RedisConnection& connection, int shard);

// One paper with all that belongs to it, at one instant.
absl::StatusOr<AsStored> ReadPaper(store::RedisConnection& connection, const std::string& name);

// The score in the due set that the law asks for, as Redis says it; empty for a paper without a
// place.
std::string PlaceOf(const v1::Paper& paper);

// Whether `paper` is the fold of its records.
bool IsTheFold(const std::vector<std::string>& records, const v1::Paper& paper);

}  // namespace clarion::admin
