#include "services/core/refusal.h"

#include "absl/strings/cord.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/types/optional.h"
#include "google/rpc/error_details.pb.h"
#include "services/core/check.h"

namespace clarion::core {
namespace {

constexpr absl::string_view kErrorInfoUrl = "type.googleapis.com/google.rpc.ErrorInfo";
constexpr absl::string_view kLocalizedUrl = "type.googleapis.com/google.rpc.LocalizedMessage";
constexpr absl::string_view kBadRequestUrl = "type.googleapis.com/google.rpc.BadRequest";
constexpr absl::string_view kReasonPrefix = "ERROR_REASON_";

}  // namespace

absl::Status Refuse(const Refusal& refusal) {
  CLARION_CHECK(refusal.code != absl::StatusCode::kOk);
  CLARION_CHECK(refusal.reason != v1::ERROR_REASON_UNSPECIFIED);
  CLARION_CHECK(!refusal.en.empty());
  CLARION_CHECK(!refusal.zh.empty());

  google::rpc::ErrorInfo info;
  info.set_domain("clarion");
  info.set_reason(ReasonName(refusal.reason));
  for (const auto& [key, value] : refusal.metadata) (*info.mutable_metadata())[key] = value;

  google::rpc::LocalizedMessage localized;
  localized.set_locale("zh-CN");
  localized.set_message(refusal.zh);

  absl::Status status(refusal.code, refusal.en);
  status.SetPayload(kErrorInfoUrl, absl::Cord(info.SerializeAsString()));
  status.SetPayload(kLocalizedUrl, absl::Cord(localized.SerializeAsString()));
  if (!refusal.violations.empty()) {
    google::rpc::BadRequest bad;
    for (const Violation& violation : refusal.violations) {
      auto& field = *bad.add_field_violations();
      field.set_field(violation.field);
      field.set_description(violation.description);
    }
    status.SetPayload(kBadRequestUrl, absl::Cord(bad.SerializeAsString()));
  }
  return status;
}

v1::ErrorReason ReasonOf(const absl::Status& status) {
  const absl::optional<absl::Cord> payload = status.GetPayload(kErrorInfoUrl);
  google::rpc::ErrorInfo info;
  v1::ErrorReason reason = v1::ERROR_REASON_UNSPECIFIED;
  if (!payload.has_value() || !info.ParseFromString(std::string(*payload))) return reason;
  const std::string name = std::string(kReasonPrefix) + info.reason();
  if (!v1::ErrorReason_Parse(name, &reason)) return v1::ERROR_REASON_UNSPECIFIED;
  return reason;
}

std::string ChineseOf(const absl::Status& status) {
  google::rpc::LocalizedMessage localized;
  const auto payload = status.GetPayload(kLocalizedUrl);
  if (!payload.has_value() || !localized.ParseFromString(std::string(*payload))) return "";
  return localized.message();
}

std::string ReasonName(v1::ErrorReason reason) {
  return std::string(absl::StripPrefix(v1::ErrorReason_Name(reason), kReasonPrefix));
}

}  // namespace clarion::core
