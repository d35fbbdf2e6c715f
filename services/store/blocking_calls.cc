#include "services/store/blocking_calls.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/store/redis_errors.h"

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

absl::Status AwaitReplicas(RedisConnection& connection, const Confirmations& confirmations) {
  if (!confirmations.asked()) return absl::OkStatus();
  const int needed = confirmations.needed();
  const absl::StatusOr<Reply> kept =
      connection.Call({"WAIT", absl::StrCat(needed), confirmations.patience_ms()});
  if (!kept.ok()) return kept.status();
  if ((*kept)->integer < needed) return Unavailable("not every replica has it");
  return absl::OkStatus();
}

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
