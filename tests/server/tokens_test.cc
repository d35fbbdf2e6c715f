// A token is good only as it was signed, for its data set and its time; everything else is one
// refusal.
#include "services/server/tokens.h"

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/core/check.h"
#include "services/core/proto_time.h"
#include "services/core/refusal.h"
#include "services/server/token_keys.h"
#include "services/server/verified_tokens.h"
#include "tests/support/certificates.h"
#include "tests/support/process.h"
#include "tests/support/temp_dir.h"

namespace clarion::server {
namespace {

constexpr char kDataSet[] = "0123456789abcdef0123456789abcdef";
const absl::Time kIssued = absl::FromUnixSeconds(1'795'000'000);

using Claims = v1::TokenClaims;

std::string Openssl(const std::vector<std::string>& arguments) {
  std::vector<std::string> command = {"/usr/bin/openssl"};
  command.insert(command.end(), arguments.begin(), arguments.end());
  const auto output = support::RunToEnd(command, absl::Seconds(30));
  CLARION_CHECK(output.ok());
  return *output;
}

class TokensTest : public ::testing::Test {
 protected:
  TokensTest() {
    other_key_ = dir_.path() + "/other.key";
    other_public_ = dir_.path() + "/other.pem";
    Openssl({"genpkey", "-algorithm", "ed25519", "-out", other_key_});
    Openssl({"pkey", "-in", other_key_, "-pubout", "-out", other_public_});
    config_.add_public_keys(certificates_.token_public);
    config_.set_signing_key(certificates_.token_key);
    tokens_ = *Tokens::Open(config_);

    v1::Account account;
    account.set_name("regions/410726/accounts/li.min");
    account.set_role(v1::ROLE_DUTY);
    account.set_version(3);
    claims_ = tokens_->NewClaims(account, kIssued, kDataSet);
  }

  std::string SignedBy(const std::string& key, const std::string& bytes) {
    const std::string signature = *SignBytes(*ReadPrivateKey(key), bytes);
    return absl::StrCat(absl::WebSafeBase64Escape(bytes), ".",
                        absl::WebSafeBase64Escape(signature));
  }
  // Signed as it should be, over claims that are not as they should be.
  std::string With(const std::function<void(Claims&)>& change) {
    v1::TokenClaims changed = claims_;
    change(changed);
    return *tokens_->Sign(changed);
  }
  // All with the one refusal.
  void RefusesAll(const std::vector<std::pair<const char*, std::string>>& bad) {
    for (const auto& [what, token] : bad) {
      const auto verified = tokens_->Verify(token, kIssued, kDataSet);
      EXPECT_FALSE(verified.ok()) << what;
      EXPECT_EQ(verified.status().code(), absl::StatusCode::kUnauthenticated) << what;
      EXPECT_EQ(core::ReasonOf(verified.status()), v1::ERROR_REASON_NOT_SIGNED_IN) << what;
    }
  }
  bool Good(const std::string& token, absl::Time now = kIssued) {
    return tokens_->Verify(token, now, kDataSet).ok();
  }

  const support::Certificates& certificates_ = support::TestCertificates();
  support::TempDir dir_;
  std::string other_key_;
  std::string other_public_;
  v1::TokenConfig config_;
  std::unique_ptr<Tokens> tokens_;
  v1::TokenClaims claims_;
};

TEST_F(TokensTest, SayWhoActsAndUntilWhen) {
  const std::string token = *tokens_->Sign(claims_);
  const auto verified = tokens_->Verify(token, kIssued, kDataSet);
  ASSERT_TRUE(verified.ok()) << verified.status();
  EXPECT_EQ(verified->actor->person(), "li.min");
  EXPECT_EQ(verified->actor->role(), v1::ROLE_DUTY);
  EXPECT_EQ(verified->actor->region(), "410726");
  EXPECT_EQ(verified->actor->account(), "regions/410726/accounts/li.min");
  EXPECT_EQ(verified->expires_at, kIssued + absl::Hours(12));
}

TEST_F(TokensTest, EndToTheMillisecond) {
  const std::string token = *tokens_->Sign(claims_);
  EXPECT_TRUE(Good(token, kIssued + absl::Hours(12) - absl::Milliseconds(1)));
  const auto ended = tokens_->Verify(token, kIssued + absl::Hours(12), kDataSet);
  EXPECT_EQ(core::ReasonOf(ended.status()), v1::ERROR_REASON_NOT_SIGNED_IN);
  EXPECT_NE(ended.status().message().find("ended"), absl::string_view::npos);
}

TEST_F(TokensTest, MayComeFromAClockThirtySecondsAhead) {
  const std::string token = *tokens_->Sign(claims_);
  EXPECT_TRUE(Good(token, kIssued - absl::Seconds(30)));
  EXPECT_FALSE(Good(token, kIssued - absl::Seconds(30) - absl::Milliseconds(1)));
}

TEST_F(TokensTest, AreJudgedByTimeAndDataSetEachTimeThoughRemembered) {
  const std::string token = *tokens_->Sign(claims_);
  ASSERT_TRUE(Good(token));
  EXPECT_FALSE(Good(token, kIssued + absl::Hours(13)));
  EXPECT_FALSE(tokens_->Verify(token, kIssued, "another").ok());
  EXPECT_FALSE(Good(token, kIssued - absl::Hours(1)));
  EXPECT_TRUE(Good(token));
}

TEST_F(TokensTest, OfEachAcceptedKeyAreGood) {
  config_.add_public_keys(other_public_);
  const auto both = *Tokens::Open(config_);
  const std::string old_token = *tokens_->Sign(claims_);
  const std::string new_token = SignedBy(other_key_, claims_.SerializeAsString());
  EXPECT_TRUE(both->Verify(old_token, kIssued, kDataSet).ok());
  EXPECT_TRUE(both->Verify(new_token, kIssued, kDataSet).ok());
  EXPECT_FALSE(Good(new_token));
}

TEST_F(TokensTest, AreUniqueEvenAtOneInstant) {
  v1::Account account;
  account.set_name("regions/410726/accounts/li.min");
  account.set_role(v1::ROLE_DUTY);
  EXPECT_NE(tokens_->NewClaims(account, kIssued, kDataSet).id(),
            tokens_->NewClaims(account, kIssued, kDataSet).id());
}

// Another character of the alphabet at `at`.
std::string Flipped(std::string text, size_t at) {
  text[at] = text[at] == 'A' ? 'B' : 'A';
  return text;
}

TEST_F(TokensTest, ThatAreNotAsTheyWereSignedAreRefused) {
  const std::string good = *tokens_->Sign(claims_);
  const size_t dot = good.find('.');
  const std::string body = good.substr(0, dot);
  const std::string signature = good.substr(dot + 1);
  const std::string bytes = claims_.SerializeAsString();
  const std::string other = With([](Claims& c) { c.set_account_version(4); });
  const auto raw = [](const std::string& text) { return absl::WebSafeBase64Escape(text); };
  RefusesAll({
      {"empty", ""},
      {"a dot", "."},
      {"no dot", body + signature},
      {"no signature", body},
      {"empty signature", body + "."},
      {"empty body", "." + signature},
      {"two dots", good + "."},
      {"three parts", good + "." + signature},
      {"a dot before", "." + good},
      {"padding of the body", body + "=." + signature},
      {"padding of the signature", good + "=="},
      {"blank before", " " + good},
      {"blank after", good + " "},
      {"newline after", good + "\n"},
      {"blank within", good.substr(0, 5) + " " + good.substr(5)},
      {"zero byte after", good + std::string(1, '\0')},
      {"first bit flipped", Flipped(good, 0)},
      {"body bit flipped", Flipped(good, dot / 2)},
      {"signature bit flipped", Flipped(good, dot + 10)},
      {"last bits flipped", good.substr(0, good.size() - 1) + (good.back() == 'w' ? "A" : "w")},
      {"body cut", body.substr(0, dot - 4) + "." + signature},
      {"signature cut", good.substr(0, good.size() - 4)},
      {"signature longer", good + "AAAA"},
      {"signature of zeros", body + "." + raw(std::string(64, '\0'))},
      {"signature of ones", body + "." + raw(std::string(64, '\xff'))},
      {"signature in hex", body + "." + absl::BytesToHexString(bytes)},
      {"plain base64", absl::Base64Escape(bytes) + "." + absl::Base64Escape("x")},
      {"parts swapped", signature + "." + body},
      {"another key", SignedBy(other_key_, bytes)},
      {"signature of another token", body + "." + other.substr(other.find('.') + 1)},
      {"signed, not claims", SignedBy(certificates_.token_key, "hello")},
      {"signed, empty", SignedBy(certificates_.token_key, "")},
      {"a web token", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0."},
      {"a web token with a signature", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0." + signature},
      {"huge", std::string(kTokenSizeMax + 1, 'A')},
      {"huge with a dot", std::string(1 << 20, 'A') + "." + signature},
  });
  EXPECT_TRUE(Good(good));
}

TEST_F(TokensTest, ThatSayWhatNoTokenMaySayAreRefusedThoughSigned) {
  RefusesAll({
      {"ended", With([](Claims& c) {
         *c.mutable_issued_at() = core::ToProto(kIssued - absl::Hours(2));
         *c.mutable_expires_at() = core::ToProto(kIssued - absl::Hours(1));
       })},
      {"ends now", With([](Claims& c) {
         *c.mutable_issued_at() = core::ToProto(kIssued - absl::Hours(2));
         *c.mutable_expires_at() = core::ToProto(kIssued);
       })},
      {"issued in a minute",
       With([](Claims& c) { *c.mutable_issued_at() = core::ToProto(kIssued + absl::Minutes(1)); })},
      {"lasts over 12 h", With([](Claims& c) {
         *c.mutable_expires_at() = core::ToProto(kIssued + absl::Hours(12) + absl::Milliseconds(1));
       })},
      {"ends before it begins", With([](Claims& c) {
         *c.mutable_issued_at() = core::ToProto(kIssued + absl::Seconds(20));
         *c.mutable_expires_at() = core::ToProto(kIssued + absl::Seconds(10));
       })},
      {"never ends", With([](Claims& c) { c.clear_expires_at(); })},
      {"never issued", With([](Claims& c) { c.clear_issued_at(); })},
      {"another data set", With([](Claims& c) { c.set_data_set("another"); })},
      {"no data set", With([](Claims& c) { c.clear_data_set(); })},
      {"another version", With([](Claims& c) { c.set_version(2); })},
      {"no version", With([](Claims& c) { c.clear_version(); })},
      {"no id", With([](Claims& c) { c.clear_id(); })},
      {"nobody", With([](Claims& c) { c.clear_actor(); })},
      {"no person", With([](Claims& c) { c.mutable_actor()->clear_person(); })},
      {"no role", With([](Claims& c) { c.mutable_actor()->clear_role(); })},
      {"a role that is none",
       With([](Claims& c) { c.mutable_actor()->set_role(static_cast<v1::Role>(99)); })},
      {"the services themselves",
       With([](Claims& c) { c.mutable_actor()->set_role(v1::ROLE_SYSTEM); })},
      {"no account", With([](Claims& c) { c.mutable_actor()->clear_account(); })},
      {"an account of another form",
       With([](Claims& c) { c.mutable_actor()->set_account("li.min"); })},
      {"a region that is not the account's",
       With([](Claims& c) { c.mutable_actor()->set_region("000000"); })},
  });
}

TEST_F(TokensTest, EveryFlippedBitIsFound) {
  const std::string bytes = claims_.SerializeAsString();
  const std::string signature = *SignBytes(*ReadPrivateKey(certificates_.token_key), bytes);
  const auto token = [](const std::string& b, const std::string& s) {
    return absl::StrCat(absl::WebSafeBase64Escape(b), ".", absl::WebSafeBase64Escape(s));
  };
  ASSERT_TRUE(Good(token(bytes, signature)));
  for (size_t bit = 0; bit < signature.size() * 8; ++bit) {
    std::string flipped = signature;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_FALSE(Good(token(bytes, flipped))) << bit;
  }
  for (size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    std::string flipped = bytes;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_FALSE(Good(token(flipped, signature))) << bit;
  }
}

TEST_F(TokensTest, AProcessWithoutASigningKeySignsNothing) {
  config_.clear_signing_key();
  EXPECT_EQ((*Tokens::Open(config_))->Sign(claims_).status().code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST_F(TokensTest, KeysOfAnyOtherSortAreRefused) {
  const std::string ec = dir_.path() + "/ec.key";
  Openssl({"genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", ec});
  const std::string locked = dir_.path() + "/locked.key";
  Openssl({"pkey", "-in", other_key_, "-aes256", "-passout", "pass:secret", "-out", locked});
  EXPECT_FALSE(ReadPrivateKey(ec).ok());
  EXPECT_FALSE(ReadPrivateKey(locked).ok());
  EXPECT_FALSE(ReadPrivateKey(certificates_.token_public).ok());
  EXPECT_FALSE(ReadPublicKey(certificates_.token_key).ok());
  EXPECT_FALSE(ReadPublicKey(certificates_.server).ok());
  EXPECT_FALSE(ReadPublicKey(dir_.path() + "/none").ok());
}

TEST_F(TokensTest, ASigningKeyNobodyAcceptsIsRefusedAtStart) {
  config_.set_signing_key(other_key_);
  EXPECT_NE(Tokens::Open(config_).status().message().find("not among"), absl::string_view::npos);
}

TEST(VerifiedTokensTest, ForgetsTheOneNotUsedForLongest) {
  VerifiedTokens remembered(2);
  const auto claims = std::make_shared<const v1::TokenClaims>();
  remembered.Remember("a", claims);
  remembered.Remember("b", claims);
  EXPECT_TRUE(remembered.Find("a") != nullptr);
  remembered.Remember("c", claims);
  EXPECT_EQ(remembered.size(), 2u);
  EXPECT_TRUE(remembered.Find("a") != nullptr);
  EXPECT_EQ(remembered.Find("b"), nullptr);
}

}  // namespace
}  // namespace clarion::server
