#include "tests/load/pub_sub.h"

#include <hiredis/hiredis.h>
#include <poll.h>

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/core/check.h"
#include "tests/load/floor.h"
#include "tests/load/open_loop.h"
#include "tests/load/redis_probe.h"

namespace clarion::load {
namespace {

constexpr char kPeerChannel[] = "peer:bell";
constexpr int kPollMs = 100;

struct ContextFree {
  void operator()(redisContext* context) const { redisFree(context); }
};

// Many subscribed connections, read by one thread.
class Subscribers {
 public:
  Subscribers(const std::string& socket, size_t count) {
    for (size_t i = 0; i < count; ++i) {
      contexts_.emplace_back(redisConnectUnix(socket.c_str()));
      redisContext* context = contexts_.back().get();
      CLARION_CHECK(context != nullptr && context->err == 0);
      freeReplyObject(redisCommand(context, "SUBSCRIBE %s", kPeerChannel));
      waited_.push_back({context->fd, POLLIN, 0});
    }
  }

  // Calls `heard(number)` when the last of them has it, until `over`.
  void Read(size_t events, const std::atomic<bool>& over,
            const std::function<void(size_t number)>& heard) {
    std::vector<size_t> told(events);
    while (!over.load()) {
      if (poll(waited_.data(), waited_.size(), kPollMs) <= 0) continue;
      for (size_t i = 0; i < waited_.size(); ++i) {
        if ((waited_[i].revents & POLLIN) == 0) continue;
        CLARION_CHECK(redisBufferRead(contexts_[i].get()) == REDIS_OK);
        while (const auto number = Next(*contexts_[i])) {
          if (++told[*number] == contexts_.size()) heard(*number);
        }
      }
    }
  }

 private:
  static std::optional<size_t> Next(redisContext& context) {
    void* answer = nullptr;
    CLARION_CHECK(redisGetReplyFromReader(&context, &answer) == REDIS_OK);
    if (answer == nullptr) return std::nullopt;
    auto* reply = static_cast<redisReply*>(answer);
    uint64_t number = 0;
    const redisReply& payload = *reply->element[2];
    const std::string text(payload.str, payload.len);
    CLARION_CHECK(absl::SimpleAtoi(text.substr(0, text.find('.')), &number));
    freeReplyObject(reply);
    return number;
  }

  std::vector<std::unique_ptr<redisContext, ContextFree>> contexts_;
  std::vector<pollfd> waited_;
};

}  // namespace

absl::StatusOr<Summary> RunPubSub(const std::string& redis_socket, const Profile& profile) {
  Subscribers subscribers(redis_socket, profile.watchers);
  RedisProbe publisher(redis_socket);
  SteadyClock clock;
  OpenLoop loop({.per_second = profile.events_per_second,
                 .operations = profile.events,
                 .warm_up = profile.warm_up_events},
                clock);
  std::atomic<bool> over{false};
  std::thread reader([&] {
    subscribers.Read(profile.events, over, [&loop](size_t number) { loop.Answered(number); });
  });
  loop.Run([&](size_t i) {
    std::string event = absl::StrCat(i, ".");
    event.resize(kFloorEntryBytes, '.');
    publisher.Integer({"PUBLISH", kPeerChannel, event});
  });
  const bool all = loop.WaitForAnswers(kAnswersMayTake);
  over.store(true);
  reader.join();
  if (!all) return absl::DeadlineExceededError("raw pub/sub");
  return loop.Summarise();
}

}  // namespace clarion::load
