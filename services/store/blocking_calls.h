// Calls that wait for their answers: for start-up, progress, the manual clock and resumes. Never on
// the link's thread.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/store/confirmations.h"
#include "services/store/redis_connection.h"
#include "services/store/redis_link.h"

namespace clarion::store {

enum class Asking {
  kRead,
  kReadKept,  // what is read is as durable as the mode promises, or the answer is a failure
  kWrite,
};

// UNAVAILABLE unless every replica that must has all that was read or written over `connection`.
absl::Status AwaitReplicas(RedisConnection& connection, const Confirmations& confirmations);

// The answers in order, or the first failure. All travel together.
absl::StatusOr<std::vector<Reply>> AskAll(RedisLink& link, std::vector<Argv> commands,
                                          Asking asking, absl::Duration timeout);

}  // namespace clarion::store
