#include "services/store/follower.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/core/check.h"
#include "services/store/blocking_calls.h"
#include "services/store/cursors.h"
#include "services/store/each_shard.h"
#include "services/store/keys.h"
#include "services/store/log_entries.h"
#include "services/store/redis_errors.h"
#include "services/store/steady.h"

namespace clarion::store {
namespace {

constexpr int64_t kBatch = 500;
constexpr absl::Duration kLook = absl::Seconds(1);
constexpr absl::Duration kCursorEvery = absl::Milliseconds(900);
constexpr absl::Duration kRemoveEvery = absl::Seconds(10);
constexpr absl::Duration kFollowTimeout = absl::Seconds(2);

size_t At(int shard) { return static_cast<size_t>(shard); }

absl::Status WentBack(int shard, int64_t sequence) {
  return Damaged(absl::StrCat("The log of shard ", shard, " went back: entry ", sequence,
                              " was followed and is no longer there. Nothing is built on it."),
                 absl::StrCat("第", shard, "分片的日志发生回退：已处理的第", sequence,
                              "条不复存在。已停止据此办理。"));
}

}  // namespace

Follower::Follower(Parts parts, Options options)
    : parts_(std::move(parts)),
      options_(std::move(options)),
      name_(absl::StrCat(options_.desk, "/", options_.process)) {
  for (std::atomic<int64_t>& handled : handled_) handled.store(0);
}

absl::StatusOr<std::vector<int64_t>> Follower::Ends() {
  int64_t none = 0;
  ends_connection_.compare_exchange_strong(none, parts_.link.connections());
  absl::StatusOr<std::vector<Reply>> replies =
      AskAll(parts_.link, OfEachShard(ReadLogEnd), Asking::kReadKept, kFollowTimeout);
  if (!replies.ok()) return replies.status();
  std::vector<int64_t> ends;
  for (int shard = 0; shard < kShards; ++shard) {
    absl::StatusOr<std::vector<Entry>> end = EntriesOf(shard, *(*replies)[At(shard)], false);
    if (!end.ok()) return end.status();
    ends.push_back(end->empty() ? 0 : end->front().sequence);
  }
  return ends;
}

absl::Status Follower::ConfirmReads() {
  if (!parts_.confirmations.asked()) return absl::OkStatus();
  const int64_t began_on = ends_connection_.exchange(0);
  absl::Status kept = AskAll(parts_.link, {{"PING"}}, Asking::kReadKept, kFollowTimeout).status();
  if (!kept.ok()) return kept;
  if (parts_.link.connections() == began_on) return absl::OkStatus();
  return Unavailable("the connection was made anew while the papers were read");
}

absl::StatusOr<std::vector<int64_t>> Follower::DeskCursors() {
  absl::StatusOr<std::vector<int64_t>> best = Ends();
  if (!best.ok()) return best;
  absl::StatusOr<std::vector<Reply>> replies =
      AskAll(parts_.link, OfEachShard(ReadCursors), Asking::kRead, kFollowTimeout);
  if (!replies.ok()) return replies.status();
  const std::string desk = absl::StrCat(options_.desk, "/");
  for (int shard = 0; shard < kShards; ++shard) {
    int64_t furthest = -1;
    for (const Cursor& cursor : CursorsOf(*(*replies)[At(shard)])) {
      if (cursor.follower.compare(0, desk.size(), desk) == 0) {
        furthest = std::max(furthest, cursor.sequence);
      }
    }
    // After an accepted loss a cursor may stand beyond the log: its end is then the place.
    if (furthest >= 0) (*best)[At(shard)] = std::min((*best)[At(shard)], furthest);
  }
  return best;
}

absl::Status Follower::Start(const std::vector<int64_t>& from) {
  CLARION_CHECK(from.size() == static_cast<size_t>(kShards) && !started_.exchange(true));
  for (int shard = 0; shard < kShards; ++shard) {
    at_[At(shard)] = from[At(shard)];
    handled_[At(shard)].store(from[At(shard)]);
  }
  epoch_ = parts_.held.epoch();
  WriteCursors();
  thread_ = std::thread([this] { Run(); });
  return absl::OkStatus();
}

void Follower::Stop() {
  stopping_.store(true);
  parts_.board.WakeAll();
  if (thread_.joinable()) thread_.join();
}

void Follower::Handled(int shard, int64_t sequence) {
  std::atomic<int64_t>& handled = handled_[At(shard)];
  int64_t before = handled.load();
  while (before < sequence && !handled.compare_exchange_weak(before, sequence)) {
  }
  const HeldPtr held = parts_.held.held();
  if (held->info.set.manual_clock && started_) WriteCursor(shard);
}

absl::StatusOr<std::vector<Entry>> Follower::Read(int shard, int64_t after, int limit) {
  // With the entry `after` itself, if it is still there; 0 is before the first.
  const int64_t count = static_cast<int64_t>(limit) + (after > 0 ? 1 : 0);
  absl::StatusOr<std::vector<Reply>> replies =
      AskAll(parts_.link, {ReadLog(shard, std::max<int64_t>(after, 1), count)}, Asking::kRead,
             kFollowTimeout);
  if (!replies.ok()) return replies.status();
  absl::StatusOr<std::vector<Entry>> entries = EntriesOf(shard, *replies->front(), false);
  if (!entries.ok()) return entries.status();
  for (Entry& entry : *entries) {
    if (entry.entry.ParseFromString(entry.bytes)) continue;
    return absl::NotFoundError("an entry on the way cannot be read");
  }
  return entries;
}

void Follower::WriteCursor(int shard) {
  parts_.link.Submit(
      {.argv = store::WriteCursor(shard, {.follower = name_,
                                          .sequence = handled_[At(shard)].load(),
                                          .written = parts_.clock.Now()}),
       .deadline = absl::InfiniteFuture(),
       .reserved = true,
       .done = [](const absl::StatusOr<Reply>&) {}});  // the next one, a second later, says more
}

void Follower::WriteCursors() {
  for (int shard = 0; shard < kShards; ++shard) WriteCursor(shard);
}

void Follower::Run() {
  int64_t wakes = -1;
  absl::Duration looked_at = absl::ZeroDuration();
  absl::Duration cursors_at = SteadyNow();
  absl::Duration removed_at = SteadyNow();
  RingBoard::Sequences answered = {};  // heard, and looked for since
  while (!stopping_) {
    const absl::Duration pause =
        std::min(looked_at + kLook, cursors_at + kCursorEvery) - SteadyNow();
    const RingBoard::Heard heard =
        parts_.board.Wait(answered, wakes, std::max(pause, absl::ZeroDuration()));
    if (stopping_) return;
    if (SteadyNow() - cursors_at >= kCursorEvery) {
      cursors_at = SteadyNow();
      WriteCursors();
    }
    const bool everything = heard.wakes != wakes || SteadyNow() - looked_at >= kLook;
    if (!Connected()) {
      // The bell may ring on: wait for the next look rather than spin.
      std::this_thread::sleep_for(absl::ToChronoMilliseconds(absl::Milliseconds(20)));
      continue;
    }
    const absl::Status looked = Look(heard.sequences, everything);
    if (!looked.ok()) {
      connection_ = nullptr;
      if (absl::IsDataLoss(looked)) parts_.held.Damage(looked);
      continue;
    }
    wakes = heard.wakes;
    answered = heard.sequences;
    if (everything) looked_at = SteadyNow();
    if (SteadyNow() - removed_at >= kRemoveEvery) {
      removed_at = SteadyNow();
      if (!RemoveDead().ok()) connection_ = nullptr;
    }
  }
}

// Connects if need be, and sees to it that the log is still the one followed.
bool Follower::Connected() {
  if (!parts_.held.sound().ok()) {
    connection_ = nullptr;
    return false;
  }
  if (connected_as_ != parts_.where.version()) connection_ = nullptr;
  if (connection_ != nullptr) return true;
  absl::StatusOr<Whereabouts::Opened> opened =
      parts_.where.Open(kFollowTimeout, [this] { return !stopping_.load(); });
  if (!opened.ok()) return false;
  connection_ = std::move(opened->connection);
  connected_as_ = opened->place.version;
  const absl::Status placed = CheckPlace();
  if (placed.ok()) return true;
  connection_ = nullptr;
  if (absl::IsDataLoss(placed)) parts_.held.Damage(placed);
  return false;
}

absl::Status Follower::CheckPlace() {
  if (parts_.held.epoch() != epoch_) return absl::OkStatus();  // everything is read anew anyway
  absl::StatusOr<std::vector<Reply>> replies = connection_->Pipeline(
      OfEachShard([this](int shard) { return ReadLog(shard, at_[At(shard)], 1); }));
  if (!replies.ok()) return replies.status();
  for (int shard = 0; shard < kShards; ++shard) {
    if (at_[At(shard)] == 0) continue;
    absl::StatusOr<std::vector<Entry>> there = EntriesOf(shard, *(*replies)[At(shard)], false);
    if (!there.ok()) return there.status();
    if (there->empty()) return WentBack(shard, at_[At(shard)]);
    const Entry& first = there->front();
    const std::string& known = at_hash8_[At(shard)];
    if (first.sequence == at_[At(shard)] && !known.empty() && first.hash8 != known) {
      return WentBack(shard, at_[At(shard)]);
    }
  }
  return absl::OkStatus();
}

// Reads, and in durability `replicated` makes sure that the replicas have what was read: a watcher
// must not see what may still vanish. WAIT covers all that this connection has read, whoever wrote
// it.
absl::Status Follower::ReadKept(const std::vector<Argv>& commands, std::vector<Reply>* replies) {
  absl::StatusOr<std::vector<Reply>> read = connection_->Pipeline(commands);
  if (!read.ok()) return read.status();
  const bool news = std::any_of(read->begin(), read->end(), [](const Reply& reply) {
    return IsArray(*reply) && reply->elements > 0;
  });
  if (news) {
    if (absl::Status s = AwaitReplicas(*connection_, parts_.confirmations); !s.ok()) return s;
  }
  *replies = *std::move(read);
  return absl::OkStatus();
}

absl::Status Follower::Look(const RingBoard::Sequences& heard, bool everything) {
  const int64_t epoch = parts_.held.epoch();
  if (epoch != epoch_) {
    for (int shard = 0; shard < kShards; ++shard) {
      absl::Status resynced = Resync(shard);
      if (!resynced.ok()) return resynced;
    }
    epoch_ = epoch;
  }
  std::vector<int> shards;
  for (int shard = 0; shard < kShards; ++shard) {
    if (everything || heard[At(shard)] != at_[At(shard)]) shards.push_back(shard);
  }
  while (!shards.empty() && !stopping_) {
    std::vector<Argv> commands;
    commands.reserve(shards.size());
    for (const int shard : shards) commands.push_back(ReadLog(shard, at_[At(shard)] + 1, kBatch));
    std::vector<Reply> replies;
    absl::Status read = ReadKept(commands, &replies);
    if (!read.ok()) return read;
    std::vector<int> unfinished;
    for (size_t i = 0; i < shards.size(); ++i) {
      bool more = false;
      absl::Status handed = HandOver(shards[i], *replies[i], &more);
      if (!handed.ok()) return handed;
      if (more) unfinished.push_back(shards[i]);
    }
    shards = std::move(unfinished);
  }
  return absl::OkStatus();
}

absl::Status Follower::HandOver(int shard, const redisReply& log, bool* more) {
  absl::StatusOr<std::vector<Entry>> entries = EntriesOf(shard, log, false);
  if (!entries.ok()) return entries.status();
  *more = static_cast<int64_t>(entries->size()) == kBatch;
  size_t readable = 0;
  for (; readable < entries->size(); ++readable) {
    Entry& entry = (*entries)[readable];
    if (entry.sequence != at_[At(shard)] + 1 || !entry.entry.ParseFromString(entry.bytes)) break;
    parts_.watermark.Raise(shard, entry.sequence, entry.hash8);
    at_[At(shard)] = entry.sequence;
    at_hash8_[At(shard)] = entry.hash8;
  }
  if (readable > 0) options_.on_entries(absl::MakeConstSpan(entries->data(), readable));
  if (readable == entries->size()) return absl::OkStatus();
  const int64_t sequence = (*entries)[readable].sequence;
  if (sequence == at_[At(shard)] + 1) Unreadable(shard, sequence);
  *more = true;
  return Resync(shard);
}

// The log tells of papers and holds none: an entry that cannot be read is a hole like any other.
void Follower::Unreadable(int shard, int64_t sequence) {
  if (parts_.on_alarm == nullptr) return;
  parts_.on_alarm(absl::StrCat("entry ", sequence, " in the log of shard ", shard,
                               " cannot be read; everything open there is gone over instead; run "
                               "clarion-admin verify"));
}

// Goes on from the log's end, after the owner went over everything that is open. Done again when it
// failed: the place to go on from is then still the old one.
absl::Status Follower::Resync(int shard) {
  ends_connection_.store(parts_.link.connections());
  std::vector<Reply> replies;
  absl::Status read = ReadKept({ReadLogEnd(shard)}, &replies);
  if (!read.ok()) return read;
  absl::StatusOr<std::vector<Entry>> end = EntriesOf(shard, *replies.front(), false);
  if (!end.ok()) return end.status();
  const int64_t sequence = end->empty() ? 0 : end->front().sequence;
  if (options_.on_resync != nullptr) {
    options_.on_resync(shard, sequence);
    absl::Status kept = ConfirmReads();
    if (!kept.ok()) return kept;
  }
  at_[At(shard)] = sequence;
  at_hash8_[At(shard)] = end->empty() ? std::string() : end->front().hash8;
  handled_[At(shard)].store(0);
  Handled(shard, sequence);
  return absl::OkStatus();
}

// Removes the cursors of this desk's dead processes; of other desks, their own living do it.
absl::Status Follower::RemoveDead() {
  absl::StatusOr<std::vector<Reply>> replies = connection_->Pipeline(OfEachShard(ReadCursors));
  if (!replies.ok()) return replies.status();
  const std::string desk = absl::StrCat(options_.desk, "/");
  std::vector<Argv> removals;
  for (int shard = 0; shard < kShards; ++shard) {
    for (const Cursor& cursor : CursorsOf(*(*replies)[At(shard)])) {
      const bool ours = cursor.follower.compare(0, desk.size(), desk) == 0;
      if (!ours || cursor.follower == name_) continue;
      if (parts_.clock.Now() - cursor.written < kCursorRemoved) continue;
      removals.push_back({"HDEL", ShardKey(shard, "cursors"), cursor.follower});
    }
  }
  if (removals.empty()) return absl::OkStatus();
  absl::StatusOr<std::vector<Reply>> removed = connection_->Pipeline(removals);
  return removed.ok() ? absl::OkStatus() : removed.status();
}

}  // namespace clarion::store
