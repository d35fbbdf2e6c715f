#include "tests/faults/fault.h"

#include <algorithm>

#include "tests/support/wait_until.h"

namespace clarion::faults {

void Let(absl::Duration time) {
  support::WaitUntil(time, [] { return false; });
}

const std::vector<Fault>& AllFaults() {
  static const auto& faults = *[] {
    auto* all = new std::vector<Fault>();
    AddProcessFaults(*all);
    AddRedisFaults(*all);
    AddDiskFaults(*all);
    AddClockFaults(*all);
    AddNetworkFaults(*all);
    AddWatchFaults(*all);
    AddRequestFaults(*all);
    AddDataFaults(*all);
    std::stable_sort(all->begin(), all->end(),
                     [](const Fault& a, const Fault& b) { return a.row < b.row; });
    return all;
  }();
  return faults;
}

}  // namespace clarion::faults
