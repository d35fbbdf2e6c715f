#include "clients/cli/local_failure.h"

#include "absl/strings/cord.h"
#include "google/rpc/error_details.pb.h"

namespace clarion::cli {

absl::Status LocalFailure(absl::StatusCode code, const std::string& zh, const std::string& en,
                          const std::string& reason) {
  absl::Status status(code, en);
  google::rpc::LocalizedMessage message;
  message.set_locale("zh-CN");
  message.set_message(zh);
  status.SetPayload("type.googleapis.com/google.rpc.LocalizedMessage",
                    absl::Cord(message.SerializeAsString()));
  if (!reason.empty()) {
    google::rpc::ErrorInfo info;
    info.set_reason(reason);
    info.set_domain("clarion");
    status.SetPayload("type.googleapis.com/google.rpc.ErrorInfo",
                      absl::Cord(info.SerializeAsString()));
  }
  return status;
}

absl::Status Misused(const std::string& zh, const std::string& en) {
  return LocalFailure(absl::StatusCode::kInvalidArgument, zh, en);
}

}  // namespace clarion::cli
