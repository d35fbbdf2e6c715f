// The Redis of one run: how it is started, and a way to speak to it past everything under test.
//
// A unix socket, and a TCP port as well when it lives in a network namespace. Faults change how it
// starts next: another clock, a slow disk, less memory. It is run by the Supervisor as `redis`.
// Thread-safe.
#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "services/store/reply.h"
#include "tests/faults/supervisor.h"

namespace clarion::faults {

inline constexpr char kRedis[] = "redis";

class RedisProgram {
 public:
  struct Options {
    std::string folder = {};  // of the run: configuration, socket, log
    std::string data = {};    // where it keeps its data; may be a small disk of its own
    std::string appendfsync = "always";
    std::vector<std::string> prefix = {};  // such as `ip netns exec NAME`
    int tcp_port = 0;                      // 0: none
  };

  explicit RedisProgram(Options options) : options_(std::move(options)) {}

  Supervisor::Program Program();

  // Further words before the command from the next start on, such as `env LD_PRELOAD=...`.
  void SetPrefix(std::vector<std::string> prefix);

  std::string socket() const { return options_.folder + "/redis.sock"; }
  const std::string& data() const { return options_.data; }
  std::string log_path() const { return options_.folder + "/redis.log"; }
  // The append-only file being written, and its size.
  std::string AppendFile() const;

  // One command on a connection of its own: the answer, flat, lists joined by newlines, errors
  // beginning with `-`. Empty when there is nobody.
  std::string Run(const std::vector<std::string>& argv) const;
  // The strings of an answer that is a list.
  std::vector<std::string> List(const std::vector<std::string>& argv) const;

 private:
  support::Process::Options Launch();
  void MendFile() const;
  store::Reply Ask(const std::vector<std::string>& argv) const;

  const Options options_;
  std::mutex mutex_;
  std::vector<std::string> prefix_;  // guarded by mutex_
};

}  // namespace clarion::faults
