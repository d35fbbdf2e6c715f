#include "services/server/sign_in_delay.h"

#include <algorithm>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "services/core/proto_time.h"
#include "services/core/refusal.h"

namespace clarion::server {
namespace {

constexpr int kFreeFailures = 5;
constexpr absl::Duration kDelayMax = absl::Seconds(60);
constexpr absl::Duration kForgottenAfter = absl::Hours(1);
constexpr size_t kAccountsMax = 10'000;

absl::Duration DelayAfter(int failures) {
  if (failures < kFreeFailures) return absl::ZeroDuration();
  return std::min(absl::Seconds(1) * (1 << std::min(failures - kFreeFailures, 6)), kDelayMax);
}

}  // namespace

absl::Status SignInDelay::Check(const std::string& account, absl::Time now) {
  std::lock_guard<std::mutex> lock(mutex_);
  const auto found = by_account_.find(account);
  if (found == by_account_.end() || found->second->free_at <= now) return absl::OkStatus();
  // A clock that was set back must not lock anybody out for longer than the longest delay.
  const absl::Duration wait = std::min(found->second->free_at - now, kDelayMax);
  const int64_t seconds = absl::ToInt64Seconds(absl::Ceil(wait, absl::Seconds(1)));
  absl::Status status =
      core::Refuse({.code = absl::StatusCode::kResourceExhausted,
                    .reason = v1::ERROR_REASON_QUEUE_FULL,
                    .en = absl::StrCat("Too many failed sign-ins. Try again in ", seconds, " s."),
                    .zh = absl::StrCat("登录失败次数过多，请在 ", seconds, " 秒后重试。"),
                    .metadata = {{"retryAfterSeconds", absl::StrCat(seconds)}}});
  google::rpc::RetryInfo retry;
  *retry.mutable_retry_delay() = core::ToProto(absl::Seconds(seconds));
  status.SetPayload("type.googleapis.com/google.rpc.RetryInfo",
                    absl::Cord(retry.SerializeAsString()));
  return status;
}

void SignInDelay::Failed(const std::string& account, absl::Time now) {
  std::lock_guard<std::mutex> lock(mutex_);
  auto found = by_account_.find(account);
  if (found == by_account_.end()) {
    entries_.push_front({.account = account, .failures = 0, .last_failure = now, .free_at = now});
    found = by_account_.emplace(account, entries_.begin()).first;
  } else {
    entries_.splice(entries_.begin(), entries_, found->second);
  }
  Entry& entry = *found->second;
  if (now - entry.last_failure > kForgottenAfter) entry.failures = 0;
  entry.last_failure = now;
  entry.free_at = now + DelayAfter(++entry.failures);
  if (entries_.size() > kAccountsMax) {
    by_account_.erase(entries_.back().account);
    entries_.pop_back();
  }
}

void SignInDelay::Succeeded(const std::string& account) {
  std::lock_guard<std::mutex> lock(mutex_);
  const auto found = by_account_.find(account);
  if (found == by_account_.end()) return;
  entries_.erase(found->second);
  by_account_.erase(found);
}

}  // namespace clarion::server
