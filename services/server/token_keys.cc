#include "services/server/token_keys.h"

#include "absl/strings/str_cat.h"
#include "openssl/bio.h"
#include "openssl/err.h"
#include "openssl/pem.h"
#include "services/server/config.h"
#include "services/server/secret.h"

namespace clarion::server {
namespace {

constexpr size_t kSignatureSize = 64;

struct FreeBio {
  void operator()(BIO* bio) const { BIO_free(bio); }
};
struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_MD_CTX, FreeContext>;

// Instead of OpenSSL's own, which asks at the terminal.
int NoKeyPassphrase(char*, int, int, void*) { return -1; }

template <typename Read>
absl::StatusOr<Key> ReadKey(const std::string& path, const char* what, const Read& read) {
  absl::StatusOr<std::string> pem = ReadFile(path);
  if (!pem.ok()) return pem.status();
  const std::unique_ptr<BIO, FreeBio> bio(
      BIO_new_mem_buf(pem->data(), static_cast<int>(pem->size())));
  Key key(read(bio.get()));
  ERR_clear_error();
  Wipe(&*pem);
  if (key == nullptr || EVP_PKEY_id(key.get()) != EVP_PKEY_ED25519) {
    return absl::FailedPreconditionError(
        absl::StrCat(path, ": must hold an Ed25519 ", what, " key in PEM"));
  }
  return key;
}

}  // namespace

absl::StatusOr<Key> ReadPublicKey(const std::string& path) {
  return ReadKey(path, "public", [](BIO* bio) {
    return PEM_read_bio_PUBKEY(bio, nullptr, NoKeyPassphrase, nullptr);
  });
}

absl::StatusOr<Key> ReadPrivateKey(const std::string& path) {
  return ReadKey(path, "private", [](BIO* bio) {
    return PEM_read_bio_PrivateKey(bio, nullptr, NoKeyPassphrase, nullptr);
  });
}

bool IsPair(const Key& private_key, const Key& public_key) {
  return EVP_PKEY_eq(private_key.get(), public_key.get()) == 1;
}

absl::StatusOr<std::string> SignBytes(const Key& private_key, const std::string& bytes) {
  const Context context(EVP_MD_CTX_new());
  std::string signature(kSignatureSize, '\0');
  size_t size = signature.size();
  if (EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, private_key.get()) != 1 ||
      EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                     reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()) != 1 ||
      size != kSignatureSize) {
    ERR_clear_error();
    return absl::InternalError("Ed25519 signing failed");
  }
  return signature;
}

bool SignatureHolds(const Key& public_key, const std::string& bytes, const std::string& signature) {
  if (signature.size() != kSignatureSize) return false;
  const Context context(EVP_MD_CTX_new());
  const bool holds =
      EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, public_key.get()) == 1 &&
      EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char*>(signature.data()),
                       signature.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                       bytes.size()) == 1;
  ERR_clear_error();
  return holds;
}

}  // namespace clarion::server
