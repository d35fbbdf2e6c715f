#include "services/admin/target.h"

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/core/refusal.h"
#include "services/store/whereabouts.h"

namespace clarion::admin {
namespace {

constexpr absl::Duration kTimeout = absl::Seconds(10);

}  // namespace

absl::StatusOr<std::unique_ptr<store::RedisConnection>> Connect(const Target& target) {
  if (target.sentinels.empty()) {
    store::Endpoint endpoint;
    endpoint.socket = target.socket;
    endpoint.user = target.user;
    endpoint.password_file = target.redis_password_file;
    return store::RedisConnection::Open(endpoint, kTimeout);
  }
  store::Whereabouts where(ConfigOf(target));
  where.Start(nullptr);
  const absl::Time until = absl::Now() + kTimeout;
  absl::StatusOr<store::Whereabouts::Place> place = where.Find();
  while (!place.ok() && absl::Now() < until) {
    absl::SleepFor(absl::Milliseconds(50));
    place = where.Find();
  }
  if (!place.ok()) return place.status();
  auto connection = store::RedisConnection::Open(place->endpoint, kTimeout);
  if (!connection.ok()) return connection.status();
  absl::Status role = store::CheckRole(**connection);
  if (!role.ok()) return role;
  return connection;
}

v1::StoreConfig ConfigOf(const Target& target) {
  v1::StoreConfig config;
  config.set_socket(target.socket);
  for (const std::string& sentinel : target.sentinels) {
    config.mutable_sentinels()->add_addresses(sentinel);
    config.mutable_sentinels()->set_master(target.master);
    config.mutable_sentinels()->set_password_file(target.sentinel_password_file);
  }
  config.set_user(target.user);
  config.set_password_file(target.redis_password_file);
  config.set_durability(target.durability);
  return config;
}

v1::Durability DurabilityNamed(const std::string& name) {
  if (name == "disk") return v1::DURABILITY_DISK;
  if (name == "relaxed") return v1::DURABILITY_RELAXED;
  if (name == "replicated") return v1::DURABILITY_REPLICATED;
  return v1::DURABILITY_UNSPECIFIED;
}

std::string InBothLanguages(const absl::Status& status) {
  const std::string chinese = core::ChineseOf(status);
  return absl::StrCat(status.message(), chinese.empty() ? "" : "\n", chinese);
}

}  // namespace clarion::admin
