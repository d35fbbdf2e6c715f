// A Redis of one test's own: a unix socket and its data in a temporary folder, no port. The real
// server, started, stopped, killed, paused and started again.
//
//     RedisServer redis;                       // durable as `disk`: appendfsync always
//     redis.Kill();  redis.Start();            // kill -9, and back
//     redis.Run({"FLUSHALL"});
//
// Ends what it started, by its process id, and removes its folder.
#pragma once

#include <sys/types.h>

#include <string>
#include <utility>
#include <vector>

namespace clarion::support {

class RedisServer {
 public:
  struct Options {
    std::string appendonly = "yes";
    std::string appendfsync = "always";
    // More lines of redis.conf, such as {"min-replicas-to-write", "1"}.
    std::vector<std::pair<std::string, std::string>> settings = {};
    // Its data lie in this folder below its own; empty: in its own.
    std::string data = {};
    bool start = true;
  };

  RedisServer() : RedisServer(Options()) {}
  explicit RedisServer(Options options);
  ~RedisServer();
  RedisServer(const RedisServer&) = delete;
  RedisServer& operator=(const RedisServer&) = delete;

  // Starts it and, unless told otherwise, waits until it answers.
  void Start(bool wait = true);
  // SHUTDOWN, as an operator would.
  void Stop();
  // kill -9.
  void Kill();
  void Pause();   // SIGSTOP
  void Resume();  // SIGCONT
  bool running() const { return pid_ > 0; }

  const std::string& socket() const { return socket_; }
  const std::string& folder() const { return folder_; }
  std::string data_folder() const;
  // Path of the append-only file that is being written.
  std::string AppendFile() const;

  // One command on a connection of its own; the answer, flat: strings as they are, lists joined by
  // newlines, errors beginning with `-`, nil as `(nil)`. Empty when there is nobody.
  std::string Run(const std::vector<std::string>& argv) const;

 private:
  const Options options_;
  std::string folder_;
  std::string socket_;
  pid_t pid_ = 0;
};

}  // namespace clarion::support
