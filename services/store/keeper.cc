#include "services/store/keeper.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/store/data_set.h"
#include "services/store/steady.h"

namespace clarion::store {
namespace {

constexpr absl::Duration kSecond = absl::Seconds(1);
constexpr absl::Duration kAnnounce = absl::Milliseconds(500);
constexpr absl::Duration kLookEvery = absl::Milliseconds(500);
constexpr absl::Duration kManualLook = absl::Milliseconds(20);

// True once `every` has passed since `last`, which then is now.
bool IsTime(absl::Duration* last, absl::Duration every, absl::Duration now) {
  if (now - *last < every) return false;
  *last = now;
  return true;
}

}  // namespace

absl::Time TimeOf(const redisReply& reply) {
  int64_t seconds = 0;
  int64_t micros = 0;
  if (!IsArray(reply) || reply.elements != 2 ||
      !absl::SimpleAtoi(Text(*reply.element[0]), &seconds) ||
      !absl::SimpleAtoi(Text(*reply.element[1]), &micros)) {
    return absl::InfinitePast();
  }
  return absl::FromUnixSeconds(seconds) + absl::Microseconds(micros);
}

void Keeper::Start() {
  thread_ = std::thread([this] { Run(); });
}

void Keeper::Stop() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Keeper::LookAtClock() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    look_ = true;
  }
  wake_.notify_all();
}

void Keeper::Run() {
  absl::Duration second_at = absl::ZeroDuration();
  absl::Duration announced_at = absl::ZeroDuration();
  absl::Duration set_at = absl::ZeroDuration();
  absl::Duration looked_at = absl::ZeroDuration();
  while (true) {
    const bool manual = parts_.held.held()->info.set.manual_clock;
    bool look = false;
    {
      std::unique_lock<std::mutex> lock(mutex_);
      const absl::Duration pause = manual ? kManualLook : absl::Milliseconds(100);
      wake_.wait_for(lock, absl::ToChronoMilliseconds(pause), [&] { return stopping_ || look_; });
      if (stopping_) break;
      look = std::exchange(look_, false);
    }
    const absl::Duration now = SteadyNow();
    if (IsTime(&announced_at, kAnnounce, now)) {
      const std::string announcement = parts_.replicas.announcement();
      if (!announcement.empty()) Publish(ReplicasChannel(), announcement);
    }
    const bool second = IsTime(&second_at, kSecond, now);
    if (look || second) ReadTime();
    if (look || IsTime(&set_at, manual ? kManualLook : kLookEvery, now)) ReadSet();
    if (IsTime(&looked_at, kLookEvery, now)) parts_.look();
    if (!second) continue;
    Publish(parts_.beat_channel, "beat");
    const absl::Status saved = parts_.watermark.Save();
    if (!saved.ok() && !save_failed_) Alarm(std::string(saved.message()));
    save_failed_ = !saved.ok();
  }
  const absl::Status saved = parts_.watermark.Save();
  if (!saved.ok() && !save_failed_) Alarm(std::string(saved.message()));
}

void Keeper::ReadTime() {
  if (reading_time_.exchange(true)) return;
  const absl::Duration before = SteadyNow();
  parts_.link.Submit(
      {.argv = {"TIME"},
       .deadline = absl::Now() + kSecond,
       .reserved = true,
       .done = [this, before](absl::StatusOr<Reply> reply) {
         reading_time_.store(false);
         if (!reply.ok()) return;
         const absl::Time time = TimeOf(**reply);
         if (time == absl::InfinitePast()) return;
         if (parts_.clock.Observe(time, before, SteadyNow())) {
           Alarm(absl::StrCat("the clock of Redis stepped by ",
                              absl::ToInt64Milliseconds(parts_.clock.difference()),
                              " ms against this machine's; timers hold until the two agree or this "
                              "process is restarted; check NTP on both hosts"));
         }
       }});
}

void Keeper::ReadSet() {
  if (reading_set_.exchange(true)) return;
  parts_.link.Submit({.argv = AskSet(0),
                      .deadline = absl::Now() + kSecond,
                      .reserved = true,
                      .done = [this](absl::StatusOr<Reply> reply) {
                        reading_set_.store(false);
                        if (!reply.ok()) return;
                        switch (parts_.held.Learn(Text(**reply))) {
                          case HeldSet::Learned::kRaised:
                            return parts_.link.Reconnect();
                          case HeldSet::Learned::kMoved:
                            return parts_.clock_moved();
                          case HeldSet::Learned::kSame:
                          case HeldSet::Learned::kDamaged:
                            return;
                        }
                      }});
}

void Keeper::Publish(const std::string& channel, const std::string& message) {
  parts_.link.Submit({.argv = {"PUBLISH", channel, message},
                      .deadline = absl::Now() + kSecond,
                      .reserved = true,
                      .done = [](const absl::StatusOr<Reply>&) {}});
}

void Keeper::Alarm(const std::string& line) {
  if (parts_.on_alarm != nullptr) parts_.on_alarm(line);
}

}  // namespace clarion::store
