// The desks of one run as programs of a Supervisor: two replicas of the timeline, one of each
// other.
//
// Each has a configuration of its own and speaks to Redis through the socket it is given: Redis'
// own, or a Relay's. Where a desk is reached changes with every start; ask Channel each time.
// Thread-safe.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "grpcpp/channel.h"
#include "tests/faults/supervisor.h"

namespace clarion::faults {

// incident, timeline, timeline-2, spokesperson, broadcast.
const std::vector<std::string>& AllDesks();

class Desks {
 public:
  struct Options {
    std::string folder = {};
    std::string durability = "DISK";
    // Socket of Redis for one desk.
    std::map<std::string, std::string> sockets = {};
  };

  explicit Desks(Options options);

  Supervisor::Program Program(const std::string& name);

  // Words before the command of one desk from its next start on, such as `prlimit --nofile=64`.
  void SetPrefix(const std::string& name, std::vector<std::string> prefix);

  std::shared_ptr<grpc::Channel> Channel(const std::string& name);
  // `127.0.0.1:PORT` of it.
  std::string Address(const std::string& name) const;
  // Whether it says of itself that it serves, now.
  bool SaysItServes(const std::string& name);

  std::string LogPath(const std::string& name) const;
  std::string StateFolder(const std::string& name) const;
  // All that the desk has logged so far, over all its starts.
  std::string Log(const std::string& name) const;

 private:
  struct Reached {
    std::vector<std::string> prefix = {};
    std::shared_ptr<grpc::Channel> channel = nullptr;   // as last reached
    std::shared_ptr<grpc::Channel> starting = nullptr;  // of the process that starts
  };

  support::Process::Options Launch(const std::string& name);
  bool Serves(const std::string& name);
  std::string PortFile(const std::string& name) const;
  void WriteConfig(const std::string& name) const;

  const Options options_;
  std::mutex mutex_;
  std::map<std::string, Reached> reached_;  // guarded by mutex_
};

}  // namespace clarion::faults
