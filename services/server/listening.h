// The gRPC server of a process: TLS only, with limits on everything a caller can make large.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "grpcpp/server.h"
#include "services/server/prepared.h"
#include "services/server/process.h"

namespace clarion::server {

struct Listening {
  std::unique_ptr<grpc::Server> server;
  int port = 0;
};

absl::StatusOr<Listening> Listen(const Prepared& prepared,
                                 const std::vector<Desk::Service>& services);

}  // namespace clarion::server
