// The frame of a process: what each `main` does.
//
//     int main(int argc, char** argv) {
//       return clarion::server::RunProcess(argc, argv, {"incident", OpenIncidentDesk});
//     }
//
// `--config FILE` runs; with `--check-config` it only reads and says every fault; `--version` says
// the version. Opens the store, the desk and the server in this order, then serves until SIGTERM or
// SIGINT: health NOT_SERVING, Desk::Drain, no new calls, up to 5 s for those under way, Desk::Stop,
// exit 0. A process that has not ended 10 s after the signal is ended. Exit 1: could not start; 2:
// wrong use.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "grpcpp/impl/service_type.h"
#include "services/server/runtime.h"

namespace clarion::server {

// One desk's services and loops.
class Desk {
 public:
  struct Service {
    std::string name;  // full name, such as `clarion.v1.IncidentService`: known to health
    grpc::Service* service;
  };

  virtual ~Desk() = default;
  // Live as long as the desk.
  virtual std::vector<Service> Services() = 0;
  // Begins loops and loads what lists need; may block. The server listens once this returned, so no
  // call finds a desk that is half ready. With an error Stop follows.
  virtual absl::Status Start() { return absl::OkStatus(); }
  // The process is stopping: end every watch with SERVER_DRAINING. Calls under way go on.
  virtual void Drain() {}
  // No call is left: end the loops.
  virtual void Stop() {}
};

struct ProcessSpec {
  std::string name;  // `incident`, `timeline`, `spokesperson`, `broadcast`
  std::function<absl::StatusOr<std::unique_ptr<Desk>>(Runtime&)> open;
};

int RunProcess(int argc, char** argv, const ProcessSpec& spec);

}  // namespace clarion::server
