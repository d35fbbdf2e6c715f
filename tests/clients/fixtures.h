// Dockets, a roster and records the tests look at; it is 2026-11-23 12:10 Beijing time there.
#pragma once

#include <vector>

#include "absl/time/time.h"
#include "clarion/v1/docket.pb.h"
#include "clarion/v1/events.pb.h"
#include "clarion/v1/roster.pb.h"

namespace clarion::tests {

absl::Time FixtureNow();

// Grade II, found at 08:00, its text nearly due, one clock met and one met late.
v1::Docket MajorFire();
// Not graded, overdue; its title attacks the terminal.
v1::Docket OverdueComplaint();
// A drill 60 times faster, found at 12:00.
v1::Docket Drill();
v1::Roster County();
std::vector<v1::Record> HistoryOfMajorFire();

// A message from its text form; an error in it ends the test program.
template <class Message>
Message FromText(const char* text);

}  // namespace clarion::tests
