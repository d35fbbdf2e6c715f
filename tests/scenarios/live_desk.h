// The desk of real processes: a deployment of its own for each scenario, everything over gRPC.
//
// Only the clock is set by `clarion-admin`, and only while the services are down. A watch opened at
// the beginning must end with the same dockets that GetIncident shows.
#pragma once

#include <memory>
#include <string>

#include "tests/scenarios/desk.h"

namespace clarion::scenarios {

std::unique_ptr<Desk> NewLiveDesk(const std::string& rule_pack);

}  // namespace clarion::scenarios
