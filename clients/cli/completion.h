// Shell completion, made from the very tree of commands the program parses with: a command cannot
// be forgotten. Pure; thread-safe.
#pragma once

#include <CLI/App.hpp>
#include <string>

namespace clarion::cli {

// Words for bash: subcommands, options, values of options that have a closed list, files.
std::string BashCompletion(const CLI::App& program);

// The same for zsh, with what each word means beside it.
std::string ZshCompletion(const CLI::App& program);

}  // namespace clarion::cli
