// AccountStandings remembers what lately was known of accounts: whether each may still act, and
// from which of its versions on its tokens hold.
//
// A token is signed once and lives for hours; whether its account still stands behind it is asked
// of the store. Every process hears of a changed account on the bell and forgets it here at once;
// because a bell may be missed, what is remembered counts for 30 s only. The caller asks the store
// (admission.h); this is the memory alone.
//
// Thread-safe; never blocks. Instants are of the steady clock, so no clock that is set matters.
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/store/log_follower.h"
#include "services/store/paper_store.h"

namespace clarion::server {

struct Standing {
  bool exists = false;
  bool disabled = false;
  int64_t tokens_valid_from_version = 0;
};

Standing StandingOf(const store::StoredPaper& paper);

// Refuses a token issued for `account_version` of an account that stands so:
//   PERMISSION_DENIED ACCOUNT_DISABLED   UNAUTHENTICATED NOT_SIGNED_IN
absl::Status Judge(const Standing& standing, int64_t account_version);

class AccountStandings {
 public:
  static constexpr absl::Duration kHolds = absl::Seconds(30);
  static constexpr size_t kMost = 10'000;

  // What is known and fresh enough to act on.
  std::optional<Standing> Find(const std::string& account, absl::Duration now);

  // What was true when the store was asked. `ticket` is from before asking: if any account was
  // forgotten since, the answer may be older than the change, and is not kept.
  uint64_t Ticket();
  void Remember(const std::string& account, const Standing& standing, uint64_t ticket,
                absl::Duration now);

  // True for one of many who would ask about the same account at the same time.
  bool MayAsk(const std::string& account, absl::Duration now);

  void Forget(const std::string& account);
  void ForgetAll();

  // What a bell tells: an account's record, or (with no bytes) that bells were missed.
  void Hear(const store::Entry& entry);

 private:
  struct Known {
    Standing standing = {};
    absl::Duration until = -absl::InfiniteDuration();
    absl::Duration asked_at = -absl::InfiniteDuration();
  };
  Known& At(const std::string& account);

  std::mutex mutex_;
  uint64_t forgotten_ = 0;
  std::unordered_map<std::string, Known> known_;
};

}  // namespace clarion::server
