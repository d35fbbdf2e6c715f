// The Redis an operator works on, and how a refusal is shown to him.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "clarion/v1/config.pb.h"
#include "services/store/redis_connection.h"

namespace clarion::admin {

struct Target {
  std::string socket;
  // In place of `socket`.
  std::vector<std::string> sentinels;
  std::string master = "clarion";
  std::string sentinel_password_file;
  std::string user;
  std::string redis_password_file;
  v1::Durability durability = v1::DURABILITY_DISK;
};

// A connection to the master; of the Sentinels, it waits for the first to name one.
absl::StatusOr<std::unique_ptr<store::RedisConnection>> Connect(const Target& target);
v1::StoreConfig ConfigOf(const Target& target);

// `disk`, `relaxed` or `replicated`; UNSPECIFIED for anything else.
v1::Durability DurabilityNamed(const std::string& name);

// The message in English and, below it, in Chinese.
std::string InBothLanguages(const absl::Status& status);

}  // namespace clarion::admin
