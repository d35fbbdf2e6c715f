// CPU time a process has used so far, user and system, all its threads.
//
// Read by the process's CPU clock, which the kernel keeps in nanoseconds; /proc/PID/stat shows the
// same in ticks of 10 ms. Steadier than operations per second on a machine that others use too.
#pragma once

#include <sys/types.h>

#include <vector>

#include "tests/load/clock.h"

namespace clarion::load {

// Zero when there is no such process.
nanoseconds CpuUsed(pid_t pid);

// CPU used by some processes between Begin and End.
class CpuMeter {
 public:
  explicit CpuMeter(std::vector<pid_t> pids) : pids_(std::move(pids)), used_(pids_.size()) {}

  void Begin();
  void End();

  // In the order of `pids`.
  const std::vector<nanoseconds>& used() const { return used_; }

 private:
  const std::vector<pid_t> pids_;
  std::vector<nanoseconds> used_;
};

}  // namespace clarion::load
