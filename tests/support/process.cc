#include "tests/support/process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/core/check.h"
#include "tests/support/patience.h"
#include "tests/support/temp_dir.h"

namespace clarion::support {
namespace {

// In the child: nothing but calls that are safe after a fork among threads.
[[noreturn]] void Become(const char* path, char* const* argv, int log, pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(127);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  dup2(log, STDOUT_FILENO);
  dup2(log, STDERR_FILENO);
  const int null = open("/dev/null", O_RDONLY);
  if (null >= 0) dup2(null, STDIN_FILENO);
  execv(path, argv);
  _exit(127);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Process>> Process::Start(const Options& options) {
  CLARION_CHECK(!options.command.empty());
  std::vector<std::string> arguments = options.command;
  if (!options.name.empty()) arguments[0] = options.name;
  std::vector<char*> argv;
  argv.reserve(arguments.size() + 1);
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  const int log = open(options.log_path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (log < 0) return absl::InternalError(absl::StrCat(options.log_path, ": ", strerror(errno)));
  if (access(options.command[0].c_str(), X_OK) != 0) {
    close(log);
    return absl::NotFoundError(absl::StrCat("no program ", options.command[0]));
  }
  const pid_t parent = getpid();
  const pid_t pid = fork();
  if (pid == 0) Become(options.command[0].c_str(), argv.data(), log, parent);
  close(log);
  if (pid < 0) return absl::InternalError(absl::StrCat("fork: ", strerror(errno)));
  const int pidfd = static_cast<int>(syscall(SYS_pidfd_open, pid, 0));
  CLARION_CHECK(pidfd >= 0);
  return std::unique_ptr<Process>(new Process(pid, pidfd, options.log_path));
}

Process::~Process() {
  Kill();
  close(pidfd_);
}

void Process::Signal(int number) {
  if (Running()) kill(pid_, number);
}

void Process::Kill() {
  if (ended_.has_value()) return;
  kill(pid_, SIGKILL);
  CLARION_CHECK(WaitForExit(absl::Seconds(30)).has_value());
}

std::optional<int> Process::WaitForExit(absl::Duration limit) {
  if (ended_.has_value()) return ended_;
  pollfd waited = {pidfd_, POLLIN, 0};
  if (poll(&waited, 1, static_cast<int>(absl::ToInt64Milliseconds(limit * kPatienceFactor))) <= 0) {
    return std::nullopt;
  }
  int status = 0;
  CLARION_CHECK(waitpid(pid_, &status, 0) == pid_);
  ended_ = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  return ended_;
}

std::string Process::Log() const { return ReadFile(log_path_); }

absl::StatusOr<std::string> RunToEnd(const std::vector<std::string>& command,
                                     absl::Duration limit) {
  const TempDir folder;
  const auto process =
      Process::Start({.command = command, .log_path = folder.path() + "/output", .name = ""});
  if (!process.ok()) return process.status();
  const std::optional<int> code = (*process)->WaitForExit(limit);
  const std::string output = (*process)->Log();
  if (code == 0) return output;
  return absl::InternalError(
      absl::StrCat(absl::StrJoin(command, " "), ": ",
                   code.has_value() ? absl::StrCat("exit ", *code) : "did not end", "\n", output));
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

void WriteFile(const std::string& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  CLARION_CHECK(!file.fail());
}

}  // namespace clarion::support
