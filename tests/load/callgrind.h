// What a program did between two moments, counted by callgrind: instructions and allocations.
//
// Reads the profile callgrind writes: `summary:` has the instructions; calls of malloc and its kin
// are counted at the functions that are called. Pure.
#pragma once

#include <string>

namespace clarion::load {

struct Executed {
  double instructions = 0;
  double allocations = 0;
};

// Zero of both when it is no such profile.
Executed ReadCallgrind(const std::string& profile);

}  // namespace clarion::load
