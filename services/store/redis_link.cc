#include "services/store/redis_link.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <random>
#include <utility>

#include "absl/time/clock.h"
#include "services/core/check.h"
#include "services/store/redis_errors.h"
#include "services/store/steady.h"

namespace clarion::store {
namespace {

constexpr absl::Duration kScan = absl::Milliseconds(50);
constexpr absl::Duration kSilence = absl::Seconds(2);
constexpr absl::Duration kPatience =
    absl::Seconds(2);  // calls wait so long for a link that is down
constexpr absl::Duration kLeastPause = absl::Milliseconds(10);
constexpr absl::Duration kMostPause = absl::Milliseconds(500);
constexpr absl::Duration kDrain = absl::Milliseconds(500);
constexpr int kReserve = 64;

// Half to the whole of `pause`, so that many processes do not come back in step.
absl::Duration Jittered(absl::Duration pause) {
  thread_local std::minstd_rand random{std::random_device{}()};
  return pause * std::uniform_real_distribution<double>(0.5, 1.0)(random);
}

// What callers are told of a link that is down: whatever the cause, nothing changed, and it may be
// better later.
absl::Status WhileDown(const absl::Status& failure) {
  if (failure.ok()) return Unavailable("Redis cannot be reached");
  return absl::IsUnavailable(failure) ? failure : Unavailable(std::string(failure.message()));
}

}  // namespace

RedisLink::RedisLink(Options options)
    : options_(std::move(options)),
      wake_fd_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      epoll_fd_(epoll_create1(EPOLL_CLOEXEC)) {
  CLARION_CHECK(wake_fd_ >= 0 && epoll_fd_ >= 0);
  epoll_event event = {};
  event.events = EPOLLIN;
  event.data.fd = wake_fd_;
  CLARION_CHECK(epoll_ctl(epoll_fd_, EPOLL_CTL_ADD, wake_fd_, &event) == 0);
}

RedisLink::~RedisLink() {
  Stop();
  close(epoll_fd_);
  close(wake_fd_);
}

void RedisLink::Start() {
  down_since_ = SteadyNow();
  thread_ = std::thread([this] { Run(); });
}

void RedisLink::Stop() {
  stopping_.store(true);
  eventfd_write(wake_fd_, 1);
  if (thread_.joinable()) thread_.join();
}

void RedisLink::Reconnect() {
  reconnect_.store(true);
  eventfd_write(wake_fd_, 1);
}

void RedisLink::Submit(Call call) {
  PendingCall waiting;
  waiting.open_calls = &open_calls_;
  waiting.expires = call.deadline == absl::InfiniteFuture()
                        ? absl::InfiniteDuration()
                        : SteadyNow() + (call.deadline - absl::Now());
  waiting.writes = call.writes;
  waiting.kept = call.kept;
  waiting.done = std::move(call.done);
  const int limit = options_.queue_limit + (call.reserved ? kReserve : 0);
  if (open_calls_.fetch_add(1) >= limit) {
    waiting.Finish(QueueFull(options_.queue_limit));
    return;
  }
  waiting.bytes = call.command.empty() ? Encode(call.argv) : std::move(call.command);
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!stopped_) {
      queue_.push_back(std::move(waiting));
      if (!awake_) {
        awake_ = true;
        eventfd_write(wake_fd_, 1);
      }
      return;
    }
  }
  waiting.Finish(Unavailable("stopping"));
}

void RedisLink::Run() {
  absl::Duration pause = kLeastPause;
  while (!stopping_) {
    if (Connect()) {
      pause = kLeastPause;
      Serve();
    } else {
      Sleep(Jittered(pause));
      pause = std::min(pause * 2, kMostPause);
    }
  }
  Break(Unavailable("stopping"));
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopped_ = true;
  }
  FinishQueue(Unavailable("stopping"));
}

absl::Status RedisLink::Prepare(const Whereabouts::Opened& opened) {
  for (const std::string& script : options_.scripts) {
    absl::StatusOr<Reply> loaded = opened.connection->Call({"SCRIPT", "LOAD", script});
    if (!loaded.ok()) return loaded.status();
  }
  if (options_.on_connect != nullptr) return options_.on_connect(opened);
  return absl::OkStatus();
}

bool RedisLink::Connect() {
  const auto tick = [this] {
    Expire();
    return !stopping_.load();
  };
  reconnect_.store(false);
  absl::StatusOr<Whereabouts::Opened> opened = options_.where.Open(kSilence, tick);
  last_failure_ = opened.ok() ? Prepare(*opened) : opened.status();
  if (!last_failure_.ok()) return false;
  stream_ = std::make_unique<CallStream>(std::move(opened->connection), options_.scripts,
                                         options_.confirmations);
  connections_.fetch_add(1, std::memory_order_acq_rel);
  watch_write_ = leaving_ = false;
  Watch(EPOLL_CTL_ADD);
  up_.store(true, std::memory_order_release);
  return true;
}

