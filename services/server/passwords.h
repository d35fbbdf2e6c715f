// Passwords hashes and checks passwords with argon2id (libsodium, 64 MiB each).
//
// Two threads of its own and a queue of 20: more at once is a denial of service by itself, so a
// further one is refused as QUEUE_FULL. An unknown account costs the same time as a known one.
//
// Thread-safe; never blocks. `done` runs once, on a thread of the pool, or at once when refused.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "services/server/secret.h"

namespace clarion::server {

class Passwords {
 public:
  static constexpr int kThreads = 2;
  static constexpr int kQueueLimit = 20;

  static std::unique_ptr<Passwords> Start();
  // Finishes what is queued.
  virtual ~Passwords() = default;

  // Whether `password` is the one `hash` was made of. An empty `hash` stands for an account that
  // does not exist or has no password: takes as long and says no.
  virtual void Verify(std::string hash, Secret password,
                      std::function<void(absl::StatusOr<bool>)> done) = 0;

  // The argon2id string to keep.
  virtual void Hash(Secret password, std::function<void(absl::StatusOr<std::string>)> done) = 0;
};

}  // namespace clarion::server
