// Tokens of a sign-in. Bytes that begin with `.` are a token as it came; others are claims that are
// signed here first, so that what lies behind the signature is looked at, too. Nothing is accepted
// but what was signed, for this data set, at this time.
#include <fcntl.h>
#include <openssl/pem.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <utility>

#include "services/core/proto_time.h"
#include "services/server/token_keys.h"
#include "services/server/tokens.h"
#include "tests/fuzz/target.h"

namespace clarion::fuzz {
namespace {

constexpr char kDataSet[] = "0123456789abcdef0123456789abcdef";
const absl::Time kNow = absl::FromUnixSeconds(1'795'000'000);

struct FreeFile {
  void operator()(FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<FILE, FreeFile>;

server::Key NewKey() {
  EVP_PKEY* key = nullptr;
  EVP_PKEY_CTX* context = EVP_PKEY_CTX_new_id(EVP_PKEY_ED25519, nullptr);
  Require(EVP_PKEY_keygen_init(context) == 1 && EVP_PKEY_keygen(context, &key) == 1, "no key");
  EVP_PKEY_CTX_free(context);
  return server::Key(key);
}

// Tokens with a pair of keys of their own, which lie in a folder for as long as they are read.
std::unique_ptr<server::Tokens> NewTokens() {
  std::string folder = "/tmp/clarion-fuzz-XXXXXX";
  Require(mkdtemp(folder.data()) != nullptr, "no folder");
  const std::string signing = folder + "/signing.pem";
  const std::string verifying = folder + "/public.pem";
  const server::Key key = NewKey();
  {
    const File file(std::fopen(signing.c_str(), "w"));
    PEM_write_PrivateKey(file.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    const File other(std::fopen(verifying.c_str(), "w"));
    PEM_write_PUBKEY(other.get(), key.get());
  }
  chmod(signing.c_str(), 0600);
  v1::TokenConfig config;
  config.set_signing_key(signing);
  config.add_public_keys(verifying);
  auto tokens = server::Tokens::Open(config);
  unlink(signing.c_str());
  unlink(verifying.c_str());
  rmdir(folder.c_str());
  Require(tokens.ok(), std::string(tokens.status().message()));
  return *std::move(tokens);
}

server::Tokens& SharedTokens() {
  static server::Tokens& tokens = *NewTokens().release();
  return tokens;
}

v1::TokenClaims SampleClaims() {
  v1::Account account;
  account.set_name("regions/410726/accounts/li.min");
  account.set_role(v1::ROLE_DUTY);
  account.set_version(3);
  return SharedTokens().NewClaims(account, kNow, kDataSet);
}

void RequireTrue(const server::VerifiedToken& token) {
  Require(token.expires_at > kNow - server::kTokenClockSkewMax, "a token that had ended");
  Require(token.expires_at <= kNow + server::kTokenLifetimeMax + server::kTokenClockSkewMax,
          "a token that lasts too long");
  Require(!token.actor->person().empty() && token.actor->role() != v1::ROLE_SYSTEM,
          "a token of nobody");
}

}  // namespace

std::vector<std::string> Samples() {
  return {SampleClaims().SerializeAsString(), "." + *SharedTokens().Sign(SampleClaims())};
}

void Examine(const std::string& bytes) {
  if (!bytes.empty() && bytes.front() == '.') {
    const std::string token = bytes.substr(1);
    const auto verified = SharedTokens().Verify(token, kNow, kDataSet);
    if (!verified.ok()) return;
    RequireTrue(*verified);
    // The key was made for this run and signs nothing else under this name.
    Require(token.size() <= server::kTokenSizeMax, "a token beyond the limit");
    return;
  }
  v1::TokenClaims claims;
  if (!claims.ParseFromString(bytes)) return;
  const auto token = SharedTokens().Sign(claims);
  if (!token.ok()) return;
  const auto verified = SharedTokens().Verify(*token, kNow, kDataSet);
  if (verified.ok()) RequireTrue(*verified);
  std::string forged = *token;
  forged.back() = forged.back() == 'A' ? 'B' : 'A';
  Require(!SharedTokens().Verify(forged, kNow, kDataSet).ok(), "a forged token holds");
}

}  // namespace clarion::fuzz
