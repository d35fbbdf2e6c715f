// The Supervisor runs programs as systemd would: what dies is started again at once.
//
// Faults kill, freeze and hold; the supervisor brings back, and keeps how long each took from its
// death until it served, and every end that nobody asked for. All processes are children of its one
// thread, so they end with it, however that came about. Thread-safe.
#pragma once

#include <sys/types.h>

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/time.h"
#include "tests/support/process.h"

namespace clarion::faults {

class Supervisor {
 public:
  struct Program {
    std::string name = {};
    // How to start it; asked at each start, so a fault may change it.
    std::function<support::Process::Options()> launch = nullptr;
    // Whether it serves by now; asked every few milliseconds after a start. Takes a second at most.
    std::function<bool()> serves = nullptr;
  };

  // From a death until it served again.
  struct Recovery {
    std::string name = {};
    absl::Duration took = {};
  };

  // An end that no fault asked for: exit code, or minus the signal.
  struct End {
    std::string name = {};
    int code = 0;
  };

  Supervisor();
  ~Supervisor();
  Supervisor(const Supervisor&) = delete;
  Supervisor& operator=(const Supervisor&) = delete;

  void Add(Program program);
  // Ends everything, and the supervisor.
  void Stop();
  // Whether all that are not held serve within `limit`; or one of them.
  bool AwaitAll(absl::Duration limit);
  bool AwaitServing(const std::string& name, absl::Duration limit);

  // SIGKILL; started again at once.
  void Kill(const std::string& name);
  // SIGKILL, or SIGTERM and up to 10 s; stays away until Release.
  void Hold(const std::string& name);
  void HoldGently(const std::string& name);
  void Release(const std::string& name);
  // Any other signal: SIGSTOP, SIGCONT, SIGHUP.
  void Signal(const std::string& name, int number);

  // Its process id, 0 while it does not run.
  pid_t PidOf(const std::string& name);
  bool Serves(const std::string& name);
  std::vector<Recovery> Recoveries();
  std::vector<End> Ends();

 private:
  struct Member {
    Program program;
    std::unique_ptr<support::Process> process = nullptr;
    bool held = false;
    bool serving = false;
    bool expected = true;  // its next end was asked for
    absl::Time died = absl::InfinitePast();
    absl::Time start_at = absl::InfinitePast();
  };

  void Run();
  void Tend(Member& member);
  Member& Find(const std::string& name);

  std::mutex mutex_;  // everything below but the thread
  std::vector<std::unique_ptr<Member>> members_;
  std::vector<Recovery> recoveries_;
  std::vector<End> ends_;
  bool stopping_ = false;
  std::condition_variable stopped_;
  std::thread thread_;
};

}  // namespace clarion::faults
