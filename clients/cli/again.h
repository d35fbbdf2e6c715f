// A command line said again with one option changed: what to type next, ready to be copied.
// Pure; thread-safe.
#pragma once

#include <string>
#include <vector>

namespace clarion::cli {

// One argument as a POSIX shell must be given it: quoted where it has to be.
std::string ShellQuoted(const std::string& argument);

// `clarion` and the arguments, without what was given for the option, and then with it:
//
//     SaidAgain({"release", "publish", "7", "r1"}, "--yes") -> clarion release publish 7 r1 --yes
//     SaidAgain({... "--basis", ""}, "--basis TEXT")        -> clarion ... --basis TEXT
//     SaidAgain({... "--request-id", "x"}, "-request-id")   -> clarion ... (only taken away)
std::string SaidAgain(const std::vector<std::string>& arguments, const std::string& option);

}  // namespace clarion::cli
