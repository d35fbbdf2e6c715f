// One made run many times over, side by side: for what must be large.
#pragma once

#include "tests/faults/made_run.h"

namespace clarion::faults {

// Each incident of `run` becomes `copies` incidents, decided in the same order at the same instants
// under names and requests of their own. Watchers are left out.
MadeRun Multiply(const MadeRun& run, int copies);

}  // namespace clarion::faults
