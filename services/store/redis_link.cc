#include "services/store/redis_link.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <random>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/core/check.h"
#include "services/store/redis_errors.h"
#include "services/store/steady.h"

namespace clarion::store {
namespace {

constexpr absl::Duration kScan = absl::Milliseconds(50);
constexpr absl::Duration kSilence = absl::Seconds(2);
constexpr absl::Duration kPatience = absl::Seconds(2);  // calls wait so long for a link that is down
constexpr absl::Duration kLeastPause = absl::Milliseconds(10);
constexpr absl::Duration kMostPause = absl::Seconds(1);
constexpr size_t kBatchBytes = 1024 * 1024;
constexpr int kReserve = 64;
constexpr char kReplicaWaitMs[] = "1000";

// Half to the whole of `pause`, so that many processes do not come back in step.
absl::Duration Jittered(absl::Duration pause) {
  thread_local std::minstd_rand random{std::random_device{}()};
  return pause * std::uniform_real_distribution<double>(0.5, 1.0)(random);
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
  Waiting waiting;
  waiting.expires = call.deadline == absl::InfiniteFuture()
                        ? absl::InfiniteDuration()
                        : SteadyNow() + (call.deadline - absl::Now());
  waiting.writes = call.writes;
  waiting.done = std::move(call.done);
  const int limit = options_.queue_limit + (call.reserved ? kReserve : 0);
  if (open_calls_.fetch_add(1) >= limit) {
    Finish(waiting, QueueFull(options_.queue_limit));
    return;
  }
  waiting.bytes = Encode(call.argv);
  bool refuse = false;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    refuse = stopped_;
    if (!refuse) {
      queue_.push_back(std::move(waiting));
      if (!awake_) {
        awake_ = true;
        eventfd_write(wake_fd_, 1);
      }
    }
  }
  if (refuse) Finish(waiting, Unavailable("stopping"));
}

void RedisLink::Finish(Waiting& call, absl::StatusOr<Reply> result) {
  if (call.done == nullptr) return;
  Done done = std::move(call.done);
  call.done = nullptr;
  open_calls_.fetch_sub(1);
  done(std::move(result));
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

absl::Status RedisLink::Prepare(RedisConnection& connection) {
  absl::StatusOr<Reply> role = connection.Call({"ROLE"});
  if (!role.ok()) return role.status();
  if (!IsArray(**role) || (*role)->elements < 1 || Text(*(*role)->element[0]) != "master") {
    return Unavailable("this Redis is not the master");
  }
  for (const std::string& script : options_.scripts) {
    absl::StatusOr<Reply> loaded = connection.Call({"SCRIPT", "LOAD", script});
    if (!loaded.ok()) return loaded.status();
  }
  if (options_.on_connect != nullptr) return options_.on_connect(connection);
  return absl::OkStatus();
}

bool RedisLink::Connect() {
  const auto tick = [this] {
    Expire();
    return !stopping_.load();
  };
  reconnect_.store(false);
  absl::StatusOr<std::unique_ptr<RedisConnection>> connection =
      RedisConnection::Open(options_.endpoint, kSilence, tick);
  last_failure_ = connection.ok() ? Prepare(**connection) : connection.status();
  if (!last_failure_.ok()) return false;
  connection_ = *std::move(connection);
  queued_bytes_ = written_bytes_ = 0;
  out_.clear();
  want_write_ = false;
  leave_ = absl::OkStatus();
  heard_at_ = SteadyNow();
  Watch(EPOLL_CTL_ADD);
  up_.store(true, std::memory_order_release);
  return true;
}

void RedisLink::Watch(int operation) {
  epoll_event event = {};
  event.events = EPOLLIN | (want_write_ ? static_cast<uint32_t>(EPOLLOUT) : 0U);
  event.data.fd = connection_->fd();
  CLARION_CHECK(epoll_ctl(epoll_fd_, operation, connection_->fd(), &event) == 0);
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
  } while (!stopping_ && connection_ == nullptr && SteadyNow() < until);
}

void RedisLink::Serve() {
  for (; !stopping_; Sleep(kScan)) {
    if (reconnect_.exchange(false)) leave_ = Unavailable("connecting anew");
    const absl::Status turn = Turn();
    if (!turn.ok()) return BreakAll(turn);
    if (sent_.empty() && held_.empty()) {
      if (!leave_.ok()) return Break(leave_);  // what waits in the queue goes to the next connection
      heard_at_ = SteadyNow();
    } else if (SteadyNow() - heard_at_ > kSilence) {
      return BreakAll(Unavailable("Redis was silent for 2 s"));
    }
  }
}

absl::Status RedisLink::Turn() {
  do {
    absl::Status written = WriteOut();
    if (!written.ok()) return written;
  } while (TakeQueue());
  size_t received = 0;
  const absl::Status read = connection_->Read(&received);
  if (received > 0) heard_at_ = SteadyNow();
  // What came before the end of the stream is an answer still.
  absl::Status answered = TakeAnswers();
  if (!answered.ok()) return answered;
  if (!read.ok()) return read;
  while (TakeQueue()) {
    absl::Status written = WriteOut();
    if (!written.ok()) return written;
  }
  return absl::OkStatus();
}

// Moves what waits into the stream. False when there was nothing, or no room.
bool RedisLink::TakeQueue() {
  if (!leave_.ok() || out_.size() > kBatchBytes) return false;
  std::deque<Waiting> batch;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (queue_.empty()) {
      awake_ = false;
      return false;
    }
    batch.swap(queue_);
  }
  if (sent_.empty()) heard_at_ = SteadyNow();  // silence counts from the first call under way
  bool writes = false;
  for (Waiting& call : batch) {
    if (call.done == nullptr) continue;
    writes = writes || call.writes;
    Append(std::move(call));
  }
  if (writes && options_.wait_for_replica) {
    Waiting wait;
    wait.bytes = Encode({"WAIT", "1", kReplicaWaitMs});
    wait.kind = Kind::kWait;
    Append(std::move(wait));
  }
  return true;
}

