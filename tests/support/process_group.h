// The services of one deployment as real processes: started with configurations of their own on
// free ports, awaited by their health, killed and started again at will.
//
//     ProcessGroup group({.folder = dir, .redis_socket = redis.socket(), ...});
//     group.Start({"incident", "timeline", "timeline-2"});   // several replicas of one desk
//     group.Kill("timeline-2");
//     group.Start({"incident"});                             // again, on another port
//
// Start, Kill and Terminate belong to one thread, which must outlive the group (see process.h);
// Channel may be called from any.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "grpcpp/channel.h"
#include "tests/support/process.h"

namespace clarion::support {

// Folder of the programs that were built with this one.
std::string ProgramFolder();

// The four desks.
const std::vector<std::string>& FourDesks();

class ProcessGroup {
 public:
  struct Options {
    std::string folder;  // for configurations, logs, states
    std::string redis_socket;
    std::string durability = "DISK";
    std::string rule_pack;  // absolute path
    absl::Duration start_limit = absl::Seconds(20);
  };

  explicit ProcessGroup(Options options) : options_(std::move(options)) {}

  // Starts processes that do not run and waits until all serve. `timeline-2` is a replica of
  // `clarion-timeline`. On failure the log of the process is in the status.
  absl::Status Start(const std::vector<std::string>& names);

  // SIGKILL.
  void Kill(const std::string& name);
  void KillAll();

  Process& process(const std::string& name) { return *processes_.at(name).process; }
  std::vector<std::string> Running();

  // To a process that was started, as it is reached now.
  std::shared_ptr<grpc::Channel> Channel(const std::string& name);
  std::string Address(const std::string& name);

  // What `--config` is given.
  std::string ConfigPath(const std::string& name) const;
  std::string WriteConfig(const std::string& name) const;

 private:
  struct Member {
    std::unique_ptr<Process> process;
    std::string address;
    std::shared_ptr<grpc::Channel> channel;
  };

  absl::Status Begin(const std::string& name);
  absl::Status Await(const std::string& name, absl::Time deadline);

  const Options options_;
  std::mutex mutex_;  // address and channel
  std::map<std::string, Member> processes_;
};

// A channel over TLS that trusts `ca`, and reconnects fast.
std::shared_ptr<grpc::Channel> NewChannel(const std::string& address, const std::string& ca);

// The same to a process of the tests, for who reads slowly: little lies between, so that the
// process notices.
std::shared_ptr<grpc::Channel> NewNarrowChannel(const std::string& address);

// Whether the process says of itself that it serves.
bool IsServing(const std::shared_ptr<grpc::Channel>& channel);

}  // namespace clarion::support
