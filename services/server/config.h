// The configuration of a process: `clarion.v1.Config` in YAML.
//
// Every fault is said at once: unknown keys with their line, missing values, files that cannot be
// read. Paths are relative to the folder of the configuration file; what is returned holds absolute
// paths and no zero that means a default.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "clarion/v1/config.pb.h"

namespace clarion::server {

absl::StatusOr<v1::Config> ReadConfig(const std::string& path);

// The whole file; at most 1 MiB. The status names the path and what the system said.
absl::StatusOr<std::string> ReadFile(const std::string& path);

// Replaces the file in one step: a reader sees the old text or the new one, never half of it.
absl::Status WriteFileAtomically(const std::string& path, const std::string& text);

}  // namespace clarion::server
