// The RPC that carries a command, for the rule who may call what.
#pragma once

#include "clarion/methods.h"
#include "clarion/v1/commands.pb.h"

namespace clarion::scenarios {

// The command must be one of those acts are translated to.
server::Method MethodOf(const v1::Command& command);

}  // namespace clarion::scenarios
