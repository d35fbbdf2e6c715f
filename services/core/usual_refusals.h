// Refusals that more than one law gives. Those of one law stand in its own file.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "clarion/v1/errors.pb.h"

namespace clarion::core {

// FAILED_PRECONDITION with `reason`.
absl::Status Precondition(v1::ErrorReason reason, const char* en, const char* zh);
absl::Status NoSuchIncident();
absl::Status NoSuchRelease(const std::string& release);
absl::Status NoSuchOfficial(const std::string& official);
absl::Status NoSuchBody(const std::string& body);
absl::Status BasisRequired();
absl::Status TerminalState();
absl::Status NoLead();
absl::Status InTheFuture(const char* what_en, const char* what_zh);
// Two people behind every approval; both sentences begin with why this person may not.
absl::Status SelfApproval(const char* why_en, const char* why_zh);
absl::Status AlreadyPublished();
// The text shown was another one.
absl::Status HashMismatch();
absl::Status EffectiveInFuture(const char* why_en, const char* why_zh);
absl::Status AlreadyExists(const std::string& name);

}  // namespace clarion::core
