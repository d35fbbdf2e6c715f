// What an import would change: bodies, officials, leave and the superior, added, changed, removed.
// Pure; thread-safe.
#pragma once

#include <string>
#include <vector>

#include "clarion/v1/roster.pb.h"
#include "clients/cli/look.h"

namespace clarion::cli {

enum class Difference { kAdded, kChanged, kRemoved };

struct RosterLine {
  Difference difference = Difference::kAdded;
  Word what = {"", ""};   // body, official, leave, superior
  std::string id = {};    // of the body or official
  std::string name = {};  // in the look's language
  std::string detail = {};
};

// Bodies first, then officials and their leave, each in the order of the new roster and then what
// is gone. Empty: nothing would change.
std::vector<RosterLine> CompareRosters(const Look& look, const v1::Roster& present,
                                       const v1::Roster& coming);

void PrintRosterLines(std::ostream& out, const Look& look, const std::vector<RosterLine>& lines);

}  // namespace clarion::cli
