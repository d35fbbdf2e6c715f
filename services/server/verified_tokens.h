// VerifiedTokens remembers tokens whose signature was found good, by their SHA-256: never the token
// itself. At most `limit`; the one not used for longest goes first. Thread-safe.
#pragma once

#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>

#include "clarion/v1/account.pb.h"

namespace clarion::server {

class VerifiedTokens {
 public:
  explicit VerifiedTokens(size_t limit) : limit_(limit) {}

  // Null when it is not remembered.
  std::shared_ptr<const v1::TokenClaims> Find(const std::string& sha256);
  void Remember(const std::string& sha256, std::shared_ptr<const v1::TokenClaims> claims);
  size_t size();

 private:
  using Entry = std::pair<std::string, std::shared_ptr<const v1::TokenClaims>>;

  const size_t limit_;
  std::mutex mutex_;
  std::list<Entry> entries_;  // the latest used first
  std::unordered_map<std::string, std::list<Entry>::iterator> by_hash_;
};

}  // namespace clarion::server
