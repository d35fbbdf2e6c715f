// Where a watch goes on: data set, generation, what was watched, and the entry last seen with 8
// bytes of its hash. Opaque to clients. An entry of another history under the same sequence is thus
// found out.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "services/broadcast/open_dockets.h"
#include "services/store/store.h"

namespace clarion::broadcast {

// Data set, generation and what is watched, in 8 bytes.
std::string WatchScope(const store::DataSet& data_set, const std::string& parent);

std::string EncodeToken(const std::string& scope, const Position& position);

// INVALID_ARGUMENT when it is no token; NOT_FOUND when it is one of another scope: a snapshot
// follows.
absl::StatusOr<Position> DecodeToken(const std::string& token, const std::string& scope);

}  // namespace clarion::broadcast