void RedisLink::Append(Waiting call) {
  out_ += call.bytes;
  queued_bytes_ += call.bytes.size();
  call.end = queued_bytes_;
  sent_.push_back(std::move(call));
}

void RedisLink::AppendScripts() {
  for (const std::string& script : options_.scripts) {
    Waiting load;
    load.bytes = Encode({"SCRIPT", "LOAD", script});
    load.kind = Kind::kLoad;
    Append(std::move(load));
  }
}

absl::Status RedisLink::WriteOut() {
  if (!out_.empty()) {
    size_t written = 0;
    absl::Status status = connection_->Write(out_, &written);
    written_bytes_ += written;
    if (!status.ok()) return status;
    out_.erase(0, written);
  }
  if (want_write_ == out_.empty()) {
    want_write_ = !out_.empty();
    Watch(EPOLL_CTL_MOD);
  }
  return absl::OkStatus();
}

absl::Status RedisLink::TakeAnswers() {
  while (true) {
    absl::StatusOr<Reply> reply = connection_->Next();
    if (!reply.ok()) return reply.status();
    if (*reply == nullptr) return absl::OkStatus();
    if (sent_.empty()) return Unavailable("Redis answered what was not asked");
    Waiting call = std::move(sent_.front());
    sent_.pop_front();
    absl::Status answered = Answer(std::move(call), *std::move(reply));
    if (!answered.ok()) return answered;
  }
}

