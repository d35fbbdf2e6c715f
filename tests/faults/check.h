// The checker: holds what clients and watchers were told in a run against what the store says
// happened, and the store against the law.
//
//     Verdicts verdicts = Check(history, dump);
//     verdicts.Print(std::cout);            // names every promise, kept or broken
//
// Every validator runs once over the whole run; together they are linear but for sorting. Pure;
// works on two threads, one for what was told and one for the papers. What each validator asks
// stands beside its name in checks.h.
#pragma once

#include "tests/faults/dump.h"
#include "tests/faults/history.h"
#include "tests/faults/verdicts.h"

namespace clarion::faults {

Verdicts Check(const History& history, const Dump& dump);

}  // namespace clarion::faults
