// The judgement of a settled run: what the store holds is written beside the history, and the
// checker compares the two.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/faults/redis_program.h"

namespace clarion::faults {

struct Judgement {
  std::vector<std::string> violations = {};
  std::string verdict = {};  // `14 validators`
  int64_t deadlines = 0;     // decided
  int64_t deliveries = 0;
};

Judgement Judge(RedisProgram& redis, const std::string& folder);

}  // namespace clarion::faults
