#include "services/server/unreadable_requests.h"

#include "absl/strings/match.h"
#include "services/core/refusal.h"
#include "services/server/status_grpc.h"

namespace clarion::server {
namespace {

using grpc::experimental::InterceptionHookPoints;
using grpc::experimental::InterceptorBatchMethods;

grpc::Status Unreadable() {
  return ToGrpc(core::Refuse(
      {.code = absl::StatusCode::kInvalidArgument,
       .reason = v1::ERROR_REASON_FIELD_INVALID,
       .en = "The request cannot be read: it is cut short, of another form, or holds text that is "
             "not valid UTF-8. Correct it and send again.",
       .zh = "请求无法解析：内容不完整、格式不符或含有无效的UTF-8文本。请更正后重发。",
       .violations = {{"request", "must be the message of this RPC, its texts valid UTF-8"}}}));
}

class Interceptor final : public grpc::experimental::Interceptor {
 public:
  void Intercept(InterceptorBatchMethods* methods) override {
    if (methods->QueryInterceptionHookPoint(InterceptionHookPoints::PRE_SEND_STATUS)) {
      const grpc::Status status = methods->GetSendStatus();
      // Ours have a reason, and gRPC's other ones a text.
      if (status.error_code() == grpc::StatusCode::UNIMPLEMENTED &&
          status.error_message().empty() && status.error_details().empty()) {
        methods->ModifySendStatus(Unreadable());
      }
    }
    methods->Proceed();
  }
};

}  // namespace

grpc::experimental::Interceptor* UnreadableRequests::CreateServerInterceptor(
    grpc::experimental::ServerRpcInfo* call) {
  if (!absl::StartsWith(call->method(), "/clarion.v1.")) return nullptr;
  return new Interceptor();  // gRPC's, which ends it with the call
}

}  // namespace clarion::server
