// The table of faults: rows of the fault matrix, each with a name, what it does, and what is
// expected of it besides what every run must hold.
//
// Inject breaks something, looks whether the system answers as it should, and mends it before it
// returns. Faults of one group stand in one file.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "tests/faults/acts.h"
#include "tests/faults/history.h"
#include "tests/faults/scene.h"

namespace clarion::faults {

struct Fault {
  int row = 0;
  std::string name = {};
  std::string what = {};
  // What it stands on; decides in which run it can be.
  enum class Ground { kAny, kNetwork, kSmallDisk };
  Ground ground = Ground::kAny;
  // May be one of several in a random run; the others have a run of their own.
  bool mixes = true;
  // Needs Redis as this durability; empty: any.
  std::string durability = {};
  // A program it needs; empty: none.
  std::string program = {};
  FaultFacts::Takes takes = FaultFacts::Takes::kNothing;
  bool clock = false;  // steps a clock
  std::function<void(Scene&, Random&)> inject = nullptr;
};

// By row.
const std::vector<Fault>& AllFaults();

void AddProcessFaults(std::vector<Fault>& all);
void AddRedisFaults(std::vector<Fault>& all);
void AddDiskFaults(std::vector<Fault>& all);
void AddClockFaults(std::vector<Fault>& all);
void AddNetworkFaults(std::vector<Fault>& all);
void AddWatchFaults(std::vector<Fault>& all);
void AddRequestFaults(std::vector<Fault>& all);
void AddDataFaults(std::vector<Fault>& all);

// A random duration between the two.
inline absl::Duration Between(Random& random, absl::Duration least, absl::Duration most) {
  const int64_t span = absl::ToInt64Milliseconds(most - least);
  return least +
         absl::Milliseconds(static_cast<int64_t>(random() % static_cast<uint64_t>(span + 1)));
}

// Lets the run go on for a while: the one place where time passes for its own sake.
void Let(absl::Duration time);

}  // namespace clarion::faults
