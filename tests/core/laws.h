// The laws every docket keeps, whatever was done to it: written a second time and from the domain's
// table, not from the code under test.
#pragma once

#include <string>

#include "absl/time/time.h"
#include "clarion/v1/docket.pb.h"
#include "clarion/v1/roster.pb.h"

namespace clarion::testing {

// What `after` breaks, decided at `now`; empty when nothing. `before` is the docket before the last
// record, or an empty one.
std::string BrokenLaw(const v1::Docket& before, const v1::Docket& after, absl::Time now);

// The first instant after `now` at which `docket`, decided at `now`, has something to say by the
// table: half the limit, 80 % of it, a quarter of an hour before its end, a millisecond after it;
// half an hour after registration without a lead body; the beginning of the speaker's leave.
// InfiniteFuture when nothing is.
absl::Time NextDueByTable(const v1::Docket& docket, const v1::Roster& roster, absl::Time now);

}  // namespace clarion::testing
