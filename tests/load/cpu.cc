#include "tests/load/cpu.h"

#include <time.h>

namespace clarion::load {

nanoseconds CpuUsed(pid_t pid) {
  clockid_t clock = 0;
  timespec used = {};
  if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &used) != 0) {
    return nanoseconds(0);
  }
  return std::chrono::seconds(used.tv_sec) + nanoseconds(used.tv_nsec);
}

void CpuMeter::Begin() {
  for (size_t i = 0; i < pids_.size(); ++i) used_[i] = CpuUsed(pids_[i]);
}

void CpuMeter::End() {
  for (size_t i = 0; i < pids_.size(); ++i) used_[i] = CpuUsed(pids_[i]) - used_[i];
}

}  // namespace clarion::load
