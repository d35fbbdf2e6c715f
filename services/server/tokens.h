// Tokens says who a caller is: `base64url(TokenClaims) "." base64url(signature)`.
//
// Ed25519, and nothing in a token chooses anything: no header, no algorithm, no key id. Several
// keys may be accepted, so that one can be replaced; only `clarion-incident` signs. A verified
// token is kept by its SHA-256 until it ends, because a signature costs more than the rest of a
// call. Whether its account still stands behind it is another question: account_standings.h.
//
// Thread-safe. Every refusal of Verify is the same UNAUTHENTICATED, NOT_SIGNED_IN: a caller learns
// whether the token ended, not what is wrong with a forged one.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clarion/v1/account.pb.h"
#include "clarion/v1/config.pb.h"

namespace clarion::server {

inline constexpr absl::Duration kTokenLifetimeMax = absl::Hours(12);
inline constexpr absl::Duration kTokenClockSkewMax = absl::Seconds(30);
inline constexpr size_t kTokenSizeMax = 4096;

struct VerifiedToken {
  std::shared_ptr<const v1::Actor> actor;
  absl::Time expires_at;
  int64_t account_version = 0;  // of the account, when it was issued
  absl::Time signed_in_at;      // when the password was last given
};

class Tokens {
 public:
  // Reads the PEM files. Says every fault at once.
  static absl::StatusOr<std::unique_ptr<Tokens>> Open(const v1::TokenConfig& config);
  virtual ~Tokens() = default;

  // FAILED_PRECONDITION without a signing key. `claims` as given: see NewClaims.
  virtual absl::StatusOr<std::string> Sign(const v1::TokenClaims& claims) = 0;

  // `now` is the token clock of the process (Runtime::TokenNow), `data_set` the id of the open one.
  virtual absl::StatusOr<VerifiedToken> Verify(const std::string& token, absl::Time now,
                                               const std::string& data_set) = 0;

  // How long a new token lasts.
  virtual absl::Duration lifetime() const = 0;

  // Claims for an account as of `now`, complete: version, id, both instants.
  v1::TokenClaims NewClaims(const v1::Account& account, absl::Time now,
                            const std::string& data_set) const;
};

}  // namespace clarion::server
