#include "services/store/bell.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "services/store/keys.h"
#include "services/store/paper_store.h"
#include "services/store/steady.h"

namespace clarion::store {
namespace {

constexpr absl::Duration kBellSilence = absl::Seconds(3);  // three heartbeats
constexpr absl::Duration kListen = absl::Seconds(1);
constexpr absl::Duration kBellLeastPause = absl::Milliseconds(10);
constexpr absl::Duration kBellMostPause = absl::Seconds(1);

// Shard of a channel `{NN}:bell`; -1 for any other.
int ShardOfChannel(const std::string& channel) {
  int shard = -1;
  if (channel.size() != 9 || channel.compare(3, 6, "}:bell") != 0) return -1;
  if (!absl::SimpleAtoi(channel.substr(1, 2), &shard) || shard < 0 || shard >= kShards) return -1;
  return shard;
}

}  // namespace

void Bell::Start() {
  thread_ = std::thread([this] { Run(); });
}

void Bell::Stop() {
  stopping_.store(true);
  if (thread_.joinable()) thread_.join();
}

void Bell::Run() {
  const auto tick = [this] { return !stopping_.load(); };
  absl::Duration pause = kBellLeastPause;
  while (!stopping_) {
    absl::StatusOr<Whereabouts::Opened> opened = options_.where.Open(absl::Seconds(2), tick);
    if (opened.ok()) {
      const absl::Duration began = SteadyNow();
      Listen(*opened->connection);
      if (SteadyNow() - began > kBellMostPause) pause = kBellLeastPause;
    }
    const absl::Duration until = SteadyNow() + pause;
    while (!stopping_ && SteadyNow() < until) {
      std::this_thread::sleep_for(absl::ToChronoMilliseconds(kBellLeastPause));
    }
    pause = std::min(pause * 2, kBellMostPause);
  }
}

void Bell::Listen(RedisConnection& connection) {
  std::string subscribe = Encode({"SUBSCRIBE", ReplicasChannel(), options_.beat_channel});
  int channels = 2;
  // One command a shard: they lie in different slots.
  for (int shard = 0; shard < kShards; ++shard, ++channels) {
    subscribe += Encode({"SSUBSCRIBE", ShardKey(shard, "bell")});
  }
  if (!connection.Send(subscribe).ok()) return;
  absl::Duration heard_at = SteadyNow();
  while (!stopping_) {
    absl::StatusOr<Reply> message = connection.Receive(kListen);
    if (!message.ok()) return;
    if (*message == nullptr) {
      if (SteadyNow() - heard_at > kBellSilence) return;
      continue;
    }
    heard_at = SteadyNow();
    if (IsError(**message)) return;
    const std::string kind =
        IsArray(**message) && (*message)->elements > 0 ? Text(*(*message)->element[0]) : "";
    if (kind == "subscribe" || kind == "ssubscribe") {
      if (--channels == 0) options_.on_again();
    } else {
      Hear(**message);
    }
  }
}

void Bell::Hear(const redisReply& message) {
  if (!IsArray(message) || message.elements != 3) return;
  const std::string channel = Text(*message.element[1]);
  std::string payload = Text(*message.element[2]);
  if (channel == ReplicasChannel()) return options_.on_replica(payload);
  const int shard = ShardOfChannel(channel);
  if (shard < 0) return;
  const size_t space = payload.find(' ');
  int64_t sequence = 0;
  if (space == std::string::npos || !absl::SimpleAtoi(payload.substr(0, space), &sequence)) return;
  options_.on_ring(shard, sequence, payload.substr(space + 1));
}

}  // namespace clarion::store
