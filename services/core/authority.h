// Who may do what: one table, act by role. What depends on the person or on the docket (the speaker
// of this incident, an author of this text, whether a grade is lowered) is judged by the act.
#pragma once

#include "absl/status/status.h"
#include "clarion/v1/commands.pb.h"
#include "clarion/v1/docket.pb.h"

namespace clarion::core {

// Refused as READ_ONLY, NOT_APPROVER, NOT_THE_SPEAKER, NOT_COSIGNER or ROLE_NOT_ALLOWED.
absl::Status Authorize(v1::Command::ActCase act, v1::Role role);

absl::Status NotApprover();
absl::Status NotTheSpeaker();
absl::Status NotCosigner();

}  // namespace clarion::core
