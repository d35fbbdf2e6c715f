// A command as the RPC that carries it: which process, which request message.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "clarion/v1/docket.pb.h"
#include "tests/scenarios/acts.h"
#include "tests/support/process_group.h"

namespace clarion::scenarios {

// Calls the service that serves the command. `region` is six digits, for registering.
absl::StatusOr<v1::Docket> Send(support::ProcessGroup& group, const std::string& token,
                                const std::string& region, const Request& request);

}  // namespace clarion::scenarios
