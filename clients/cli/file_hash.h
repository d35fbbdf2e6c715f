// SHA-256 of a file, read piece by piece: an attachment may be large. Pure but for the file.
#pragma once

#include <string>

#include "absl/status/statusor.h"

namespace clarion::cli {

// 32 bytes; INVALID_ARGUMENT when the file cannot be read.
absl::StatusOr<std::string> HashOfFile(const std::string& path);

// The last part of a path: what an attachment is called.
std::string FileName(const std::string& path);

}  // namespace clarion::cli
