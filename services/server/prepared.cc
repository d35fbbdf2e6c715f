#include "services/server/prepared.h"

#include <filesystem>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "openssl/bio.h"
#include "openssl/err.h"
#include "openssl/evp.h"
#include "openssl/pem.h"
#include "openssl/x509.h"
#include "services/server/config.h"

namespace clarion::server {
namespace {

template <auto Free>
struct Freer {
  template <typename T>
  void operator()(T* object) const {
    Free(object);
  }
};
using Bio = std::unique_ptr<BIO, Freer<BIO_free>>;

Bio Reading(const std::string& pem) {
  return Bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
}

int NoPassphrase(char*, int, int, void*) { return -1; }

// Keeps the value or the fault.
template <typename T>
void Keep(absl::StatusOr<T> result, T* out, std::vector<std::string>* faults) {
  if (result.ok()) {
    *out = std::move(*result);
  } else {
    faults->push_back(absl::StrCat(result.status().message()));
  }
}

}  // namespace

absl::Status CheckCertificate(const std::string& certificate, const std::string& key) {
  const std::unique_ptr<X509, Freer<X509_free>> leaf(
      PEM_read_bio_X509(Reading(certificate).get(), nullptr, NoPassphrase, nullptr));
  const std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY_free>> secret(
      PEM_read_bio_PrivateKey(Reading(key).get(), nullptr, NoPassphrase, nullptr));
  const bool pair =
      leaf != nullptr && secret != nullptr && X509_check_private_key(leaf.get(), secret.get()) == 1;
  ERR_clear_error();
  if (leaf == nullptr) {
    return absl::FailedPreconditionError("listen.certificate: holds no certificate in PEM");
  }
  if (secret == nullptr) {
    return absl::FailedPreconditionError("listen.key: holds no unencrypted key in PEM");
  }
  if (!pair) {
    return absl::FailedPreconditionError("listen.key: is not the key of listen.certificate");
  }
  if (X509_cmp_current_time(X509_get0_notAfter(leaf.get())) < 0) {
    return absl::FailedPreconditionError("listen.certificate: has ended");
  }
  return absl::OkStatus();
}

absl::StatusOr<Prepared> Prepare(const std::string& config_file) {
  absl::StatusOr<v1::Config> config = ReadConfig(config_file);
  if (!config.ok()) return config.status();
  Prepared prepared;
  prepared.config = std::move(*config);
  prepared.config_name = std::filesystem::path(config_file).stem().string();
  const v1::ListenConfig& listen = prepared.config.listen();

  std::vector<std::string> faults;
  Keep(Tokens::Open(prepared.config.tokens()), &prepared.tokens, &faults);
  std::string pack;
  Keep(ReadFile(prepared.config.rule_pack()), &pack, &faults);
  if (!pack.empty()) Keep(ParsePack(pack, prepared.config.rule_pack()), &prepared.pack, &faults);
  // Looked at for the faults alone: whoever listens reads them again and again.
  std::string certificate;
  std::string key;
  Keep(ReadFile(listen.certificate()), &certificate, &faults);
  Keep(ReadFile(listen.key()), &key, &faults);
  if (const absl::Status pair = CheckCertificate(certificate, key); !pair.ok()) {
    faults.push_back(absl::StrCat(pair.message()));
  }
  if (prepared.pack == nullptr && faults.empty()) faults.push_back("rule_pack: is empty");
  if (!faults.empty()) return absl::FailedPreconditionError(absl::StrJoin(faults, "\n"));
  return prepared;
}

}  // namespace clarion::server
