#include "services/server/audit.h"

#include "services/core/refusal.h"
#include "services/server/log.h"

namespace clarion::server {
namespace {

// `DUTY`; empty for nobody.
std::string RoleWordOf(v1::Role role) {
  if (role == v1::ROLE_UNSPECIFIED || !v1::Role_IsValid(role)) return "";
  return v1::Role_Name(role).substr(sizeof("ROLE_") - 1);
}

}  // namespace

bool IsForRight(const absl::Status& refusal) {
  return refusal.code() == absl::StatusCode::kUnauthenticated ||
         refusal.code() == absl::StatusCode::kPermissionDenied;
}

void AuditRefusal(Method method, const v1::Actor& actor, const std::string& region,
                  const absl::Status& refusal, const std::string& peer) {
  Log(LogLevel::kAudit, "refused",
      {LogField::Whole("method", MethodName(method)),
       {"account", actor.account()},
       {"person", actor.person()},
       {"role", RoleWordOf(actor.role())},
       {"region", actor.region()},
       {"regionAsked", region},
       {"code", absl::StatusCodeToString(refusal.code())},
       {"reason", core::ReasonName(core::ReasonOf(refusal))},
       {"peer", peer}});
}

}  // namespace clarion::server
