// clarion-probe: the real frame around a desk that does nothing, for process_test.cc.
//
// GetIncident answers at once with no title; of an incident `slow` only when the process drains.
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "clarion/v1/incident_service.grpc.pb.h"
#include "services/server/call.h"
#include "services/server/log.h"
#include "services/server/process.h"

namespace clarion::server {
namespace {

class ProbeDesk final : public Desk, private v1::IncidentService::CallbackService {
 public:
  explicit ProbeDesk(Runtime& runtime) : runtime_(runtime) {}

  std::vector<Desk::Service> Services() override {
    return {{v1::IncidentService::service_full_name(), this}};
  }

  void Drain() override {
    std::vector<Done> waiting;
    {
      std::lock_guard<std::mutex> lock(mutex_);
      waiting.swap(waiting_);
    }
    for (const Done& done : waiting) done(absl::OkStatus());
  }

 private:
  grpc::ServerUnaryReactor* GetIncident(grpc::CallbackServerContext* context,
                                        const v1::GetIncidentRequest* request,
                                        v1::Docket* response) override {
    return Serve(runtime_, context, request, response, Method::kGetIncident,
                 RegionOf("name", request->name()), [this](auto call) {
                   const auto name = ParseName("name", call.request->name(), {NameKind::kIncident});
                   if (!name.ok()) return call.done(name.status());
                   if (name->incident != "slow") return call.done(absl::OkStatus());
                   std::lock_guard<std::mutex> lock(mutex_);
                   waiting_.push_back(call.done);
                   Log(LogLevel::kInfo, "probe.waiting");
                 });
  }

  Runtime& runtime_;
  std::mutex mutex_;
  std::vector<Done> waiting_;
};

}  // namespace
}  // namespace clarion::server

int main(int argc, char** argv) {
  return clarion::server::RunProcess(
      argc, argv, {"probe", [](clarion::server::Runtime& runtime) {
                     return std::make_unique<clarion::server::ProbeDesk>(runtime);
                   }});
}
