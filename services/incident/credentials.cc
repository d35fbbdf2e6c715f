#include "services/incident/credentials.h"

#include "services/core/refusal.h"

namespace clarion::incident {
namespace {

constexpr int kPasswordMin = 8;
constexpr int kPasswordMax = 128;

}  // namespace

absl::Status SignInFailed() {
  return core::Refuse({.code = absl::StatusCode::kUnauthenticated,
                       .reason = v1::ERROR_REASON_SIGN_IN_FAILED,
                       .en = "Account and password do not match. Check both, then sign in again.",
                       .zh = "账号与密码不符。请核对后重新登录。"});
}

void CheckPassword(const std::string& field, const std::string& password, core::Fields* fields) {
  const int characters = core::CodePoints(password);
  fields->Require(characters >= kPasswordMin && characters <= kPasswordMax, field,
                  "must have 8 to 128 characters");
}

absl::Status CheckPassword(const std::string& field, const std::string& password) {
  core::Fields fields;
  CheckPassword(field, password, &fields);
  return fields.ok() ? absl::OkStatus() : fields.Refused();
}

v1::TextRef ReferenceTo(const std::string& argon2id) {
  v1::TextRef reference;
  reference.set_sha256(proof::Sha256(argon2id));
  reference.set_size(static_cast<int>(argon2id.size()));
  return reference;
}

}  // namespace clarion::incident
