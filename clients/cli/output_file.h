// A result to the screen or into a file. One thread.
#pragma once

#include <string>

#include "clients/cli/session.h"

namespace clarion::cli {

// Into the file, in one piece or not at all; without a name to `out`, cleaned for a terminal.
// Returns the exit code.
int WriteOut(Session& session, const std::string& file, const std::string& content);

}  // namespace clarion::cli
