#include "services/store/whereabouts.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/store/redis_errors.h"
#include "services/store/steady.h"

namespace clarion::store {
namespace {

constexpr absl::Duration kSaidLately = absl::Seconds(5);

}  // namespace

std::string DescribeNode(const Endpoint& endpoint) {
  return endpoint.socket.empty() ? ShowAddress(endpoint.address) : endpoint.socket;
}

std::string DescribeStore(const v1::StoreConfig& config) {
  if (!config.has_sentinels()) return config.socket();
  return absl::StrCat(config.sentinels().master(), " of the Sentinels ",
                      absl::StrJoin(config.sentinels().addresses(), ", "));
}

absl::Status CheckRole(RedisConnection& connection) {
  absl::StatusOr<Reply> role = connection.Call({"ROLE"});
  if (!role.ok()) return role.status();
  if (!IsArray(**role) || (*role)->elements < 1 || Text(*(*role)->element[0]) != "master") {
    return Unavailable("this Redis is not the master");
  }
  return absl::OkStatus();
}

Whereabouts::Whereabouts(const v1::StoreConfig& config)
    : config_(config), heard_(static_cast<size_t>(config.sentinels().addresses_size())) {
  place_.endpoint.socket = config.socket();
  place_.endpoint.user = config.user();
  place_.endpoint.password_file = config.password_file();
  known_ = !config.has_sentinels();
  const v1::SentinelConfig& sentinels = config.sentinels();
  for (size_t i = 0; i < heard_.size(); ++i) {
    Endpoint endpoint;
    endpoint.address = ReadAddress(sentinels.addresses(static_cast<int>(i))).value_or(Address());
    endpoint.user = sentinels.user();
    endpoint.password_file = sentinels.password_file();
    sentinels_.push_back(std::make_unique<Sentinel>(
        std::move(endpoint), sentinels.master(),
        [this, i](const absl::StatusOr<Naming>& naming) { Hear(i, naming); }));
  }
}

void Whereabouts::Start(std::function<void()> on_move) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    on_move_ = std::move(on_move);
  }
  for (const auto& sentinel : sentinels_) sentinel->Start();
}

void Whereabouts::Stop() {
  for (const auto& sentinel : sentinels_) sentinel->Stop();
}

void Whereabouts::Hurry() {
  for (const auto& sentinel : sentinels_) sentinel->Hurry();
}

void Whereabouts::Doubt() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    place_.version = ++version_;
  }
  Moved();
}

void Whereabouts::Moved() {
  std::function<void()> on_move;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    on_move = on_move_;
  }
  if (on_move != nullptr) on_move();
}

void Whereabouts::Hear(size_t sentinel, const absl::StatusOr<Naming>& naming) {
  bool moved = false;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    Heard& heard = heard_[sentinel];
    heard.failure = naming.status();
    if (naming.ok()) {
      heard.naming = *naming;
      heard.at = SteadyNow();
      moved = Choose();
    }
  }
  if (moved) Moved();
}

// The highest epoch that was named lately; among equals the one that is held already.
bool Whereabouts::Choose() {
  const absl::Duration since = SteadyNow() - kSaidLately;
  const Naming* best = nullptr;
  for (const Heard& heard : heard_) {
    if (heard.at < since) continue;
    const bool held = heard.naming.master == place_.endpoint.address;
    if (best == nullptr || heard.naming.epoch > best->epoch ||
        (heard.naming.epoch == best->epoch && held)) {
      best = &heard.naming;
    }
  }
  if (best == nullptr || (known_ && best->master == place_.endpoint.address)) return false;
  place_.endpoint.address = best->master;
  place_.replicas_known = known_ ? 0 : best->replicas;
  place_.version = ++version_;
  known_ = true;
  return true;
}

absl::StatusOr<Whereabouts::Place> Whereabouts::Find() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (known_) return place_;
  std::vector<std::string> failures;
  for (const Heard& heard : heard_) {
    if (!heard.failure.ok()) failures.emplace_back(heard.failure.message());
  }
  return Unavailable(absl::StrCat("no Sentinel has named the master ", config_.sentinels().master(),
                                  " yet; ", absl::StrJoin(failures, "; ")));
}

int Whereabouts::sentinels_answering() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  const absl::Duration since = SteadyNow() - kSaidLately;
  return static_cast<int>(std::count_if(heard_.begin(), heard_.end(), [&](const Heard& heard) {
    return heard.failure.ok() && heard.at >= since;
  }));
}

absl::StatusOr<Whereabouts::Opened> Whereabouts::Open(absl::Duration timeout,
                                                      const RedisConnection::Tick& tick) {
  absl::StatusOr<Place> place = Find();
  if (!place.ok()) {
    Hurry();
    return place.status();
  }
  const int64_t opened_as = place->version;
  const auto still_there = [this, tick, opened_as] {
    return version() == opened_as && (tick == nullptr || tick());
  };
  absl::StatusOr<std::unique_ptr<RedisConnection>> connection =
      RedisConnection::Open(place->endpoint, timeout, still_there);
  const absl::Status usable = connection.ok() ? CheckRole(**connection) : connection.status();
  if (!usable.ok()) {
    Hurry();
    return usable;
  }
  return Opened{.connection = *std::move(connection), .place = *std::move(place)};
}

}  // namespace clarion::store
