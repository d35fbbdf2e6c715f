#include "services/timeline/timer_loop.h"

#include <algorithm>
#include <map>
#include <memory>
#include <utility>

#include "services/core/proto_time.h"
#include "services/proof/chain.h"
#include "services/server/log.h"

namespace clarion::timeline {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kLook{1000};       // a missed bell costs at most this
constexpr milliseconds kManualLook{5};    // a manual clock jumps without a sound
constexpr milliseconds kOthersWait{100};  // what the preferred replica is given
constexpr size_t kInFlightMax = 1024;
constexpr absl::Duration kAhead = absl::Seconds(2);  // papers due by then are loaded before
constexpr int kLimitMin = 64;
constexpr int kLimitMax = 2048;
constexpr absl::Duration kCallDeadline = absl::Seconds(5);

// Which replica acts at once: the one whose hash with the name is greatest.
const std::string& Preferred(const std::string& name, const std::vector<std::string>& replicas) {
  return *std::max_element(replicas.begin(), replicas.end(),
                           [&name](const std::string& a, const std::string& b) {
                             return proof::Hash8(a + name) < proof::Hash8(b + name);
                           });
}

}  // namespace

TimerLoop::TimerLoop(server::Runtime& runtime, server::WritePath& path)
    : runtime_(runtime), path_(path), random_(std::random_device{}()) {}

void TimerLoop::Start() {
  thread_ = std::thread([this] { Run(); });
}

void TimerLoop::Stop() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
  std::unique_lock<std::mutex> lock(mutex_);
  wake_.wait(lock, [this] {
    return in_flight_.empty() &&
           std::none_of(shards_.begin(), shards_.end(), [](const Shard& s) { return s.looking; });
  });
}

void TimerLoop::Heard(int shard, absl::Time due) {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    absl::Time& least = shards_[static_cast<size_t>(shard)].least;
    if (due >= least) return;
    least = due;
  }
  wake_.notify_all();
}

// Shards of which something is due, or that were not looked at for a second. `until` becomes the
// next instant at which that may change. With the lock held.
std::vector<int> TimerLoop::DueShards(absl::Time now, Steady::time_point* until) {
  const bool manual = runtime_.store.data_set().manual_clock;
  const Steady::time_point steady = Steady::now();
  *until = steady + (manual ? kManualLook : kLook);
  std::vector<int> due;
  if (runtime_.store.ClockSuspect() || !runtime_.store.Healthy()) return due;  // it holds
  for (int i = 0; i < store::kShards; ++i) {
    const Shard& shard = shards_[static_cast<size_t>(i)];
    if (shard.looking) continue;
    if (shard.least <= now || shard.look_at <= steady) {
      due.push_back(i);
      continue;
    }
    *until = std::min(*until, shard.look_at);
    if (!manual && shard.least - now < absl::Seconds(1)) {
      *until = std::min(*until, steady + absl::ToChronoMicroseconds(shard.least - now));
    }
  }
  return due;
}

void TimerLoop::Run() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (!stopping_) {
    const absl::Time now = runtime_.store.Now();
    Steady::time_point until;
    const std::vector<int> due = DueShards(now, &until);
    if (due.empty()) {
      wake_.wait_until(lock, until);
    } else {
      for (int i : due) {
        Shard& shard = shards_[static_cast<size_t>(i)];
        shard.least = absl::InfiniteFuture();
        shard.look_at = Steady::now() + kLook;
        shard.looking = true;
      }
      lock.unlock();
      for (int i : due) ActOnComing(i, now);
      for (int i : due) Look(i);
      lock.lock();
    }
    for (int i = 0; i < store::kShards; ++i) {
      auto seen = std::exchange(shards_[static_cast<size_t>(i)].seen, std::nullopt);
      if (!seen.has_value()) continue;
      lock.unlock();
      Seen(i, *seen);
      lock.lock();
    }
  }
}

// What the last look saw coming and is due now: no need to ask again before deciding it.
void TimerLoop::ActOnComing(int shard_number, absl::Time now) {
  const std::vector<std::string> replicas = runtime_.store.LiveReplicas();
  DueList act;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    for (const auto& [name, at] : shards_[static_cast<size_t>(shard_number)].coming) {
      if (at > now) break;
      if (MayBegin(shard_number, name, replicas)) act.emplace_back(name, at);
    }
    shards_[static_cast<size_t>(shard_number)].coming.clear();
  }
  Act(shard_number, act);
}

// Asks what is due and what comes next, in one call.
void TimerLoop::Look(int shard_number) {
  runtime_.store.papers().ListDue(
      shard_number, absl::InfiniteFuture(), shards_[static_cast<size_t>(shard_number)].limit,
      absl::Now() + kCallDeadline, [this, shard_number](absl::StatusOr<DueList> list) {
        // With the lock held, so that Stop does not end before this.
        std::lock_guard<std::mutex> lock(mutex_);
        Shard& shard = shards_[static_cast<size_t>(shard_number)];
        shard.seen = std::move(list);
        shard.looking = false;
        wake_.notify_all();
      });
}

