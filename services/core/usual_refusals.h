// Refusals that more than one law gives. Those of one law stand in its own file.
#pragma once

#include <string>

#include "absl/status/status.h"

namespace clarion::core {

absl::Status NoSuchIncident();
absl::Status NoSuchRelease(const std::string& release);
absl::Status NoSuchOfficial(const std::string& official);
absl::Status NoSuchBody(const std::string& body);
absl::Status BasisRequired();
absl::Status TerminalState();
absl::Status NoLead();
absl::Status InTheFuture(const char* what_en, const char* what_zh);
absl::Status AlreadyExists(const std::string& name);

}  // namespace clarion::core
