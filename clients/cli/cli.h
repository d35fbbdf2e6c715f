// The program `clarion`, but for the process around it.
#pragma once

#include <string>
#include <vector>

#include "clients/cli/session.h"

namespace clarion::cli {

// Runs one command line, without the program's name; returns the exit code.
int RunCli(const std::vector<std::string>& arguments, Terminal& terminal, const Dial& dial);

}  // namespace clarion::cli
