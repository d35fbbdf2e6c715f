#include "services/store/durability.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/store/redis_errors.h"

namespace clarion::store {
namespace {

// A replica that has not been heard for so long does not count any more; Redis refuses writes when
// none counts.
constexpr int64_t kMostLag = 10;

using Settings = std::map<std::string, std::string>;

// What is not as it must be.
class Faults {
 public:
  explicit Faults(Settings settings) : settings_(std::move(settings)) {}

  void Expect(const std::string& name, const std::vector<std::string>& values) {
    for (const std::string& value : values) {
      if (settings_[name] == value) return;
    }
    Add(name, absl::StrCat("`", absl::StrJoin(values, "` or `"), "`"));
  }

  void ExpectNumber(const std::string& name, int64_t least, int64_t most) {
    int64_t number = 0;
    const bool known = absl::SimpleAtoi(settings_[name], &number);
    if (known && number >= least && number <= most) return;
    Add(name, least == most ? absl::StrCat(least) : absl::StrCat(least, " to ", most));
  }

  bool none() const { return faults_.empty(); }
  std::string list() const { return absl::StrJoin(faults_, "; "); }

 private:
  void Add(const std::string& name, const std::string& wanted) {
    faults_.push_back(absl::StrCat(name, " is `", settings_[name], "`, must be ", wanted));
  }

  Settings settings_;
  std::vector<std::string> faults_;
};

}  // namespace

Argv AskDurability() {
  return {"CONFIG",
          "GET",
          "appendonly",
          "appendfsync",
          "no-appendfsync-on-rewrite",
          "maxmemory-policy",
          "min-replicas-to-write",
          "min-replicas-max-lag"};
}

absl::Status ReadDurability(const redisReply& reply, v1::Durability durability) {
  if (!IsArray(reply)) return Unexpected("CONFIG GET gave no list");
  Settings settings;
  for (size_t i = 0; i + 1 < reply.elements; i += 2) {
    settings[Text(*reply.element[i])] = Text(*reply.element[i + 1]);
  }
  Faults faults(std::move(settings));
  faults.Expect("appendonly", {"yes"});
  faults.Expect("no-appendfsync-on-rewrite", {"no"});
  faults.Expect("maxmemory-policy", {"noeviction"});
  switch (durability) {
    case v1::DURABILITY_DISK:
      faults.Expect("appendfsync", {"always"});
      break;
    case v1::DURABILITY_RELAXED:
      faults.Expect("appendfsync", {"everysec", "always"});
      break;
    case v1::DURABILITY_REPLICATED:
      faults.Expect("appendfsync", {"always"});
      faults.ExpectNumber("min-replicas-to-write", 1, 8);
      faults.ExpectNumber("min-replicas-max-lag", 1, kMostLag);
      break;
    default:
      return NotReady("store.durability is missing: choose disk, relaxed or replicated.",
                      "缺少 store.durability：请选择 disk、relaxed 或 replicated。");
  }
  if (faults.none()) return absl::OkStatus();
  const std::string mode = v1::Durability_Name(durability);
  return NotReady(
      absl::StrCat("Redis does not keep what ", mode, " promises: ", faults.list(),
                   ". Change redis.conf and restart Redis, or choose another durability."),
      absl::StrCat("Redis 的设置达不到 ", mode, " 的承诺：", faults.list(),
                   "。请修改 redis.conf 并重启 Redis，或另选耐久级别。"));
}

absl::Status CheckDurability(RedisConnection& connection, v1::Durability durability) {
  absl::StatusOr<Reply> settings = connection.Call(AskDurability());
  if (!settings.ok()) return settings.status();
  return ReadDurability(**settings, durability);
}

}  // namespace clarion::store