absl::Status RedisLink::Answer(Waiting call, Reply reply) {
  if (call.kind == Kind::kWait) {
    AnswerWait(*reply);
    return absl::OkStatus();
  }
  if (call.kind == Kind::kLoad) {
    return IsError(*reply) ? ErrorStatus(Text(*reply)) : absl::OkStatus();
  }
  if (!IsError(*reply)) {
    if (call.writes && options_.wait_for_replica) {
      held_.push_back({std::move(call), std::move(reply)});
    } else {
      Finish(call, std::move(reply));
    }
    return absl::OkStatus();
  }
  const std::string error = Text(*reply);
  const ErrorClass error_class = ClassOf(error);
  if (error_class == ErrorClass::kScriptGone && !call.again && call.done != nullptr) {
    call.again = true;
    AppendScripts();
    Append(std::move(call));
    if (options_.wait_for_replica) {
      Waiting wait;
      wait.bytes = Encode({"WAIT", "1", kReplicaWaitMs});
      wait.kind = Kind::kWait;
      Append(std::move(wait));
    }
    return absl::OkStatus();
  }
  const absl::Status status = ErrorStatus(error);
  if (error_class == ErrorClass::kRefusedReconnect && leave_.ok()) leave_ = status;
  Finish(call, status);
  return absl::OkStatus();
}

// WAIT covers everything this connection was answered before it, whoever wrote it.
void RedisLink::AnswerWait(const redisReply& reply) {
  const bool kept = reply.type == REDIS_REPLY_INTEGER && reply.integer >= 1;
  std::deque<Held> held;
  held.swap(held_);
  for (Held& one : held) {
    if (kept) {
      Finish(one.call, std::move(one.reply));
    } else {
      Finish(one.call, OutcomeUnknown("no second node has it"));
    }
  }
}

void RedisLink::Break(const absl::Status& why) {
  const bool was_up = up_.exchange(false);
  down_since_ = SteadyNow();
  if (last_failure_.ok()) last_failure_ = why;
  connection_ = nullptr;  // closing also takes it out of epoll
  std::deque<Waiting> sent;
  sent.swap(sent_);
  std::deque<Held> held;
  held.swap(held_);
  for (Waiting& call : sent) {
    const bool whole = call.end <= written_bytes_;
    Finish(call, whole && call.writes ? OutcomeUnknown("the connection to Redis broke under way") : why);
  }
  for (Held& one : held) Finish(one.call, OutcomeUnknown("the connection to Redis broke under way"));
  if (was_up && options_.on_disconnect != nullptr) options_.on_disconnect();
}

void RedisLink::BreakAll(const absl::Status& why) {
  Break(why);
  FinishQueue(why);
}

void RedisLink::FinishQueue(const absl::Status& status) {
  std::deque<Waiting> calls;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    calls.swap(queue_);
  }
  for (Waiting& call : calls) Finish(call, status);
}

// Ends calls whose deadline passed. A call under way keeps its place, so that its answer, when it
// comes, is not taken for another's.
void RedisLink::Expire() {
  const absl::Duration now = SteadyNow();
  if (now < next_scan_) return;
  next_scan_ = now + kScan;
  std::vector<Waiting> expired;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    for (Waiting& call : queue_) {
      if (call.expires > now) continue;
      expired.push_back(std::move(call));
      call.done = nullptr;
    }
    queue_.erase(std::remove_if(queue_.begin(), queue_.end(),
                                [](const Waiting& call) { return call.done == nullptr; }),
                 queue_.end());
  }
  for (Waiting& call : expired) Finish(call, Unavailable("the deadline passed in the queue"));
  // In the stream it will still reach Redis, even when not one byte is written yet.
  const auto late = [](const Waiting& call) {
    return call.writes ? OutcomeUnknown("the deadline passed before the answer")
                       : Unavailable("the deadline passed before the answer");
  };
  for (Waiting& call : sent_) {
    if (call.done != nullptr && call.expires <= now) Finish(call, late(call));
  }
  for (Held& one : held_) {
    if (one.call.done != nullptr && one.call.expires <= now) Finish(one.call, late(one.call));
  }
  if (up_) return;
  // A link that is down: no call waits for it longer than it would for a silent Redis, and none at all
  // for a data set that is damaged.
  if (absl::IsDataLoss(last_failure_)) {
    FinishQueue(last_failure_);
  } else if (now - down_since_ > kPatience) {
    FinishQueue(last_failure_.ok() ? Unavailable("Redis cannot be reached") : last_failure_);
  }
}

}  // namespace clarion::store
