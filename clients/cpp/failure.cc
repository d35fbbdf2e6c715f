#include "clients/cpp/failure.h"

#include "absl/strings/cord.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace clarion::client {
namespace {

constexpr char kErrorInfo[] = "type.googleapis.com/google.rpc.ErrorInfo";
constexpr char kLocalized[] = "type.googleapis.com/google.rpc.LocalizedMessage";
constexpr char kBadRequest[] = "type.googleapis.com/google.rpc.BadRequest";
constexpr char kRetryInfo[] = "type.googleapis.com/google.rpc.RetryInfo";

template <class Message>
std::optional<Message> Payload(const absl::Status& status, const char* url) {
  const auto bytes = status.GetPayload(url);
  Message message;
  if (!bytes || !message.ParseFromString(std::string(*bytes))) return std::nullopt;
  return message;
}

}  // namespace

absl::Status ToStatus(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  absl::Status result(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
  google::rpc::Status details;
  if (!details.ParseFromString(status.error_details())) return result;
  for (const google::protobuf::Any& detail : details.details()) {
    result.SetPayload(detail.type_url(), absl::Cord(detail.value()));
  }
  return result;
}

Failure FailureOf(const absl::Status& status) {
  Failure failure;
  failure.code = status.code();
  failure.en = std::string(status.message());
  if (const auto info = Payload<google::rpc::ErrorInfo>(status, kErrorInfo)) {
    failure.reason = info->reason();
    failure.metadata.insert(info->metadata().begin(), info->metadata().end());
  }
  if (const auto message = Payload<google::rpc::LocalizedMessage>(status, kLocalized)) {
    (message->locale().rfind("en", 0) == 0 ? failure.en : failure.zh) = message->message();
  }
  if (const auto bad = Payload<google::rpc::BadRequest>(status, kBadRequest)) {
    for (const auto& violation : bad->field_violations()) {
      failure.violations.push_back({violation.field(), violation.description()});
    }
  }
  if (const auto retry = Payload<google::rpc::RetryInfo>(status, kRetryInfo)) {
    failure.retry_delay = absl::Seconds(retry->retry_delay().seconds()) +
                          absl::Nanoseconds(retry->retry_delay().nanos());
  }
  if (failure.zh.empty()) failure.zh = failure.en;
  return failure;
}

bool IsRetryable(absl::StatusCode code) {
  return code == absl::StatusCode::kUnavailable || code == absl::StatusCode::kResourceExhausted ||
         code == absl::StatusCode::kDeadlineExceeded;
}

}  // namespace clarion::client
