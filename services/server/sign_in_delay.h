// SignInDelay slows down who guesses passwords, and never locks anybody out for good.
//
// Per account: five failures are free, then 1, 2, 4 ... up to 60 s must pass before the next
// attempt. A success clears it, as does an hour without a failure. In memory of the process; at
// most 10,000 accounts, the one quiet for longest is forgotten first.
//
// Thread-safe.
#pragma once

#include <list>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace clarion::server {

class SignInDelay {
 public:
  // RESOURCE_EXHAUSTED, QUEUE_FULL with RetryInfo while an account must wait. Before the password
  // is looked at.
  absl::Status Check(const std::string& account, absl::Time now);
  void Failed(const std::string& account, absl::Time now);
  void Succeeded(const std::string& account);

 private:
  struct Entry {
    std::string account;
    int failures = 0;
    absl::Time last_failure;
    absl::Time free_at;
  };
  std::mutex mutex_;
  std::list<Entry> entries_;  // the latest failure first
  std::unordered_map<std::string, std::list<Entry>::iterator> by_account_;
};

}  // namespace clarion::server
