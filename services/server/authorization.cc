#include "services/server/authorization.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/core/authority.h"
#include "services/core/check.h"
#include "services/core/refusal.h"
#include "services/server/access_table.h"

namespace clarion::server {
namespace {

absl::Status Denied(v1::ErrorReason reason, const std::string& en, const std::string& zh) {
  return core::Refuse(
      {.code = absl::StatusCode::kPermissionDenied, .reason = reason, .en = en, .zh = zh});
}

// Outside one's region a thing does not exist: whether it does is not told.
absl::Status NotYours(Subject subject) {
  if (subject == Subject::kIncident) {
    return core::Refuse({.code = absl::StatusCode::kNotFound,
                         .reason = v1::ERROR_REASON_NO_SUCH_INCIDENT,
                         .en = "No such incident in your region. Check its number.",
                         .zh = "本地区无此事件，请核对编号。"});
  }
  return core::Refuse({.code = absl::StatusCode::kNotFound,
                       .reason = v1::ERROR_REASON_NO_SUCH_REGION,
                       .en = "No such region, or it is not yours. Check its code.",
                       .zh = "无此地区，或不属于您的权限范围，请核对区划代码。"});
}

struct RoleWord {
  v1::Role role;
  const char* en;
  const char* zh;
};
constexpr RoleWord kRoleWords[] = {
    {v1::ROLE_DUTY, "duty officer", "值班员"},
    {v1::ROLE_APPROVER, "approver", "审批人"},
    {v1::ROLE_SPEAKER, "speaker", "发言人"},
    {v1::ROLE_CLERK, "clerk of the lead body", "承办单位"},
    {v1::ROLE_INSPECTOR, "inspector", "督查"},
    {v1::ROLE_ADMINISTRATOR, "administrator", "管理员"},
    {v1::ROLE_INTEGRATION, "integration", "接入系统"},
};

absl::Status RoleRefused(const AccessRow& row, v1::Role role) {
  if (role == v1::ROLE_INSPECTOR && row.kind == AccessKind::kWrite) {
    return Denied(v1::ERROR_REASON_READ_ONLY, "An inspector changes nothing. Ask the duty officer.",
                  "督查账号只读，请联系值班员办理。");
  }
  if (row.roles == kApprover) {
    return Denied(v1::ERROR_REASON_NOT_APPROVER, "Only an approver may do this. Ask one.",
                  "此操作须由审批人办理。");
  }
  if (row.method == Method::kCosignRelease) return core::NotCosigner();
  if (row.roles == kSpeaker) {
    return Denied(v1::ERROR_REASON_NOT_THE_SPEAKER, "Only the speaker now chosen may sign.",
                  "仅当前指定的发言人可以签收。");
  }
  std::vector<std::string> en;
  std::vector<std::string> zh;
  for (const RoleWord& word : kRoleWords) {
    if ((row.roles & Bit(word.role)) == 0) continue;
    en.push_back(word.en);
    zh.push_back(word.zh);
  }
  return Denied(
      v1::ERROR_REASON_ROLE_NOT_ALLOWED,
      absl::StrCat("Your role may not do this; these may: ", absl::StrJoin(en, ", "), "."),
      absl::StrCat("您的角色无权办理；可办理的角色：", absl::StrJoin(zh, "、"), "。"));
}

bool MayActIn(RegionRule rule, const v1::Actor& actor, const std::string& region) {
  const bool everywhere =
      actor.role() == v1::ROLE_ADMINISTRATOR && actor.region() == kWholeDeployment;
  switch (rule) {
    case RegionRule::kNone:
    case RegionRule::kDeployment:  // judged with the role
      return true;
    case RegionRule::kOwnOrNone:
      return region.empty() || everywhere || region == actor.region();
    case RegionRule::kOwn:
      return !region.empty() && (everywhere || region == actor.region());
  }
  return false;
}

}  // namespace

absl::Status CheckAccess(Method method, const v1::Actor& actor, const std::string& region) {
  const AccessRow* row = FindRow(method);
  CLARION_CHECK(row != nullptr);
  if (row->kind == AccessKind::kOpen) return absl::OkStatus();
  if (!MayActIn(row->region, actor, region)) return NotYours(row->subject);
  if ((row->roles & Bit(actor.role())) == 0) return RoleRefused(*row, actor.role());
  if (row->region == RegionRule::kDeployment && actor.region() != kWholeDeployment) {
    return Denied(v1::ERROR_REASON_ROLE_NOT_ALLOWED,
                  "Only an administrator of the whole deployment (000000) may do this.",
                  "仅全局管理员（000000）可以办理。");
  }
  return absl::OkStatus();
}

bool IsOpen(Method method) { return FindRow(method)->kind == AccessKind::kOpen; }

bool IsWrite(Method method) { return FindRow(method)->kind == AccessKind::kWrite; }

}  // namespace clarion::server
