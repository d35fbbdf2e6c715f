// The scripts that run in Redis, carried in the program: their text is built in from commit.lua and
// replace_set.lua, so a program and its scripts cannot be of different versions.
#pragma once

#include <string>

namespace clarion::store {

struct Script {
  std::string source;
  std::string sha1;  // 40 hex digits: its name for EVALSHA
};

const Script& CommitScript();
const Script& ReplaceSetScript();

}  // namespace clarion::store
