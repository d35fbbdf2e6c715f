// Passwords as they come in requests: what is asked of them, and what is kept instead.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "clarion/v1/docket.pb.h"
#include "services/core/fields.h"
#include "services/proof/chain.h"

namespace clarion::incident {

// SIGN_IN_FAILED: says neither which of the two is wrong nor whether there is such an account.
absl::Status SignInFailed();

// 8 to 128 characters.
void CheckPassword(const std::string& field, const std::string& password, core::Fields* fields);
absl::Status CheckPassword(const std::string& field, const std::string& password);

// What an account keeps of an argon2id string, which lies beside it as a text.
v1::TextRef ReferenceTo(const std::string& argon2id);

// The hash of a request leaves its passwords out: a fast hash of one would lie in the store for a
// day.
template <class Request>
std::string HashWithoutPasswords(Request request) {
  if constexpr (requires { request.clear_password(); }) request.clear_password();
  if constexpr (requires { request.clear_new_password(); }) request.clear_new_password();
  return proof::Sha256(request.SerializeAsString());
}

}  // namespace clarion::incident