void TimerLoop::Seen(int shard_number, const absl::StatusOr<DueList>& list) {
  if (!list.ok()) {
    server::Log(server::LogLevel::kWarn, "timers_unread",
                {{"shard", shard_number}, {"status", std::string(list.status().message())}});
    return;  // the next look comes within a second
  }
  const absl::Time now = runtime_.store.Now();
  const std::vector<std::string> replicas = runtime_.store.LiveReplicas();
  Shard& shard = shards_[static_cast<size_t>(shard_number)];
  DueList act;
  DueList coming;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    const auto first_coming = std::find_if(list->begin(), list->end(),
                                           [now](const auto& one) { return one.second > now; });
    for (auto one = list->begin(); one != first_coming; ++one) {
      if (in_flight_.size() >= kInFlightMax) break;
      if (MayBegin(shard_number, one->first, replicas)) act.push_back(*one);
    }
    if (first_coming != list->end()) shard.least = std::min(shard.least, first_coming->second);
    const auto far = std::find_if(first_coming, list->end(),
                                  [now](const auto& one) { return one.second > now + kAhead; });
    coming.assign(first_coming, far);
    shard.coming = coming;
    // An answer cut off before all that is due, or comes soon, is asked for again, and longer; for
    // what comes soon once a second, since each deadline looks.
    const bool cut = list->size() == static_cast<size_t>(shard.limit) && far == list->end();
    const bool all_due = cut && first_coming == list->end();
    const bool longer =
        cut && shard.limit == kLimitMin && (all_due || shard.ahead_at <= Steady::now());
    if (longer) shard.ahead_at = Steady::now() + kLook;
    shard.limit = longer || all_due ? kLimitMax : kLimitMin;
    shard.more = all_due || in_flight_.size() >= kInFlightMax;
    if (longer && in_flight_.size() < kInFlightMax) shard.least = absl::InfinitePast();
    if (first_coming == list->begin() && wait_until_.size() > kLimitMax) wait_until_.clear();
  }
  // Replicas that act at the same time begin with different dockets.
  if (replicas.size() > 1) std::shuffle(act.begin(), act.end(), random_);
  Act(shard_number, act);
  LoadAhead(coming);
}

// Whether an attempt on `name` begins now, by this replica; it is then in flight. With the lock
// held.
bool TimerLoop::MayBegin(int shard_number, const std::string& name,
                         const std::vector<std::string>& replicas) {
  if (in_flight_.size() >= kInFlightMax) return false;
  if (in_flight_.count(name) != 0 || !MayAct(name, replicas)) {
    Shard& shard = shards_[static_cast<size_t>(shard_number)];
    const auto wait = wait_until_.find(name);
    if (wait != wait_until_.end()) shard.look_at = std::min(shard.look_at, wait->second);
    return false;
  }
  in_flight_.insert(name);
  return true;
}

// Into the cache. A paper that changes meanwhile is read again when its commit finds that out.
void TimerLoop::LoadAhead(const DueList& coming) {
  for (const auto& [name, at] : coming) {
    runtime_.store.papers().Load(name, at, [](const absl::StatusOr<store::PaperPtr>&) {});
  }
}

// With the lock held.
bool TimerLoop::MayAct(const std::string& name, const std::vector<std::string>& replicas) {
  const Steady::time_point now = Steady::now();
  const auto wait = wait_until_.find(name);
  if (wait != wait_until_.end()) {
    if (now < wait->second) return false;
    wait_until_.erase(wait);
    return true;
  }
  if (replicas.empty() || Preferred(name, replicas) == runtime_.process) return true;
  wait_until_.emplace(name, now + kOthersWait);
  return false;
}

// As many in one commit as it takes.
void TimerLoop::Act(int shard, const DueList& due) {
  const absl::Time deadline = absl::Now() + kCallDeadline;
  for (size_t begin = 0; begin < due.size(); begin += store::kPapersMost) {
    const size_t end = std::min(due.size(), begin + store::kPapersMost);
    std::vector<std::string> names;
    auto due_at = std::make_shared<std::map<std::string, absl::Time>>();
    for (size_t i = begin; i < end; ++i) {
      names.push_back(due[i].first);
      due_at->insert(due[i]);
    }
    path_.SubmitDue(
        names, deadline,
        [this, shard, due_at](const std::string& name, const absl::StatusOr<v1::Record>& record) {
          Acted(shard, name, due_at->at(name), record);
        });
  }
}

void TimerLoop::Acted(int shard, const std::string& name, absl::Time due,
                      const absl::StatusOr<v1::Record>& record) {
  if (record.ok() && record->events_size() > 0) {
    runtime_.metrics.TimerDecided(core::FromProto(record->decided_at()) - due);
  }
  std::lock_guard<std::mutex> lock(mutex_);
  in_flight_.erase(name);
  Shard& known = shards_[static_cast<size_t>(shard)];
  const absl::Time before = known.least;
  if (!record.ok()) {
    // A pause with jitter; looking again does not end, because the deadline does not go away.
    const milliseconds pause{50 + static_cast<int>(random_() % 200)};
    wait_until_[name] = Steady::now() + pause;
    known.look_at = std::min(known.look_at, wait_until_[name]);
  } else if (record->events().empty()) {
    known.least = absl::InfinitePast();
  } else if (record->has_next_due()) {
    known.least = std::min(known.least, core::FromProto(record->next_due()));
  }
  bool wakes = stopping_ || !record.ok() || known.least < before;
  if (in_flight_.size() <= kInFlightMax / 2) {
    for (Shard& waiting : shards_) {
      if (!std::exchange(waiting.more, false)) continue;
      waiting.least = absl::InfinitePast();
      wakes = true;
    }
  }
  if (wakes) wake_.notify_all();
}

}  // namespace clarion::timeline
