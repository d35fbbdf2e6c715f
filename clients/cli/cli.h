// The program `clarion`, but for the process around it. One thread.
#pragma once

#include <string>
#include <vector>

#include "clients/cli/command.h"
#include "clients/cli/session.h"

namespace clarion::cli {

// Declares every command and option on the program; completion and tests walk the same tree.
void DeclareCommands(CLI::App& program, GlobalOptions& options, Chosen& chosen);

// Runs one command line, without the program's name; returns the exit code.
int RunCli(const std::vector<std::string>& arguments, Terminal& terminal, const Dial& dial);

}  // namespace clarion::cli
