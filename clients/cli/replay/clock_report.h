// What a replay ends with: clock by clock, until when it ran and what became of it, in the hours of
// the case and not of the drill. Pure but for the stream written to.
#pragma once

#include <ostream>
#include <vector>

#include "clarion/v1/events.pb.h"
#include "clients/cli/look.h"
#include "clients/cli/replay/case_file.h"

namespace clarion::cli {

struct ClockLine {
  std::string obligation;  // id
  v1::ObligationKind kind = v1::OBLIGATION_KIND_UNSPECIFIED;
  v1::ObligationStatus status = v1::OBLIGATION_STATUS_UNSPECIFIED;
  std::string article;
  absl::Duration due;                 // after the start
  std::optional<absl::Duration> met;  // after the start
  bool breached = false;              // a breach stands in the history
  absl::Duration late;                // how much after due; zero when in time
  std::optional<Known> known;         // what the time of the act that met it rests on
};

std::vector<ClockLine> ClockLines(const Case& replayed, const v1::Docket& docket,
                                  const std::vector<v1::Record>& records);

void PrintClockLines(std::ostream& out, const Look& look, const std::vector<ClockLine>& lines,
                     int speed);

// `T+13:48`.
std::string Offset(absl::Duration after);

}  // namespace clarion::cli
