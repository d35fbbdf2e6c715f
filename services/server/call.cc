#include "services/server/call.h"

#include <utility>

#include "absl/time/clock.h"
#include "services/core/refusal.h"
#include "services/server/audit.h"
#include "services/server/log.h"
#include "services/server/status_grpc.h"

namespace clarion::server {

Ending::Ending(Runtime& runtime, grpc::ServerUnaryReactor* reactor,
               const grpc::ServerContextBase& context, Method method)
    : runtime_(runtime),
      reactor_(reactor),
      context_(context),
      method_(method),
      began_(absl::Now()) {}

Ending::~Ending() { Finish(absl::InternalError("the handler ended without an answer")); }

void Ending::Admitted(std::shared_ptr<const v1::Actor> actor, const std::string& region) {
  admitted_ = true;
  actor_ = std::move(actor);
  region_ = region;
}

void Ending::Finish(const absl::Status& status) {
  if (finished_.exchange(true)) return;
  runtime_.metrics.RequestAnswered(method_, status, absl::Now() - began_);
  if (!status.ok()) {
    // Who was not let in was audited at the door.
    if (admitted_ && IsForRight(status)) {
      AuditRefusal(method_, *actor_, region_, status, context_.peer());
    }
    Log(LogLevel::kInfo, "request.refused",
        {{"method", MethodName(method_)},
         {"code", absl::StatusCodeToString(status.code())},
         {"reason", core::ReasonName(core::ReasonOf(status))}});
  }
  reactor_->Finish(ToGrpc(status));  // last: the call's memory may go with it
}

absl::Status Thrown(Method method, const char* what) {
  return absl::InternalError(std::string(MethodName(method)) + ": exception: " + what);
}

}  // namespace clarion::server
