#include "services/server/tokens.h"

#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "openssl/rand.h"
#include "services/core/check.h"
#include "services/core/proto_time.h"
#include "services/core/refusal.h"
#include "services/proof/chain.h"
#include "services/server/names.h"
#include "services/server/token_keys.h"
#include "services/server/verified_tokens.h"

namespace clarion::server {
namespace {

constexpr size_t kRememberedMax = 10'000;
constexpr int kTokenVersion = 1;
constexpr size_t kTokenIdSize = 16;

absl::Status NotSignedIn(const char* en, const char* zh) {
  return core::Refuse({.code = absl::StatusCode::kUnauthenticated,
                       .reason = v1::ERROR_REASON_NOT_SIGNED_IN,
                       .en = en,
                       .zh = zh});
}

absl::Status Invalid() {
  return NotSignedIn("The token is not valid here. Sign in again.", "令牌无效，请重新登录。");
}

absl::Status Ended() {
  return NotSignedIn("The token has ended. Sign in again.", "登录已过期，请重新登录。");
}

std::string Encode(const std::string& bytes) { return absl::WebSafeBase64Escape(bytes); }

// One spelling per value: Abseil also takes padding, blanks and stray bits.
bool Decode(const std::string& text, std::string* bytes) {
  return absl::WebSafeBase64Unescape(text, bytes) && Encode(*bytes) == text;
}

bool IsComplete(const v1::TokenClaims& claims) {
  const v1::Actor& actor = claims.actor();
  const absl::StatusOr<ResourceName> account =
      ParseName("account", actor.account(), {NameKind::kAccount});
  return claims.version() == kTokenVersion && claims.id().size() == kTokenIdSize &&
         claims.has_issued_at() && claims.has_expires_at() && !actor.person().empty() &&
         account.ok() && account->region == actor.region() &&
         // The services themselves never sign in.
         v1::Role_IsValid(actor.role()) && actor.role() != v1::ROLE_UNSPECIFIED &&
         actor.role() != v1::ROLE_SYSTEM;
}

absl::StatusOr<VerifiedToken> Judge(const std::shared_ptr<const v1::TokenClaims>& kept,
                                    absl::Time now, const std::string& data_set) {
  const v1::TokenClaims& claims = *kept;
  const absl::Time issued_at = core::FromProto(claims.issued_at());
  const absl::Time expires_at = core::FromProto(claims.expires_at());
  if (claims.data_set() != data_set || issued_at > now + kTokenClockSkewMax ||
      expires_at <= issued_at || expires_at - issued_at > kTokenLifetimeMax) {
    return Invalid();
  }
  if (expires_at <= now) return Ended();
  return VerifiedToken{std::shared_ptr<const v1::Actor>(kept, &claims.actor()), expires_at,
                       claims.account_version(), core::FromProto(claims.signed_in_at())};
}

class SignedTokens : public Tokens {
 public:
  SignedTokens(std::vector<Key> accepted, Key signing, absl::Duration lifetime)
      : accepted_(std::move(accepted)), signing_(std::move(signing)), lifetime_(lifetime) {}

  absl::StatusOr<std::string> Sign(const v1::TokenClaims& claims) override {
    if (signing_ == nullptr) {
      return absl::FailedPreconditionError("tokens.signing_key is not configured here");
    }
    const std::string bytes = claims.SerializeAsString();
    absl::StatusOr<std::string> signature = SignBytes(signing_, bytes);
    if (!signature.ok()) return signature.status();
    return absl::StrCat(Encode(bytes), ".", Encode(*signature));
  }

  absl::StatusOr<VerifiedToken> Verify(const std::string& token, absl::Time now,
                                       const std::string& data_set) override {
    if (token.size() > kTokenSizeMax) return Invalid();
    const std::string hash = proof::Sha256(token);
    if (const auto known = verified_.Find(hash)) return Judge(known, now, data_set);

    const auto claims = std::make_shared<v1::TokenClaims>();
    if (!Read(token, claims.get())) return Invalid();
    absl::StatusOr<VerifiedToken> verified = Judge(claims, now, data_set);
    if (verified.ok()) verified_.Remember(hash, claims);
    return verified;
  }

  absl::Duration lifetime() const override { return lifetime_; }

 private:
  // Nothing in the token is looked at before its signature holds.
  bool Read(const std::string& token, v1::TokenClaims* claims) const {
    const size_t dot = token.find('.');
    std::string bytes;
    std::string signature;
    if (dot == std::string::npos || !Decode(token.substr(0, dot), &bytes) ||
        !Decode(token.substr(dot + 1), &signature)) {
      return false;
    }
    for (const Key& key : accepted_) {
      if (SignatureHolds(key, bytes, signature)) {
        return claims->ParseFromString(bytes) && IsComplete(*claims);
      }
    }
    return false;
  }

  const std::vector<Key> accepted_;
  const Key signing_;  // null where nobody signs in
  const absl::Duration lifetime_;
  VerifiedTokens verified_{kRememberedMax};
};

}  // namespace

absl::StatusOr<std::unique_ptr<Tokens>> Tokens::Open(const v1::TokenConfig& config) {
  std::vector<std::string> faults;
  const auto keep = [&](const absl::Status& status) {
    faults.emplace_back(status.message().data(), status.message().size());
  };
  std::vector<Key> accepted;
  for (const std::string& path : config.public_keys()) {
    absl::StatusOr<Key> key = ReadPublicKey(path);
    if (key.ok()) {
      accepted.push_back(std::move(*key));
    } else {
      keep(key.status());
    }
  }
  Key signing;
  if (!config.signing_key().empty()) {
    absl::StatusOr<Key> key = ReadPrivateKey(config.signing_key());
    if (key.ok()) {
      signing = std::move(*key);
      bool known = false;
      for (const Key& public_key : accepted) known = known || IsPair(signing, public_key);
      if (!known) {
        faults.push_back(
            absl::StrCat(config.signing_key(), ": its public key is not among tokens.public_keys"));
      }
    } else {
      keep(key.status());
    }
  }
  if (!faults.empty()) return absl::FailedPreconditionError(absl::StrJoin(faults, "\n"));
  const absl::Duration lifetime =
      config.has_lifetime() ? core::FromProto(config.lifetime()) : kTokenLifetimeMax;
  return std::make_unique<SignedTokens>(std::move(accepted), std::move(signing), lifetime);
}

v1::TokenClaims Tokens::NewClaims(const v1::Account& account, absl::Time now,
                                  const std::string& data_set) const {
  const absl::StatusOr<ResourceName> name =
      ParseName("account", account.name(), {NameKind::kAccount});
  CLARION_CHECK(name.ok());  // the name of a stored paper
  std::string id(kTokenIdSize, '\0');
  CLARION_CHECK(RAND_bytes(reinterpret_cast<unsigned char*>(id.data()), kTokenIdSize) == 1);

  v1::TokenClaims claims;
  claims.set_version(kTokenVersion);
  claims.set_data_set(data_set);
  v1::Actor& actor = *claims.mutable_actor();
  actor.set_person(account.person().empty() ? name->id : account.person());
  actor.set_role(account.role());
  actor.set_region(name->region);
  actor.set_body(account.body());
  actor.set_official(account.official());
  actor.set_account(account.name());
  *claims.mutable_issued_at() = core::ToProto(now);
  *claims.mutable_signed_in_at() = core::ToProto(now);
  *claims.mutable_expires_at() = core::ToProto(now + lifetime());
  claims.set_id(id);
  claims.set_account_version(account.version());
  return claims;
}

}  // namespace clarion::server
