#include "services/store/store.h"

#include <unistd.h>

#include <atomic>
#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/store/blocking_calls.h"
#include "services/store/cursors.h"
#include "services/store/each_shard.h"
#include "services/store/follower.h"
#include "services/store/keys.h"
#include "services/store/log_entries.h"
#include "services/store/redis_errors.h"
#include "services/store/scripts.h"
#include "services/store/set_check.h"
#include "services/store/steady.h"
#include "services/store/store_impl.h"

namespace clarion::store {
namespace {

constexpr int kQueueLimit = 4096;
constexpr int64_t kCacheBytes = int64_t{256} << 20;
constexpr absl::Duration kTimeout = absl::Seconds(2);
constexpr absl::Duration kOpenPatience = absl::Seconds(10);

std::string WatermarkPath(const Store::Options& options) {
  if (options.state_dir.empty()) return "";
  return absl::StrCat(options.state_dir, "/watermark-",
                      options.process.empty() ? "store" : options.process);
}

// A channel nobody else beats on.
std::string BeatChannel() {
  static std::atomic<int> stores{0};
  return absl::StrCat("clarion:beat:", getpid(), ":", absl::ToUnixNanos(absl::Now()), ":",
                      ++stores);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Store>> Store::Open(Options options) {
  auto store = std::make_unique<StoreImpl>(std::move(options));
  // A Redis that has just been started is waited for; anything else is for the operator.
  const absl::Duration until = SteadyNow() + kOpenPatience;
  store->AskWhere();
  absl::Status checked = store->Check();
  while (absl::IsUnavailable(checked) && SteadyNow() < until) {
    absl::SleepFor(absl::Milliseconds(100));
    checked = store->Check();
  }
  if (!checked.ok()) return checked;
  store->Start();
  return std::unique_ptr<Store>(std::move(store));
}

StoreImpl::StoreImpl(Options options)
    : options_(std::move(options)),
      where_(options_.config),
      confirmations_(options_.config.durability() == v1::DURABILITY_REPLICATED),
      held_(options_.on_damage),
      watermark_(WatermarkPath(options_)),
      link_(
          {.where = where_,
           .confirmations = confirmations_,
           .queue_limit =
               options_.config.queue_limit() > 0 ? options_.config.queue_limit() : kQueueLimit,
           .scripts = {CommitScript().source, ReplaceSetScript().source},
           .on_connect = [this](const Whereabouts::Opened& opened) { return OnConnect(opened); }}),
      papers_({.link = link_,
               .held = held_,
               .clock = clock_,
               .watermark = watermark_,
               .look_at_clock = [this] { keeper_.LookAtClock(); },
               .clock_moved = [this] { ClockMoved(); }},
              options_.config.cache_bytes() > 0 ? options_.config.cache_bytes() : kCacheBytes),
      node_({.link = link_,
             .where = where_,
             .confirmations = confirmations_,
             .durability = options_.config.durability(),
             .on_alarm = options_.on_alarm}),
      log_(
          {.link = link_, .held = held_, .watermark = watermark_, .confirmations = confirmations_}),
      keeper_({.link = link_,
               .held = held_,
               .clock = clock_,
               .watermark = watermark_,
               .replicas = replicas_,
               .beat_channel = BeatChannel(),
               .on_alarm = options_.on_alarm,
               .clock_moved = [this] { ClockMoved(); },
               .look =
                   [this] {
                     node_.Look();
                     log_.Look();
                   }}),
      bell_({.where = where_,
             .beat_channel = keeper_.beat_channel(),
             .on_ring = [this](int shard, int64_t sequence,
                               std::string bytes) { OnRing(shard, sequence, std::move(bytes)); },
             .on_replica = [this](const std::string& replica) { replicas_.Hear(replica); },
             .on_again =
                 [this] {
                   board_.WakeAll();
                   if (options_.on_bell != nullptr) options_.on_bell(Entry());
                 }}) {}

StoreImpl::~StoreImpl() {
  bell_.Stop();
  keeper_.Stop();
  link_.Stop();
  where_.Stop();
}

void StoreImpl::AskWhere() {
  // The link, the bell and the followers all leave a place that is no longer the master's.
  where_.Start([this] { link_.Reconnect(); });
}

absl::Status StoreImpl::Check() {
  if (watermark_.id().empty()) {
    absl::Status loaded = watermark_.Load();
    if (!loaded.ok()) return loaded;
  }
  absl::StatusOr<Whereabouts::Opened> opened = where_.Open(kTimeout, nullptr);
  if (!opened.ok()) return opened.status();
  const absl::Duration before = SteadyNow();
  absl::StatusOr<Reply> time = opened->connection->Call({"TIME"});
  if (!time.ok()) return time.status();
  clock_.Anchor(TimeOf(**time), before, SteadyNow());
  absl::Status connected = OnConnect(*opened);
  // Said at start rather than by an alarm later: the marks can be kept.
  return connected.ok() ? watermark_.Save() : connected;
}

// Of every connection, the first as any later one.
absl::Status StoreImpl::OnConnect(const Whereabouts::Opened& opened) {
  absl::Status usable = node_.Connected(opened);
  if (!usable.ok()) return usable;
  const bool first = held_.held() == nullptr;
  absl::Status checked = CheckSet(*opened.connection, held_, watermark_, confirmations_);
  if (!first && absl::IsDataLoss(checked)) held_.Damage(checked);
  if (!first && checked.ok()) board_.WakeAll();
  return checked;
}

void StoreImpl::Start() {
  link_.Start();
  keeper_.Start();
  bell_.Start();
  // Usable when it is returned: the first connection takes milliseconds.
  const absl::Duration until = SteadyNow() + kTimeout;
  while (!link_.up() && SteadyNow() < until) absl::SleepFor(absl::Milliseconds(1));
}

absl::Time StoreImpl::Now() {
  const HeldPtr held = held_.held();
  return held->info.set.manual_clock ? held->info.manual_now : clock_.Now();
}

bool StoreImpl::ClockSuspect() { return !held_.held()->info.set.manual_clock && clock_.suspect(); }

DataSet StoreImpl::data_set() { return held_.held()->info.set; }

void StoreImpl::OnRing(int shard, int64_t sequence, std::string bytes) {
  if (sequence == 0) {
    switch (held_.Learn(bytes)) {
      case HeldSet::Learned::kRaised:
        return link_.Reconnect();
      case HeldSet::Learned::kMoved:
        return ClockMoved();
      case HeldSet::Learned::kSame:
      case HeldSet::Learned::kDamaged:
        return;
    }
  }
  absl::StatusOr<Entry> entry =
      MakeEntry(shard, sequence, std::move(bytes), options_.on_bell != nullptr);
  // A bell that cannot be read says nothing; the log is read anyway. One that the replicas have not
  // confirmed may rightly vanish.
  if (entry.ok() && !confirmations_.asked()) watermark_.Raise(shard, sequence, entry->hash8);
  board_.Ring(shard, sequence);
  if (entry.ok() && options_.on_bell != nullptr) options_.on_bell(*entry);
}

void StoreImpl::ClockMoved() {
  if (options_.on_bell != nullptr) options_.on_bell(Entry());
}

std::unique_ptr<LogFollower> StoreImpl::NewFollower(LogFollower::Options options) {
  return std::make_unique<Follower>(Follower::Parts{.where = where_,
                                                    .confirmations = confirmations_,
                                                    .link = link_,
                                                    .held = held_,
                                                    .clock = clock_,
                                                    .watermark = watermark_,
                                                    .board = board_,
                                                    .on_alarm = options_.on_alarm},
                                    std::move(options));
}

absl::StatusOr<std::vector<ShardProgress>> StoreImpl::ReadProgress() {
  std::vector<Argv> commands;
  for (int shard = 0; shard < kShards; ++shard) {
    commands.push_back(ReadLogEnd(shard));
    commands.push_back({"ZRANGE", ShardKey(shard, "due"), "0", "0", "WITHSCORES"});
    commands.push_back(ReadCursors(shard));
  }
  absl::StatusOr<std::vector<Reply>> replies =
      AskAll(link_, std::move(commands), Asking::kRead, kTimeout);
  if (!replies.ok()) return replies.status();
  std::vector<ShardProgress> progress;
  for (int shard = 0; shard < kShards; ++shard) {
    const size_t at = 3 * static_cast<size_t>(shard);
    ShardProgress one;
    absl::StatusOr<std::vector<Entry>> end = EntriesOf(shard, *(*replies)[at], false);
    if (!end.ok()) return end.status();
    if (!end->empty()) one.last_sequence = end->front().sequence;
    const redisReply& due = *(*replies)[at + 1];
    int64_t ms = 0;
    if (IsArray(due) && due.elements == 2 && absl::SimpleAtoi(Text(*due.element[1]), &ms)) {
      one.next_due = absl::FromUnixMillis(ms);  // `inf` is no number: nothing is due
    }
    for (Cursor& cursor : CursorsOf(*(*replies)[at + 2])) {
      if (clock_.Now() - cursor.written > kCursorLives) continue;
      one.cursors.emplace_back(std::move(cursor.follower), cursor.sequence);
    }
    progress.push_back(std::move(one));
  }
  return progress;
}

absl::Status StoreImpl::SetManualClock(absl::Time to) {
  const HeldPtr held = held_.held();
  if (!held->info.set.manual_clock) return RealClockRefusal();
  absl::Status sound = held_.sound();
  if (!sound.ok()) return sound;
  SetInfo next = held->info;
  next.manual_now = to;
  const std::string text = FormatSet(next);
  // Each shard is compared with what it holds, so another's generation is not undone.
  absl::StatusOr<std::vector<Reply>> sets =
      AskAll(link_, OfEachShard(AskSet), Asking::kRead, kTimeout);
  if (!sets.ok()) return sets.status();
  std::vector<Argv> writes;
  for (int shard = 0; shard < kShards; ++shard) {
    const std::string known = Text(*(*sets)[static_cast<size_t>(shard)]);
    const std::optional<SetInfo> info = ParseSet(known);
    if (!info.has_value() || info->set.id != next.set.id ||
        info->set.generation != next.set.generation) {
      return Unavailable("the data set changed while its clock was set");
    }
    writes.push_back({"EVALSHA", ReplaceSetScript().sha1, "2", ShardKey(shard, "set"),
                      ShardKey(shard, "bell"), known, text});
  }
  absl::StatusOr<std::vector<Reply>> answers =
      AskAll(link_, std::move(writes), Asking::kWrite, kTimeout);
  if (!answers.ok()) return answers.status();
  for (const Reply& answer : *answers) {
    if (Text(*answer) != "D") return Unavailable("another process set the clock at the same time");
  }
  if (held_.Learn(text) == HeldSet::Learned::kMoved) ClockMoved();
  return absl::OkStatus();
}

}  // namespace clarion::store
