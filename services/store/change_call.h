// One change as one call of commit.lua, and the script's answer as Committed. Pure: bytes in, bytes
// out; run on the caller's thread, so that the link's thread neither encodes nor hashes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/store/held_set.h"
#include "services/store/paper_store.h"

namespace clarion::store {

// A change on its way: what it becomes once the script says done.
struct ChangeCall {
  std::string command;  // as Redis reads it
  int shard = 0;
  std::string entry_hash8;
  std::vector<std::string> heads;  // of the papers, in order
  std::vector<size_t> body_bytes;
  std::vector<std::string> names;   // of papers, then guards: what C<i> counts
  std::vector<std::string> claims;  // what T<i> counts
};

// FAILED_PRECONDITION PAPER_TOO_LARGE when a paper, record or text exceeds its limit. Anything else
// wrong with a change is a fault of the program.
//
// `bounded` false drops the 250 ms between `now` and the clock (a suspect clock; the change must
// not have a not-before).
absl::StatusOr<ChangeCall> MakeChangeCall(const Change& change, const Held& held, bool bounded);

// What the script answered. For kOther, `set` receives the string it found.
absl::StatusOr<Committed> ReadChangeAnswer(const ChangeCall& call, const std::string& answer,
                                           std::string* set);

// The value kept under a request's key, and back; kAgain.
std::string EncodeRequest(const Request& request, const PaperWrite& first);
absl::StatusOr<Committed> DecodeRequest(const std::string& value);

}  // namespace clarion::store
