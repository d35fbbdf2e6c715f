// The echo floor: what gRPC over TLS costs by itself.
#include "clarion/v1/incident_service.grpc.pb.h"
#include "tests/load/floor.h"

namespace clarion::load {
namespace {

using RawRegistration =
    v1::IncidentService::WithRawCallbackMethod_RegisterIncident<v1::IncidentService::Service>;

class EchoFloor final : public RawRegistration {
 public:
  grpc::ServerUnaryReactor* RegisterIncident(grpc::CallbackServerContext* context,
                                             const grpc::ByteBuffer* request,
                                             grpc::ByteBuffer* response) override {
    *response = *request;
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }
};

}  // namespace

std::unique_ptr<grpc::Service> NewEchoFloor() { return std::make_unique<EchoFloor>(); }

}  // namespace clarion::load
