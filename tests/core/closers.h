// What closes a clock, written a second time from the table of the domain.
#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "clarion/v1/docket.pb.h"

namespace clarion::testing {

// Instants of everything among the facts of `docket` that closes `clock`.
std::vector<absl::Time> Closers(const v1::Docket& docket, const v1::Obligation& clock);

// Whether what armed the clock is gone: its text no longer stands, its assignment was replaced.
bool IsAbandoned(const v1::Docket& docket, const v1::Obligation& clock);

// A text that stands, published here or proved by late evidence.
struct StandingText {
  absl::Time at;
  std::string name;  // as clocks name it
};

// Those that are news (not corrections), in order; of two at one instant the one entered first.
std::vector<StandingText> StandingNews(const v1::Docket& docket);

}  // namespace clarion::testing
