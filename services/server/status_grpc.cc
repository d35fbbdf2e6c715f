#include "services/server/status_grpc.h"

#include <random>
#include <string>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "google/rpc/status.pb.h"
#include "services/core/refusal.h"
#include "services/server/log.h"

namespace clarion::server {
namespace {

// The code says all there is to say, and the text comes from us or from gRPC, never from data.
bool SpeaksForItself(absl::StatusCode code) {
  return code == absl::StatusCode::kCancelled || code == absl::StatusCode::kDeadlineExceeded ||
         code == absl::StatusCode::kUnimplemented;
}

absl::Status Concealed(const absl::Status& status) {
  const std::string id = absl::StrCat(absl::Hex(std::random_device()(), absl::kZeroPad8));
  Log(LogLevel::kError, "call.fault", {{"id", id}, LogField::Whole("status", status.ToString())});
  return core::Refuse(
      {.code = absl::StatusCode::kInternal,
       .reason = v1::ERROR_REASON_INTERNAL,
       .en = absl::StrCat("A fault of ours, logged as ", id,
                          ". Repeat with the same request id, or tell the operator."),
       .zh =
           absl::StrCat("系统内部错误，日志编号 ", id, "。请用同一请求编号重试，或联系运维人员。"),
       .metadata = {{"id", id}}});
}

}  // namespace

grpc::Status ToGrpc(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  if (core::ReasonOf(status) == v1::ERROR_REASON_UNSPECIFIED && !SpeaksForItself(status.code())) {
    return ToGrpc(Concealed(status));
  }
  google::rpc::Status details;
  details.set_code(static_cast<int>(status.code()));
  const std::string message(status.message().data(), status.message().size());
  details.set_message(message);
  status.ForEachPayload([&](absl::string_view url, const absl::Cord& payload) {
    google::protobuf::Any& any = *details.add_details();
    any.set_type_url(std::string(url.data(), url.size()));
    any.set_value(std::string(payload));
  });
  return grpc::Status(static_cast<grpc::StatusCode>(status.code()), message,
                      details.details_size() > 0 ? details.SerializeAsString() : std::string());
}

absl::Status FromGrpc(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  absl::Status result(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
  google::rpc::Status details;
  if (!status.error_details().empty() && details.ParseFromString(status.error_details()) &&
      details.code() == static_cast<int>(status.error_code())) {
    for (const google::protobuf::Any& any : details.details()) {
      result.SetPayload(any.type_url(), absl::Cord(any.value()));
    }
  }
  return result;
}

}  // namespace clarion::server
