#include "services/store/sentinel.h"

#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/store/redis_errors.h"
#include "services/store/steady.h"

namespace clarion::store {
namespace {

constexpr absl::Duration kSentinelTimeout = absl::Milliseconds(500);
constexpr absl::Duration kAskEvery = absl::Seconds(1);
constexpr absl::Duration kAskInHurry = absl::Milliseconds(200);
constexpr absl::Duration kHurry = absl::Seconds(10);

}  // namespace

absl::StatusOr<Naming> NamingOf(const redisReply& facts, const redisReply& address) {
  Naming naming;
  if (!IsArray(facts) || !IsArray(address) || address.elements != 2) {
    return Unavailable("a Sentinel named no master");
  }
  naming.master.host = Text(*address.element[0]);
  if (!absl::SimpleAtoi(Text(*address.element[1]), &naming.master.port) ||
      !IsAddress(naming.master)) {
    return Unavailable(absl::StrCat("a Sentinel named `", naming.master.host,
                                    "`, which is no address in figures; turn off its "
                                    "resolve-hostnames and announce-hostnames"));
  }
  for (size_t i = 0; i + 1 < facts.elements; i += 2) {
    const std::string name = Text(*facts.element[i]);
    const std::string value = Text(*facts.element[i + 1]);
    if (name == "config-epoch" && !absl::SimpleAtoi(value, &naming.epoch)) naming.epoch = 0;
    if (name == "num-slaves" && !absl::SimpleAtoi(value, &naming.replicas)) naming.replicas = 0;
  }
  return naming;
}

Sentinel::Sentinel(Endpoint endpoint, std::string master, Told told)
    : endpoint_(std::move(endpoint)), master_(std::move(master)), told_(std::move(told)) {}

void Sentinel::Start() {
  thread_ = std::thread([this] { Run(); });
}

void Sentinel::Stop() {
  stopping_.store(true);
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Sentinel::Hurry() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    // Asked to hurry while it does, it does not ask at once again: a broken link calls often.
    if (SteadyNow() >= hurry_until_) now_ = true;
    hurry_until_ = SteadyNow() + kHurry;
  }
  wake_.notify_all();
}

// Until the next question is due; false when stopping.
bool Sentinel::Pause() {
  std::unique_lock<std::mutex> lock(mutex_);
  const absl::Duration began = SteadyNow();
  while (!stopping_ && !std::exchange(now_, false)) {
    const absl::Duration every = began < hurry_until_ ? kAskInHurry : kAskEvery;
    const absl::Duration left = began + every - SteadyNow();
    if (left <= absl::ZeroDuration()) break;
    wake_.wait_for(lock, absl::ToChronoMilliseconds(std::min(left, kAskInHurry)));
  }
  return !stopping_;
}

void Sentinel::Run() {
  do {
    const absl::StatusOr<Naming> naming = Ask();
    if (!naming.ok()) connection_ = nullptr;
    if (!stopping_) told_(naming);
  } while (Pause());
}

absl::StatusOr<Naming> Sentinel::Ask() {
  if (connection_ == nullptr) {
    absl::StatusOr<std::unique_ptr<RedisConnection>> opened =
        RedisConnection::Open(endpoint_, kSentinelTimeout, [this] { return !stopping_.load(); });
    if (!opened.ok()) return opened.status();
    connection_ = *std::move(opened);
  }
  absl::StatusOr<std::vector<Reply>> replies = connection_->Pipeline(
      {{"SENTINEL", "MASTER", master_}, {"SENTINEL", "GET-MASTER-ADDR-BY-NAME", master_}});
  if (!replies.ok()) return replies.status();
  return NamingOf(*replies->front(), *replies->back());
}

}  // namespace clarion::store
