// Calls an RPC with bytes, whatever they are: what a client that is broken or means ill would send.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "grpcpp/channel.h"

namespace clarion::testing {

// The bytes of the answer. `method` is its path, `/clarion.v1.IncidentService/GetIncident`; `token`
// may be empty. 10 s at most.
absl::StatusOr<std::string> CallRaw(const std::shared_ptr<grpc::Channel>& channel,
                                    const std::string& method, const std::string& token,
                                    const std::string& request);

}  // namespace clarion::testing
