#include "services/server/verified_tokens.h"

#include <utility>

namespace clarion::server {

std::shared_ptr<const v1::TokenClaims> VerifiedTokens::Find(const std::string& sha256) {
  std::lock_guard<std::mutex> lock(mutex_);
  const auto found = by_hash_.find(sha256);
  if (found == by_hash_.end()) return nullptr;
  entries_.splice(entries_.begin(), entries_, found->second);
  return found->second->second;
}

void VerifiedTokens::Remember(const std::string& sha256,
                              std::shared_ptr<const v1::TokenClaims> claims) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (by_hash_.count(sha256) > 0) return;
  entries_.emplace_front(sha256, std::move(claims));
  by_hash_[sha256] = entries_.begin();
  if (entries_.size() > limit_) {
    by_hash_.erase(entries_.back().first);
    entries_.pop_back();
  }
}

size_t VerifiedTokens::size() {
  std::lock_guard<std::mutex> lock(mutex_);
  return entries_.size();
}

}  // namespace clarion::server
