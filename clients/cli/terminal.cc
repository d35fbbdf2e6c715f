#include "clients/cli/terminal.h"

#include <termios.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>

namespace clarion::cli {
namespace {

std::optional<std::string> ReadPassword(const std::string& prompt) {
  termios shown{};
  if (isatty(STDIN_FILENO) == 0 || tcgetattr(STDIN_FILENO, &shown) != 0) return std::nullopt;
  termios hidden = shown;
  hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
  std::cerr << prompt << std::flush;
  tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
  std::string password;
  std::getline(std::cin, password);
  tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
  std::cerr << "\n";
  return password;
}

}  // namespace

Terminal ProcessTerminal() {
  return {.in = std::cin,
          .out = std::cout,
          .err = std::cerr,
          .in_is_tty = isatty(STDIN_FILENO) != 0,
          .out_is_tty = isatty(STDOUT_FILENO) != 0,
          .err_is_tty = isatty(STDERR_FILENO) != 0,
          .environment = [](const std::string& name) -> std::optional<std::string> {
            const char* value = std::getenv(name.c_str());
            if (value == nullptr) return std::nullopt;
            return value;
          },
          .ask_password = ReadPassword};
}

std::optional<std::string> ReadInput(Terminal& terminal, const std::string& path) {
  std::stringstream content;
  if (path == "-") {
    content << terminal.in.rdbuf();
    return content.str();
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  content << file.rdbuf();
  if (!file) return std::nullopt;
  return content.str();
}

}  // namespace clarion::cli
