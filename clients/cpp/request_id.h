// Names of requests: UUIDs of version 4. A request repeated under the same name is done once.
#pragma once

#include <string>

namespace clarion::client {

// A new random one, such as `6f1c2a7e-3b0d-4c55-9a1e-0d4f6f2b8c31`. Thread-safe.
std::string NewRequestId();

}  // namespace clarion::client
