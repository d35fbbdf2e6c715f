// Names that lead to an incident and are held once in a shard: its fingerprint while it is open,
// the id in its source for ever. With those of the incidents merged into it.
//
// A drill holds names of its own, so that it never stands in the way of a real case.
#pragma once

#include <string>
#include <vector>

#include "services/core/deliberation.h"

namespace clarion::core {

// The region in `regions/{region}/incidents/{incident}`; empty when it is no such name.
std::string RegionOfIncident(const std::string& name);

// Under which the docket holds fingerprints: its own and those of what was merged into it.
std::vector<std::string> FingerprintNames(const v1::Docket& docket);

// At registration: one matter, one open incident.
void HoldNames(Deliberation& deliberation);

// Merged away: what led here leads to `into`.
void HandOverNames(Deliberation& deliberation, const std::string& into);

// At closing: the matter may be registered again.
void FreeFingerprints(Deliberation& deliberation);

}  // namespace clarion::core
