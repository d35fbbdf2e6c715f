// A Process is one child, run for a test and never longer than it.
//
// It is killed in the destructor, and by the kernel when the thread that started it ends, however
// that came about; so keep that thread alive. Output goes to a file, so that it can be read at any
// time and no pipe fills up. Not thread-safe.
#pragma once

#include <sys/types.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace clarion::support {

class Process {
 public:
  struct Options {
    std::vector<std::string> command;  // path of the program, then its arguments
    std::string log_path;              // stdout and stderr are appended to it
    std::string name;                  // argv[0]; empty: the path
  };

  static absl::StatusOr<std::unique_ptr<Process>> Start(const Options& options);

  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  pid_t pid() const { return pid_; }

  // Sends a signal: SIGTERM, SIGSTOP, SIGCONT.
  void Signal(int number);

  // SIGKILL, and waits until it is gone.
  void Kill();

  // How it ended: exit code, or minus the number of the signal. None while it runs after `limit`.
  std::optional<int> WaitForExit(absl::Duration limit);
  bool Running() { return !WaitForExit(absl::ZeroDuration()).has_value(); }

  // All it has written so far.
  std::string Log() const;

 private:
  Process(pid_t pid, int pidfd, std::string log_path)
      : pid_(pid), pidfd_(pidfd), log_path_(std::move(log_path)) {}

  const pid_t pid_;
  const int pidfd_;  // readable once the child has ended
  const std::string log_path_;
  std::optional<int> ended_;
};

// Runs a command to its end. Its output when it exits with 0; INTERNAL with the output else.
absl::StatusOr<std::string> RunToEnd(const std::vector<std::string>& command, absl::Duration limit);

std::string ReadFile(const std::string& path);
void WriteFile(const std::string& path, const std::string& text);

}  // namespace clarion::support
