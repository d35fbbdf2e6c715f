// One connection to Redis: socket, output buffer and hiredis' parser.
//
// Used in two ways, never mixed by two threads: the link drives it without blocking (Write, Read,
// Next); the bell, followers, start-up and the administrator's tool call it and wait (Call,
// Pipeline, Receive). hiredis gives the parser and the command format; its own sockets are not
// used, because an answer that comes after a time-out would shift all later answers by one. Here a
// time-out breaks the connection for good.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/store/address.h"
#include "services/store/reply.h"

namespace clarion::store {

// Where Redis is and who we are there.
struct Endpoint {
  std::string socket = {};  // path of the unix socket; empty: by `address`
  Address address = {};
  std::string user = {};  // empty: `default`
  // Empty: no AUTH. Read at each connect, so a password can be changed.
  std::string password_file = {};
};

// The bytes of one command on the wire.
std::string Encode(const Argv& argv);

class RedisConnection {
 public:
  // Called every 50 ms while waiting; false gives up.
  using Tick = std::function<bool()>;

  // Connects and signs in. UNAVAILABLE when there is nobody; INTERNAL when the password is wrong.
  static absl::StatusOr<std::unique_ptr<RedisConnection>> Open(const Endpoint& endpoint,
                                                               absl::Duration timeout,
                                                               Tick tick = nullptr);
  ~RedisConnection();
  RedisConnection(const RedisConnection&) = delete;
  RedisConnection& operator=(const RedisConnection&) = delete;

  // Without blocking. A status means that the connection is broken.
  absl::Status Write(const std::string& bytes, size_t* written);
  absl::Status Read(size_t* received);  // whatever is there
  absl::StatusOr<Reply> Next();         // the next whole answer; null when there is none yet
  int fd() const { return fd_; }

  // Blocking. An error reply of Redis is a status (see redis_errors.h); of the pipeline, the first.
  absl::StatusOr<Reply> Call(const Argv& argv);
  absl::StatusOr<std::vector<Reply>> Pipeline(const std::vector<Argv>& commands);
  absl::Status Send(const std::string& bytes);
  // The next message; null when none came within `timeout`.
  absl::StatusOr<Reply> Receive(absl::Duration timeout);

 private:
  RedisConnection(int fd, absl::Duration timeout, Tick tick);
  struct Target;  // a socket's address
  static absl::StatusOr<Target> TargetOf(const Endpoint& endpoint);
  absl::Status Reach(const Target& target);
  absl::Status SignIn(const Endpoint& endpoint);
  absl::Status WaitFor(int16_t events, absl::Duration until, bool* ready);

  const int fd_;
  const absl::Duration timeout_;
  const Tick tick_;
  redisReader* const reader_;
};

}  // namespace clarion::store
