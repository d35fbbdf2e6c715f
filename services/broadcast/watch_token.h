// Where a watch goes on: data set, generation, what was watched, and the entry last seen with 8
// bytes of its hash. Opaque to clients. An entry of another history under the same sequence is thus
// found out.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "services/broadcast/open_dockets.h"
#include "services/store/store.h"

namespace clarion::broadcast {

std::string EncodeToken(const store::DataSet& data_set, const std::string& parent,
                        const Position& position);

// INVALID_ARGUMENT when it is no token; NOT_FOUND when it is one of another data set, generation or
// parent: a snapshot follows.
absl::StatusOr<Position> DecodeToken(const std::string& token, const store::DataSet& data_set,
                                     const std::string& parent);

}  // namespace clarion::broadcast
