// The laws every docket keeps, whatever was done to it: written a second time and from the domain's
// table, not from the code under test.
#pragma once

#include <string>

#include "absl/time/time.h"
#include "clarion/v1/docket.pb.h"
#include "clarion/v1/events.pb.h"

namespace clarion::testing {

// What `after` breaks, decided at `now`; empty when nothing. `before` is the docket before the last
// record, or an empty one.
std::string BrokenLaw(const v1::Docket& before, const v1::Docket& after, absl::Time now);

// The first instant at which `docket` has something due, by the table: 80 % of the limit, then a
// millisecond after the due instant. InfiniteFuture when nothing is.
absl::Time NextDueByTable(const v1::Docket& docket);

}  // namespace clarion::testing
