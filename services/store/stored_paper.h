// How a paper lies in Redis: `head (32) || first 8 bytes of SHA-256(body) || body`. Comparing the
// head is comparing version and history at once; the 8 bytes find a flipped one.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "services/store/paper_store.h"

namespace clarion::store {

constexpr size_t kHeadBytes = 32;

std::string EncodePaper(const std::string& head, const std::string& body);
// DATA_LOSS when the bytes are not what was written. Empty bytes are a paper that does not exist.
absl::StatusOr<PaperPtr> DecodePaper(const std::string& name, const std::string& bytes);

// Number of records in the paper.
int64_t VersionOf(const v1::Paper& paper);

}  // namespace clarion::store
