// The roster on the screen, and what of it must be said: posts that nobody covers. One thread.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "clarion/v1/roster.pb.h"
#include "clients/cli/look.h"
#include "clients/cli/session.h"

namespace clarion::cli {

// `regions/{region}/roster` of the session's region.
absl::StatusOr<std::string> RosterName(Session& session);
absl::StatusOr<v1::Roster> PresentRoster(Session& session);

// Bodies and officials; in CSV the officials alone.
void PrintRoster(std::ostream& out, const Look& look, const v1::Roster& roster);

// Names on `err` the posts that leave leaves without anybody (无人代行).
void WarnOfUncovered(Session& session, const v1::Roster& roster);

}  // namespace clarion::cli
