// The fan-out floor: what is published, sent to all watchers as one shared buffer, one message
// each.
#include <deque>
#include <mutex>
#include <set>
#include <thread>

#include "clarion/v1/broadcast_service.grpc.pb.h"
#include "services/core/check.h"
#include "tests/load/floor.h"
#include "tests/load/floor_redis.h"
#include "tests/load/unary_caller.h"

namespace clarion::load {
namespace {

using RawWatch = v1::BroadcastService::WithRawCallbackMethod_Watch<v1::BroadcastService::Service>;

class Watcher;

// Who listens. Offers go out under the lock, so that nobody leaves meanwhile.
struct Audience {
  std::mutex mutex;
  std::set<Watcher*> watchers;
};

class Watcher final : public grpc::ServerWriteReactor<grpc::ByteBuffer> {
 public:
  explicit Watcher(Audience& audience) : audience_(audience) {
    {
      const std::lock_guard<std::mutex> lock(audience_.mutex);
      audience_.watchers.insert(this);
    }
    Offer(ToBuffer("welcome"));  // tells that it listens from here on
  }

  void Offer(const grpc::ByteBuffer& message) {
    const std::lock_guard<std::mutex> lock(mutex_);
    waiting_.push_back(message);
    if (waiting_.size() == 1) StartWrite(&waiting_.front());
  }

  void OnWriteDone(bool ok) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!ok || gone_) return;
    waiting_.pop_front();
    if (!waiting_.empty()) StartWrite(&waiting_.front());
  }

  void OnCancel() override {
    {
      const std::lock_guard<std::mutex> lock(audience_.mutex);
      audience_.watchers.erase(this);
    }
    const std::lock_guard<std::mutex> lock(mutex_);
    gone_ = true;
    Finish(grpc::Status::CANCELLED);
  }

  void OnDone() override { delete this; }

 private:
  Audience& audience_;
  std::mutex mutex_;
  bool gone_ = false;
  std::deque<grpc::ByteBuffer> waiting_;  // the first is being written
};

class FanOutFloor final : public RawWatch {
 public:
  explicit FanOutFloor(const std::string& redis_socket)
      : redis_(ConnectFloor(redis_socket)), thread_([this] { Listen(); }) {}

  // The process is killed before this: the thread is in a read that has no end.
  ~FanOutFloor() override { thread_.detach(); }

  grpc::ServerWriteReactor<grpc::ByteBuffer>* Watch(grpc::CallbackServerContext* /*context*/,
                                                    const grpc::ByteBuffer* /*request*/) override {
    return new Watcher(audience_);
  }

 private:
  void Listen() {
    freeReplyObject(redisCommand(redis_, "SUBSCRIBE %s", kFloorBell));
    void* answer = nullptr;
    while (redisGetReply(redis_, &answer) == REDIS_OK) {
      auto* reply = static_cast<redisReply*>(answer);
      CLARION_CHECK(reply->type == REDIS_REPLY_ARRAY && reply->elements == 3);
      const redisReply& payload = *reply->element[2];
      const grpc::ByteBuffer message = ToBuffer(std::string(payload.str, payload.len));
      freeReplyObject(reply);
      const std::lock_guard<std::mutex> lock(audience_.mutex);
      for (Watcher* watcher : audience_.watchers) watcher->Offer(message);
    }
  }

  redisContext* const redis_;
  Audience audience_;
  std::thread thread_;
};

}  // namespace

std::unique_ptr<grpc::Service> NewFanOutFloor(const std::string& redis_socket) {
  return std::make_unique<FanOutFloor>(redis_socket);
}

}  // namespace clarion::load