void RedisLink::Watch(int operation) {
  epoll_event event = {};
  event.events = EPOLLIN | (watch_write_ ? static_cast<uint32_t>(EPOLLOUT) : 0U);
  event.data.fd = stream_->fd();
  CLARION_CHECK(epoll_ctl(epoll_fd_, operation, stream_->fd(), &event) == 0);
}

// Sleeps until there is something to do, at most so long; keeps deadlines while the link is down.
void RedisLink::Sleep(absl::Duration at_most) {
  const absl::Duration until = SteadyNow() + at_most;
  do {
    const absl::Duration left = std::min(until - SteadyNow(), kScan);
    std::array<epoll_event, 2> events;
    const int n = epoll_wait(epoll_fd_, events.data(), static_cast<int>(events.size()),
                             std::max<int>(1, static_cast<int>(absl::ToInt64Milliseconds(left))));
    for (int i = 0; i < n; ++i) {
      if (events[static_cast<size_t>(i)].data.fd != wake_fd_) continue;
      eventfd_t count = 0;
      eventfd_read(wake_fd_, &count);
    }
    Expire();
  } while (!stopping_ && !reconnect_ && stream_ == nullptr && SteadyNow() < until);
}

void RedisLink::Serve() {
  for (; !stopping_; Sleep(kScan)) {
    if (reconnect_.exchange(false)) Leave();
    const absl::Status turn = Turn();
    if (!turn.ok()) return BreakAll(turn);
    if (!stream_->leave().ok()) Leave();
    if (stream_->idle()) {
      // What waits in the queue goes to the next connection.
      if (leaving_) return Break(Unavailable("connecting anew"));
    } else if (leaving_ && SteadyNow() > leave_by_) {
      return Break(Unavailable("the master has moved"));
    } else if (SteadyNow() - stream_->heard_at() > kSilence) {
      return BreakAll(Unavailable("Redis was silent for 2 s"));
    }
  }
}

void RedisLink::Leave() {
  if (leaving_) return;
  leaving_ = true;
  leave_by_ = SteadyNow() + kDrain;
  options_.where.Hurry();
}

absl::Status RedisLink::Turn() {
  do {
    absl::Status turn = stream_->Turn();
    if (!turn.ok()) return turn;
  } while (TakeQueue());
  if (watch_write_ != stream_->wants_write()) {
    watch_write_ = stream_->wants_write();
    Watch(EPOLL_CTL_MOD);
  }
  return absl::OkStatus();
}

// Moves what waits into the stream. False when there was nothing, or no room.
bool RedisLink::TakeQueue() {
  if (leaving_ || !stream_->has_room()) return false;
  std::deque<PendingCall> batch;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (queue_.empty()) {
      awake_ = false;
      return false;
    }
    batch.swap(queue_);
  }
  stream_->Append(std::move(batch));
  return true;
}

void RedisLink::Break(const absl::Status& why) {
  up_.store(false);
  options_.where.Hurry();
  down_since_ = SteadyNow();
  if (last_failure_.ok()) last_failure_ = why;
  // Closing also takes the connection out of epoll.
  const std::unique_ptr<CallStream> stream = std::move(stream_);
  if (stream != nullptr) stream->Break(why);
}

void RedisLink::BreakAll(const absl::Status& why) {
  Break(why);
  FinishQueue(why);
}

void RedisLink::FinishQueue(const absl::Status& status) {
  std::deque<PendingCall> calls;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    calls.swap(queue_);
  }
  for (PendingCall& call : calls) call.Finish(status);
}

void RedisLink::Expire() {
  const absl::Duration now = SteadyNow();
  if (now < next_scan_) return;
  next_scan_ = now + kScan;
  ExpireQueue(now);
  if (stream_ != nullptr) return stream_->Expire(now);
  // A link that is down: no call waits for it longer than it would for a silent Redis, and none at
  // all for a data set that is damaged.
  if (absl::IsDataLoss(last_failure_)) {
    FinishQueue(last_failure_);
  } else if (now - down_since_ > kPatience) {
    FinishQueue(WhileDown(last_failure_));
  }
}

void RedisLink::ExpireQueue(absl::Duration now) {
  std::deque<PendingCall> expired;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    for (PendingCall& call : queue_) {
      if (call.expires <= now) expired.push_back(std::exchange(call, PendingCall()));
    }
    queue_.erase(std::remove_if(queue_.begin(), queue_.end(),
                                [](const PendingCall& call) { return call.finished(); }),
                 queue_.end());
  }
  for (PendingCall& call : expired) call.Finish(Unavailable("the deadline passed in the queue"));
}

}  // namespace clarion::store
