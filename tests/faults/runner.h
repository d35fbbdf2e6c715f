// Plays runs: plans them by their seed, plays each in a Scene of its own, some side by side, judges
// them, and prints one line for each.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "tests/faults/fault.h"
#include "tests/faults/office.h"

namespace clarion::faults {

// One run: what is broken, in which order, and on which ground.
struct Plan {
  std::string name = {};       // `run 7`, or the name of a row
  std::string arguments = {};  // of the command that repeats it
  uint64_t seed = 0;
  std::vector<const Fault*> faults = {};
  absl::Duration time = {};  // of traffic, at least
  std::string durability = "DISK";
  int disk_mib = 0;
  bool network = false;
  bool rows = false;  // each fault alone and in full length
};

struct Totals {
  int64_t runs = 0;
  int64_t acknowledged = 0;
  int64_t failed = 0;
  int64_t unknown = 0;
  int64_t deadlines = 0;
  int64_t deliveries = 0;
};

class Runner {
 public:
  // `keep`: where the folder of a failing run is put.
  Runner(const Office& office, std::string keep) : office_(office), keep_(std::move(keep)) {}

  // Plays all, `side_by_side` at a time. The number of those that failed.
  int Play(const std::vector<Plan>& plans, int side_by_side);
  const Totals& totals() const { return totals_; }

 private:
  // What was wrong with it; prints its line.
  bool PlayOne(const Plan& plan);

  const Office& office_;
  const std::string keep_;
  std::mutex mutex_;  // the totals, and the output
  Totals totals_;
};

// Whether random runs of this durability hold it.
bool Mixes(const Fault& fault, const std::string& durability);
// A random run of `seed`: two to four faults that mix.
Plan RandomPlan(uint64_t seed, absl::Duration time, const std::string& durability);
// A run of one row alone; empty reason, or why it cannot run here.
Plan RowPlan(const Fault& fault, uint64_t seed);
std::string WhyNot(const Fault& fault);

}  // namespace clarion::faults
