// clarion-incident: registers incidents, keeps their facts, and lets people in.
#include <memory>

#include "services/incident/admin_service.h"
#include "services/incident/incident_service.h"
#include "services/server/process.h"
#include "services/server/workers.h"

namespace clarion::incident {
namespace {

class IncidentDesk final : public server::Desk {
 public:
  explicit IncidentDesk(server::Runtime& runtime)
      : path_(runtime.store, runtime.packs, runtime.metrics, workers_),
        incidents_(runtime, path_),
        admin_(runtime, path_) {}

  std::vector<Service> Services() override {
    return {{v1::IncidentService::service_full_name(), &incidents_},
            {v1::AdminService::service_full_name(), &admin_}};
  }

 private:
  server::Workers workers_{2, 1024};
  server::WritePath path_;
  IncidentServiceImpl incidents_;
  AdminServiceImpl admin_;
};

}  // namespace
}  // namespace clarion::incident

int main(int argc, char** argv) {
  return clarion::server::RunProcess(
      argc, argv, {"incident", [](clarion::server::Runtime& runtime) {
                     return std::make_unique<clarion::incident::IncidentDesk>(runtime);
                   }});
}
