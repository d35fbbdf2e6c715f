#include "tests/load/floor_redis.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "services/core/check.h"

namespace clarion::load {
namespace {

std::string Encode(const std::vector<std::string>& arguments) {
  std::vector<const char*> texts;
  std::vector<size_t> lengths;
  for (const std::string& argument : arguments) {
    texts.push_back(argument.data());
    lengths.push_back(argument.size());
  }
  char* bytes = nullptr;
  const int length = redisFormatCommandArgv(&bytes, static_cast<int>(arguments.size()),
                                            texts.data(), lengths.data());
  CLARION_CHECK(length > 0);
  std::string encoded(bytes, static_cast<size_t>(length));
  redisFreeCommand(bytes);
  return encoded;
}

}  // namespace

redisContext* ConnectFloor(const std::string& socket) {
  redisContext* redis = redisConnectUnix(socket.c_str());
  CLARION_CHECK(redis != nullptr && redis->err == 0);
  return redis;
}

FloorRedis::FloorRedis(const std::string& socket)
    : redis_(ConnectFloor(socket)), wake_fd_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  CLARION_CHECK(wake_fd_ >= 0);
}

FloorRedis::~FloorRedis() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  eventfd_write(wake_fd_, 1);
  if (thread_.joinable()) thread_.join();
  redisFree(redis_);
  close(wake_fd_);
}

std::string FloorRedis::Load(const std::string& script) {
  auto* reply = static_cast<redisReply*>(
      redisCommand(redis_, "SCRIPT LOAD %b", script.data(), script.size()));
  CLARION_CHECK(reply != nullptr && reply->type == REDIS_REPLY_STRING);
  std::string sha(reply->str, reply->len);
  freeReplyObject(reply);
  return sha;
}

void FloorRedis::Start() {
  const int flags = fcntl(redis_->fd, F_GETFL);
  CLARION_CHECK(fcntl(redis_->fd, F_SETFL, flags | O_NONBLOCK) == 0);
  redis_->flags &= ~REDIS_BLOCK;
  thread_ = std::thread([this] { Run(); });
}

void FloorRedis::Ask(const std::vector<std::string>& arguments, Done done) {
  Call call{Encode(arguments), std::move(done)};
  bool first = false;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    first = waiting_.empty();
    waiting_.push_back(std::move(call));
  }
  if (first) eventfd_write(wake_fd_, 1);
}

void FloorRedis::Run() {
  while (true) {
    pollfd waited[] = {
        {wake_fd_, POLLIN, 0},
        {redis_->fd, static_cast<short>(out_.empty() ? POLLIN : POLLIN | POLLOUT), 0}};
    CLARION_CHECK(poll(waited, 2, -1) >= 0 || errno == EINTR);
    eventfd_t ignored = 0;
    if ((waited[0].revents & POLLIN) != 0) eventfd_read(wake_fd_, &ignored);
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      if (stopping_) return;
      for (Call& call : waiting_) {
        out_ += call.bytes;
        asked_.push_back(std::move(call.done));
      }
      waiting_.clear();
    }
    WriteWaiting();
    if ((waited[1].revents & (POLLIN | POLLHUP | POLLERR)) != 0) ReadAnswers();
  }
}

void FloorRedis::WriteWaiting() {
  if (out_.empty()) return;
  const ssize_t written = write(redis_->fd, out_.data(), out_.size());
  CLARION_CHECK(written >= 0 || errno == EAGAIN || errno == EINTR);
  if (written > 0) out_.erase(0, static_cast<size_t>(written));
}

void FloorRedis::ReadAnswers() {
  CLARION_CHECK(redisBufferRead(redis_) == REDIS_OK);
  while (true) {
    void* answer = nullptr;
    CLARION_CHECK(redisGetReplyFromReader(redis_, &answer) == REDIS_OK);
    if (answer == nullptr) break;
    auto* reply = static_cast<redisReply*>(answer);
    const bool ok = reply->type == REDIS_REPLY_STRING && std::strcmp(reply->str, "D") == 0;
    freeReplyObject(reply);
    Done done = std::move(asked_[answered_++]);
    done(ok);
  }
  if (answered_ == asked_.size()) {
    asked_.clear();
    answered_ = 0;
  } else if (answered_ > 4096) {
    asked_.erase(asked_.begin(), asked_.begin() + static_cast<std::ptrdiff_t>(answered_));
    answered_ = 0;
  }
}

}  // namespace clarion::load
