// The program's tree of commands, as completion and help see it.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "clients/cli/cli.h"

namespace clarion::tests {

struct Leaf {
  std::string path;  // `clarion incident verify`
  const CLI::App* app = nullptr;
};

class CommandTree {
 public:
  CommandTree();

  const CLI::App& program() const { return program_; }
  std::vector<Leaf> leaves() const;  // commands that can be run
  std::vector<Leaf> all() const;     // and the nouns above them

  // What is wrong with a line such as `clarion incident show 7`; empty when it is understood.
  // Quotes are those of a shell; what follows `>` is left out.
  std::string Misunderstood(const std::string& line);

 private:
  CLI::App program_{"", "clarion"};
  cli::GlobalOptions options_;
  cli::Chosen chosen_;
};

}  // namespace clarion::tests
