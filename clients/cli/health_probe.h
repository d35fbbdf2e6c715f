// Asks a server whether it serves (grpc.health.v1), without the generated code of that service.
#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/channel.h"

namespace clarion::cli {

enum class Health { kUnknown = 0, kServing = 1, kNotServing = 2 };

// Blocks for at most the timeout.
absl::StatusOr<Health> ProbeHealth(const std::shared_ptr<grpc::Channel>& channel,
                                   absl::Duration timeout);

}  // namespace clarion::cli
