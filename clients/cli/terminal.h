// What the command line reads from and writes to, so that tests can stand in for a person.
//
// `out` carries results, `err` everything a pipe must not see: progress, questions, faults.
#pragma once

#include <functional>
#include <istream>
#include <optional>
#include <ostream>
#include <string>

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace clarion::cli {

struct Terminal {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  bool in_is_tty = false;
  bool out_is_tty = false;
  bool err_is_tty = false;
  std::function<std::optional<std::string>(const std::string& name)> environment;
  // Asks without echo; none when there is nobody to ask.
  std::function<std::optional<std::string>(const std::string& prompt)> ask_password;
  // The machine's clock: whether a token is about to end.
  std::function<absl::Time()> now = [] { return absl::Now(); };
};

// The process's own.
Terminal ProcessTerminal();

// The content of a file, of `in` for `-`; none when it cannot be read.
std::optional<std::string> ReadInput(Terminal& terminal, const std::string& path);

}  // namespace clarion::cli
