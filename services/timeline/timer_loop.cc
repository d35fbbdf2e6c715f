#include "services/timeline/timer_loop.h"

#include <algorithm>
#include <future>
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
constexpr milliseconds kFull{5};          // as many as may be are under way: look again after
constexpr size_t kInFlightMax = 256;
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
  wake_.wait(lock, [this] { return in_flight_.empty(); });
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

void TimerLoop::Run() {
  const bool manual = runtime_.store.data_set().manual_clock;
  std::unique_lock<std::mutex> lock(mutex_);
  while (!stopping_) {
    const absl::Time now = runtime_.store.Now();
    const Steady::time_point steady = Steady::now();
    const bool hold = runtime_.store.ClockSuspect() || !runtime_.store.Healthy();
    Steady::time_point until = steady + (manual ? kManualLook : kLook);
    std::vector<int> due;
    for (int i = 0; i < store::kShards && !hold; ++i) {
      const Shard& shard = shards_[static_cast<size_t>(i)];
      if (shard.least <= now || shard.look_at <= steady) {
        due.push_back(i);
        continue;
      }
      until = std::min(until, shard.look_at);
      if (!manual && shard.least - now < absl::Seconds(1)) {
        until = std::min(until, steady + absl::ToChronoMicroseconds(shard.least - now));
      }
    }
    if (due.empty()) {
      wake_.wait_until(lock, until);
      continue;
    }
    for (int i : due) {
      shards_[static_cast<size_t>(i)].least = absl::InfiniteFuture();
      shards_[static_cast<size_t>(i)].look_at = steady + kLook;
    }
    lock.unlock();
    for (int i : due) Look(i, now);
    lock.lock();
  }
}

// Reads what is due and what comes next, in one call.
void TimerLoop::Look(int shard_number, absl::Time now) {
  Shard& shard = shards_[static_cast<size_t>(shard_number)];
  auto answer = std::make_shared<std::promise<absl::StatusOr<store::PaperStore::DueList>>>();
  runtime_.store.papers().ListDue(shard_number, absl::InfiniteFuture(), shard.limit,
                                  absl::Now() + kCallDeadline,
                                  [answer](absl::StatusOr<store::PaperStore::DueList> list) {
                                    answer->set_value(std::move(list));
                                  });
  const absl::StatusOr<store::PaperStore::DueList> list = answer->get_future().get();
  if (!list.ok()) {
    server::Log(server::LogLevel::kWarn, "timers_unread",
                {{"shard", shard_number}, {"status", std::string(list.status().message())}});
    return;  // the next look comes within a second
  }
  const std::vector<std::string> replicas = runtime_.store.LiveReplicas();
  std::vector<std::pair<std::string, absl::Time>> act;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    size_t due = 0;
    for (const auto& [name, at] : *list) {
      if (at > now) {
        shard.least = std::min(shard.least, at);
        break;
      }
      ++due;
      if (in_flight_.size() >= kInFlightMax) {
        shard.look_at = Steady::now() + kFull;
        break;
      }
      if (in_flight_.count(name) != 0 || !MayAct(name, replicas)) {
        const auto wait = wait_until_.find(name);
        if (wait != wait_until_.end()) shard.look_at = std::min(shard.look_at, wait->second);
        continue;
      }
      in_flight_.insert(name);
      act.emplace_back(name, at);
    }
    shard.limit = due == list->size() && due > 0 ? std::min(shard.limit * 2, kLimitMax) : kLimitMin;
    if (due == 0 && act.empty() && wait_until_.size() > kLimitMax) wait_until_.clear();
  }
  // Replicas that act at the same time begin with different dockets.
  if (replicas.size() > 1) std::shuffle(act.begin(), act.end(), random_);
  for (const auto& [name, at] : act) Act(shard_number, name, at);
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

void TimerLoop::Act(int shard, const std::string& name, absl::Time due) {
  server::Act act{.paper = name, .deadline = absl::Now() + kCallDeadline};
  act.command.mutable_decide_due();
  act.actor.set_role(v1::ROLE_SYSTEM);
  act.actor.set_person("system");
  path_.Submit(std::move(act), [this, shard, name, due](absl::StatusOr<server::Outcome> outcome) {
    Acted(shard, name, due, outcome);
  });
}

void TimerLoop::Acted(int shard, const std::string& name, absl::Time due,
                      const absl::StatusOr<server::Outcome>& outcome) {
  if (outcome.ok() && outcome->record.events_size() > 0) {
    runtime_.metrics.TimerDecided(core::FromProto(outcome->record.decided_at()) - due);
  }
  std::lock_guard<std::mutex> lock(mutex_);
  in_flight_.erase(name);
  if (!outcome.ok()) {
    // A pause with jitter; looking again does not end, because the deadline does not go away.
    const milliseconds pause{50 + static_cast<int>(random_() % 200)};
    wait_until_[name] = Steady::now() + pause;
    Shard& known = shards_[static_cast<size_t>(shard)];
    known.look_at = std::min(known.look_at, wait_until_[name]);
  } else {
    shards_[static_cast<size_t>(shard)].least = absl::InfinitePast();
  }
  wake_.notify_all();
}

}  // namespace clarion::timeline
