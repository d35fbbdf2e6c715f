#include "services/server/account_standings.h"

#include "clarion/v1/events.pb.h"
#include "services/core/refusal.h"

namespace clarion::server {
namespace {

// An answer that did not come by then may be asked for again.
constexpr absl::Duration kAnswerTakes = absl::Seconds(2);

// Whether a serialised record is of an account. Its first field is the paper's name, shorter than
// 128 bytes, so a commit of any other paper costs one comparison and is not parsed.
bool IsOfAnAccount(const std::string& record) {
  constexpr size_t kAt = 2 + sizeof("regions/410726") - 1;
  constexpr char kAccounts[] = "/accounts/";
  return record.size() > kAt && record[0] == '\x0a' &&
         record.compare(kAt, sizeof(kAccounts) - 1, kAccounts) == 0;
}

}  // namespace

Standing StandingOf(const store::StoredPaper& paper) {
  const v1::Account& account = paper.paper.account();
  return {.exists = !paper.head.empty() && paper.paper.has_account(),
          .disabled = account.disabled(),
          .tokens_valid_from_version = account.tokens_valid_from_version()};
}

absl::Status Judge(const Standing& standing, int64_t account_version) {
  if (standing.disabled) {
    return core::Refuse({.code = absl::StatusCode::kPermissionDenied,
                         .reason = v1::ERROR_REASON_ACCOUNT_DISABLED,
                         .en = "This account is disabled. Ask an administrator.",
                         .zh = "该账号已停用，请联系管理员。"});
  }
  if (standing.exists && account_version >= standing.tokens_valid_from_version) {
    return absl::OkStatus();
  }
  return core::Refuse({.code = absl::StatusCode::kUnauthenticated,
                       .reason = v1::ERROR_REASON_NOT_SIGNED_IN,
                       .en = "The token was ended. Sign in again.",
                       .zh = "登录已被终止，请重新登录。"});
}

std::optional<Standing> AccountStandings::Find(const std::string& account, absl::Duration now) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto found = known_.find(account);
  if (found == known_.end() || found->second.until <= now) return std::nullopt;
  return found->second.standing;
}

uint64_t AccountStandings::Ticket() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return forgotten_;
}

void AccountStandings::Remember(const std::string& account, const Standing& standing,
                                uint64_t ticket, absl::Duration now) {
  const std::lock_guard<std::mutex> lock(mutex_);
  Known& known = At(account);
  known.asked_at = -absl::InfiniteDuration();
  if (ticket != forgotten_) return;
  known.standing = standing;
  known.until = now + kHolds;
}

bool AccountStandings::MayAsk(const std::string& account, absl::Duration now) {
  const std::lock_guard<std::mutex> lock(mutex_);
  Known& known = At(account);
  if (now - known.asked_at < kAnswerTakes) return false;
  known.asked_at = now;
  return true;
}

void AccountStandings::Forget(const std::string& account) {
  const std::lock_guard<std::mutex> lock(mutex_);
  ++forgotten_;
  known_.erase(account);
}

void AccountStandings::ForgetAll() {
  const std::lock_guard<std::mutex> lock(mutex_);
  ++forgotten_;
  known_.clear();
}

void AccountStandings::Hear(const store::Entry& entry) {
  if (entry.sequence == 0) return ForgetAll();
  for (const std::string& bytes : entry.entry.records()) {
    v1::Record record;
    if (IsOfAnAccount(bytes) && record.ParseFromString(bytes)) Forget(record.paper());
  }
}

// With the lock held. A full memory is emptied: what is asked again costs one round trip each.
AccountStandings::Known& AccountStandings::At(const std::string& account) {
  if (known_.size() >= kMost && known_.count(account) == 0) known_.clear();
  return known_[account];
}

}  // namespace clarion::server
