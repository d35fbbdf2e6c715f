// Runs one scenario on a desk: visits its instants, does its steps, makes its checks.
//
// At one instant first the timers settle, then the steps come in the order of the file, then the
// checks. A step that is refused must leave the incidents as they were.
#pragma once

#include <string>

#include "tests/scenarios/desk.h"
#include "tests/scenarios/scenario.h"

namespace clarion::scenarios {

struct Result {
  enum class Verdict { kPassed, kFailed, kSkipped };
  Verdict verdict = Verdict::kPassed;
  std::string why;          // of a failure or a skip
  std::string missing_act;  // of a skip
};

// The act of a scenario that cannot be carried out yet; empty when there is none.
std::string MissingAct(const Scenario& scenario);

Result Play(const Scenario& scenario, Desk& desk);

}  // namespace clarion::scenarios
