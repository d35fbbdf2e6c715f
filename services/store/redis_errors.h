// What each error of Redis means to a caller: was the write applied, and may it be repeated?
//
// The one table of error classes. An error is told by its first word; the rest is for people. User
// text never gets into it, because we never put any into a script's errors.
#pragma once

#include <string>

#include "absl/status/status.h"

namespace clarion::store {

enum class ErrorClass {
  kRefused,           // not applied: UNAVAILABLE STORE_UNAVAILABLE, repeat after a pause
  kRefusedReconnect,  // the same, and this node is not the one to speak to: connect anew
  kScriptGone,        // not applied: the script must be loaded again, once
  kOurs,              // a fault of ours or of the configuration: INTERNAL, never repeated
};

ErrorClass ClassOf(const std::string& error);

// The status of an error reply; for kScriptGone as if it were kRefused.
absl::Status ErrorStatus(const std::string& error);

// UNAVAILABLE STORE_UNAVAILABLE: nothing changed. `why` is English and for people.
absl::Status Unavailable(const std::string& why);
// UNAVAILABLE OUTCOME_UNKNOWN: perhaps applied.
absl::Status OutcomeUnknown(const std::string& why);
// RESOURCE_EXHAUSTED QUEUE_FULL: nothing changed.
absl::Status QueueFull(int limit);
// DATA_LOSS DATA_DAMAGED.
absl::Status Damaged(const std::string& en, const std::string& zh);
// FAILED_PRECONDITION, for an operator: the store is not as the configuration says.
absl::Status NotReady(const std::string& en, const std::string& zh);
// FAILED_PRECONDITION MANUAL_CLOCK_ONLY: a real clock is not set.
absl::Status RealClockRefusal();
// INTERNAL: Redis answered what it never answers.
absl::Status Unexpected(const std::string& what);

}  // namespace clarion::store
