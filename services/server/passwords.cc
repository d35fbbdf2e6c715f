#include "services/server/passwords.h"

#include <future>
#include <utility>

#include "services/core/check.h"
#include "services/core/refusal.h"
#include "services/server/workers.h"
#include "sodium.h"

namespace clarion::server {
namespace {

absl::Status QueueFull() {
  return core::Refuse({.code = absl::StatusCode::kResourceExhausted,
                       .reason = v1::ERROR_REASON_QUEUE_FULL,
                       .en = "Too many sign-ins at once; nothing changed. Repeat after a pause.",
                       .zh = "登录请求过多，未作任何更改，请稍后重试。"});
}

absl::StatusOr<std::string> HashOf(const Secret& password) {
  char hash[crypto_pwhash_STRBYTES];
  const std::string& text = password.Reveal();
  if (crypto_pwhash_str(hash, text.data(), text.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                        crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0) {
    return absl::ResourceExhaustedError("no memory to hash a password");
  }
  return std::string(hash);
}

// Of a password nobody can send: random, and thrown away.
absl::StatusOr<std::string> HashOfNothing() {
  std::string random(32, '\0');
  randombytes_buf(random.data(), random.size());
  return HashOf(Secret(std::move(random)));
}

class Argon2 : public Passwords {
 public:
  Argon2() : dummy_(std::async(std::launch::async, HashOfNothing)) {}

  void Verify(std::string hash, Secret password,
              std::function<void(absl::StatusOr<bool>)> done) override {
    auto shared = std::make_shared<Secret>(std::move(password));
    if (!workers_.Post([this, hash = std::move(hash), shared, done] {
          const std::string& text = shared->Reveal();
          const absl::StatusOr<std::string>& dummy = dummy_.get();
          if (!dummy.ok()) return done(dummy.status());
          const std::string& against = hash.empty() ? *dummy : hash;
          const bool same =
              crypto_pwhash_str_verify(against.c_str(), text.data(), text.size()) == 0;
          done(same && !hash.empty());
        })) {
      done(QueueFull());
    }
  }

  void Hash(Secret password, std::function<void(absl::StatusOr<std::string>)> done) override {
    auto shared = std::make_shared<Secret>(std::move(password));
    if (!workers_.Post([shared, done] { done(HashOf(*shared)); })) done(QueueFull());
  }

 private:
  const std::shared_future<absl::StatusOr<std::string>> dummy_;
  Workers workers_{kThreads, kQueueLimit};  // last: its threads use what is above
};

}  // namespace

std::unique_ptr<Passwords> Passwords::Start() {
  CLARION_CHECK(sodium_init() >= 0);
  return std::make_unique<Argon2>();
}

}  // namespace clarion::server
