// A Refusal is how the law says no.
//
// The code tells a client whether to try again, the reason lets a program branch, the message tells
// a tired officer what, why and what next, in both languages. Reasons are never renamed or reused.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "clarion/v1/errors.pb.h"

namespace clarion::core {

struct Violation {
  std::string field;        // path, such as `incident.title`
  std::string description;  // English; what is wrong and what is right
};

struct Refusal {
  absl::StatusCode code;
  v1::ErrorReason reason;
  std::string en;
  std::string zh;
  std::vector<std::pair<std::string, std::string>> metadata = {};  // units in the key: lateMinutes
  std::vector<Violation> violations = {};
};

// A status with `en` as its message and ErrorInfo, LocalizedMessage and (with violations)
// BadRequest as payloads, keyed by their type URL.
absl::Status Refuse(const Refusal& refusal);

// The reason a status carries; UNSPECIFIED when it carries none.
v1::ErrorReason ReasonOf(const absl::Status& status);

// What it says in Chinese; empty when it says nothing so.
std::string ChineseOf(const absl::Status& status);

// `NOT_VERIFIED` for ERROR_REASON_NOT_VERIFIED: as people, errors and scenarios write it.
std::string ReasonName(v1::ErrorReason reason);

}  // namespace clarion::core
