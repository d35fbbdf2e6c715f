#include "services/admin/target.h"

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"

namespace clarion::admin {
namespace {

constexpr absl::Duration kTimeout = absl::Seconds(10);
constexpr char kLocalizedUrl[] = "type.googleapis.com/google.rpc.LocalizedMessage";

}  // namespace

absl::StatusOr<std::unique_ptr<store::RedisConnection>> Connect(const Target& target) {
  return store::RedisConnection::Open(
      {.socket = target.socket, .user = target.user, .password_file = target.redis_password_file},
      kTimeout);
}

v1::StoreConfig ConfigOf(const Target& target) {
  v1::StoreConfig config;
  config.set_socket(target.socket);
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
  std::string text(status.message());
  google::rpc::LocalizedMessage localized;
  const auto payload = status.GetPayload(kLocalizedUrl);
  if (payload.has_value() && localized.ParseFromString(std::string(*payload))) {
    absl::StrAppend(&text, "\n", localized.message());
  }
  return text;
}

}  // namespace clarion::admin
