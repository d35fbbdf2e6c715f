#include "services/store/blocking_calls.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <utility>

#include "absl/time/clock.h"

namespace clarion::store {
namespace {

struct Gathering {
  std::mutex mutex;
  std::condition_variable all;
  size_t missing = 0;
  std::vector<Reply> replies;
  absl::Status failure;
};

}  // namespace

absl::StatusOr<std::vector<Reply>> AskAll(RedisLink& link, std::vector<Argv> commands,
                                          Asking asking, absl::Duration timeout) {
  auto gathering = std::make_shared<Gathering>();
  gathering->missing = commands.size();
  gathering->replies.resize(commands.size());
  const absl::Time deadline = absl::Now() + timeout;
  for (size_t i = 0; i < commands.size(); ++i) {
    link.Submit({.argv = std::move(commands[i]),
                 .deadline = deadline,
                 .writes = asking == Asking::kWrite,
                 .kept = asking == Asking::kReadKept,
                 .reserved = true,
                 .done = [gathering, i](absl::StatusOr<Reply> reply) {
                   const std::lock_guard<std::mutex> lock(gathering->mutex);
                   if (reply.ok()) {
                     gathering->replies[i] = *std::move(reply);
                   } else if (gathering->failure.ok()) {
                     gathering->failure = reply.status();
                   }
                   if (--gathering->missing == 0) gathering->all.notify_one();
                 }});
  }
  std::unique_lock<std::mutex> lock(gathering->mutex);
  gathering->all.wait(lock, [&] { return gathering->missing == 0; });
  if (!gathering->failure.ok()) return gathering->failure;
  return std::move(gathering->replies);
}

}  // namespace clarion::store
