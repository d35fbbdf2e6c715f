#include "services/store/durability.h"

#include <map>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/store/redis_errors.h"

namespace clarion::store {
namespace {

using Settings = std::map<std::string, std::string>;

absl::StatusOr<Settings> ReadSettings(RedisConnection& connection) {
  absl::StatusOr<Reply> reply = connection.Call(
      {"CONFIG", "GET", "appendonly", "appendfsync", "maxmemory-policy", "min-replicas-to-write"});
  if (!reply.ok()) return reply.status();
  if (!IsArray(**reply)) return Unexpected("CONFIG GET gave no list");
  Settings settings;
  for (size_t i = 0; i + 1 < (*reply)->elements; i += 2) {
    settings[Text(*(*reply)->element[i])] = Text(*(*reply)->element[i + 1]);
  }
  return settings;
}

}  // namespace

absl::Status CheckDurability(RedisConnection& connection, v1::Durability durability) {
  absl::StatusOr<Settings> read = ReadSettings(connection);
  if (!read.ok()) return read.status();
  Settings& settings = *read;
  std::vector<std::string> faults;
  const auto expect = [&](const std::string& name, bool right, const std::string& wanted) {
    if (!right)
      faults.push_back(absl::StrCat(name, " is `", settings[name], "`, must be ", wanted));
  };
  const std::string fsync = settings["appendfsync"];
  expect("appendonly", settings["appendonly"] == "yes", "`yes`");
  expect("maxmemory-policy", settings["maxmemory-policy"] == "noeviction", "`noeviction`");
  switch (durability) {
    case v1::DURABILITY_DISK:
      expect("appendfsync", fsync == "always", "`always`");
      break;
    case v1::DURABILITY_RELAXED:
      expect("appendfsync", fsync == "always" || fsync == "everysec", "`everysec` or `always`");
      break;
    case v1::DURABILITY_REPLICATED: {
      int64_t replicas = 0;
      const bool known = absl::SimpleAtoi(settings["min-replicas-to-write"], &replicas);
      expect("appendfsync", fsync == "always", "`always`");
      expect("min-replicas-to-write", known && replicas >= 1, "at least 1");
      break;
    }
    default:
      return NotReady("store.durability is missing: choose disk, relaxed or replicated.",
                      "缺少 store.durability：请选择 disk、relaxed 或 replicated。");
  }
  if (faults.empty()) return absl::OkStatus();
  const std::string list = absl::StrJoin(faults, "; ");
  const std::string mode = v1::Durability_Name(durability);
  return NotReady(
      absl::StrCat("Redis does not keep what ", mode, " promises: ", list,
                   ". Change redis.conf and restart Redis, or choose another durability."),
      absl::StrCat("Redis 的设置达不到 ", mode, " 的承诺：", list,
                   "。请修改 redis.conf 并重启 Redis，或另选耐久级别。"));
}

}  // namespace clarion::store
