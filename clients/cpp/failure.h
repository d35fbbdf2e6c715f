// What a refused or failed call says, taken apart.
//
// Between the wire and here a failure is an absl::Status whose payloads are the details of
// `google.rpc.Status`, keyed by their type URL: the same form in which the services make it.
// Pure; thread-safe.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "grpcpp/support/status.h"

namespace clarion::client {

struct FieldViolation {
  std::string field;
  std::string description;
};

struct Failure {
  absl::StatusCode code = absl::StatusCode::kOk;
  std::string reason;  // such as `NOT_VERIFIED`; empty when the failure did not come from a service
  std::string en;
  std::string zh;  // falls back to `en`
  std::map<std::string, std::string> metadata;
  std::vector<FieldViolation> violations;
  std::optional<absl::Duration> retry_delay;
};

// Reads `grpc-status-details-bin`; without it, code and message alone.
absl::Status ToStatus(const grpc::Status& status);

Failure FailureOf(const absl::Status& status);

// Whether repeating the same request under the same id can help. A failure that may have been done
// is among them: the id makes repeating it harmless.
bool IsRetryable(absl::StatusCode code);

}  // namespace clarion::client
