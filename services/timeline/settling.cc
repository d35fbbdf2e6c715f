#include "services/timeline/settling.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/core/proto_time.h"
#include "services/core/refusal.h"

namespace clarion::timeline {
namespace {

// The desks that follow the log.
constexpr const char* kFollowing[] = {"timeline/", "spokesperson/", "broadcast/"};
constexpr std::chrono::milliseconds kLookAgain{2};

using Shards = std::vector<store::ShardProgress>;

// Why `shards` are not settled at `now`; empty when they are.
std::string Unsettled(const Shards& shards, absl::Time now) {
  for (size_t i = 0; i < shards.size(); ++i) {
    const store::ShardProgress& shard = shards[i];
    if (shard.next_due.has_value() && *shard.next_due <= now) {
      return absl::StrCat("shard ", i, ": something is due");
    }
    for (const char* desk : kFollowing) {
      const bool alive =
          std::any_of(shard.cursors.begin(), shard.cursors.end(),
                      [&](const auto& c) { return absl::StartsWith(c.first, desk); });
      if (!alive) return absl::StrCat("shard ", i, ": no follower ", desk);
    }
    for (const auto& [follower, sequence] : shard.cursors) {
      if (sequence < shard.last_sequence) {
        return absl::StrCat("shard ", i, ": ", follower, " is at ", sequence, " of ",
                            shard.last_sequence);
      }
    }
  }
  return "";
}

v1::DurabilityState StateOf(const store::DurabilityState& found) {
  v1::DurabilityState state;
  state.set_configured(found.configured);
  state.set_kept(found.kept);
  state.set_fault(found.fault);
  state.set_fault_zh(found.fault_zh);
  state.set_node(found.node);
  state.set_replicas(found.replicas);
  state.set_sentinels(found.sentinels);
  state.set_sentinels_answering(found.sentinels_answering);
  if (found.looked_at != absl::InfinitePast()) {
    *state.mutable_looked_at() = core::ToProto(found.looked_at);
  }
  return state;
}

bool SameEnds(const Shards& a, const Shards& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
    return x.last_sequence == y.last_sequence;
  });
}

absl::Status NotSettled(const std::string& why) {
  return core::Refuse(
      {.code = absl::StatusCode::kDeadlineExceeded,
       .reason = v1::ERROR_REASON_NOT_SETTLED,
       .en = absl::StrCat("Not settled in time: ", why, ". See whether that process runs."),
       .zh = absl::StrCat("限时内未处理完毕:", why, "。请检查该进程是否运行。")});
}

// `now` is the instant the caller knows the data set to stand at.
absl::Status Settle(store::Store& store, absl::Time now, absl::Time deadline) {
  Shards before;
  while (true) {
    absl::StatusOr<Shards> shards = store.ReadProgress();
    if (!shards.ok()) return shards.status();
    const std::string why = Unsettled(*shards, now);
    if (why.empty() && SameEnds(before, *shards)) return absl::OkStatus();
    if (absl::Now() > deadline) return NotSettled(why.empty() ? "the log still grows" : why);
    if (!why.empty()) {
      before.clear();
      std::this_thread::sleep_for(kLookAgain);
    } else {
      before = *std::move(shards);
    }
  }
}

}  // namespace

absl::StatusOr<v1::Progress> ReadProgress(store::Store& store) {
  const absl::StatusOr<Shards> shards = store.ReadProgress();
  if (!shards.ok()) return shards.status();
  const absl::Time now = store.Now();
  v1::Progress progress;
  *progress.mutable_now() = core::ToProto(now);
  progress.set_manual_clock(store.data_set().manual_clock);
  progress.set_settled(Unsettled(*shards, now).empty());
  *progress.mutable_durability() = StateOf(store.durability());
  for (size_t i = 0; i < shards->size(); ++i) {
    const store::ShardProgress& shard = (*shards)[i];
    v1::ShardProgress& out = *progress.add_shards();
    out.set_shard(static_cast<int>(i));
    out.set_sequence(shard.last_sequence);
    if (shard.next_due.has_value()) *out.mutable_next_due() = core::ToProto(*shard.next_due);
    for (const auto& [follower, sequence] : shard.cursors) {
      v1::FollowerProgress& cursor = *out.add_followers();
      cursor.set_follower(follower);
      cursor.set_sequence(sequence);
    }
  }
  return progress;
}

absl::StatusOr<v1::Progress> AdvanceClock(store::Store& store, absl::Time to, absl::Time deadline) {
  absl::Time now = store.Now();
  while (true) {
    if (absl::Status s = Settle(store, now, deadline); !s.ok()) return s;
    if (now == to) return ReadProgress(store);
    const absl::StatusOr<Shards> shards = store.ReadProgress();
    if (!shards.ok()) return shards.status();
    absl::Time next = to;
    for (const store::ShardProgress& shard : *shards) {
      if (shard.next_due.has_value() && *shard.next_due > now)
        next = std::min(next, *shard.next_due);
    }
    if (absl::Status s = store.SetManualClock(next); !s.ok()) return s;
    now = next;
  }
}

}  // namespace clarion::timeline
