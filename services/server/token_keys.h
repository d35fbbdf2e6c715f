// Ed25519 keys in PEM files, and what OpenSSL does with them. The only place that speaks to OpenSSL
// about keys. Immutable; thread-safe.
//
//     openssl genpkey -algorithm ed25519 -out signing.pem
//     openssl pkey -in signing.pem -pubout -out public.pem
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "openssl/evp.h"

namespace clarion::server {

struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
using Key = std::unique_ptr<EVP_PKEY, FreeKey>;

// Any other algorithm, an encrypted key or a key of the other half is refused.
absl::StatusOr<Key> ReadPublicKey(const std::string& path);
absl::StatusOr<Key> ReadPrivateKey(const std::string& path);

// Whether the halves belong together.
bool IsPair(const Key& private_key, const Key& public_key);

absl::StatusOr<std::string> SignBytes(const Key& private_key, const std::string& bytes);
bool SignatureHolds(const Key& public_key, const std::string& bytes, const std::string& signature);

}  // namespace clarion::server
