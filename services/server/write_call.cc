#include "services/server/write_call.h"

#include <cctype>

#include "services/core/refusal.h"

namespace clarion::server {

absl::Status CheckRequestId(const std::string& id) {
  bool good = id.size() == 36;
  for (size_t i = 0; good && i < id.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    good = dash ? id[i] == '-' : std::isxdigit(static_cast<unsigned char>(id[i])) != 0;
  }
  if (good) return absl::OkStatus();
  return core::Refuse(
      {.code = absl::StatusCode::kInvalidArgument,
       .reason = v1::ERROR_REASON_FIELD_INVALID,
       .en =
           "request_id must be a UUID chosen by the caller, the same when the request is repeated.",
       .zh = "request_id 须为调用方生成的 UUID,重试时保持不变。",
       .violations = {{"request_id", "A UUID such as 123e4567-e89b-12d3-a456-426614174000."}}});
}

}  // namespace clarion::server
