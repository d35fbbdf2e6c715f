#include "services/core/usual_refusals.h"

#include "absl/strings/str_cat.h"
#include "services/core/refusal.h"

namespace clarion::core {

absl::Status Precondition(v1::ErrorReason reason, const char* en, const char* zh) {
  return Refuse(
      {.code = absl::StatusCode::kFailedPrecondition, .reason = reason, .en = en, .zh = zh});
}

absl::Status NoSuchIncident() {
  return Refuse({.code = absl::StatusCode::kNotFound,
                 .reason = v1::ERROR_REASON_NO_SUCH_INCIDENT,
                 .en = "There is no such incident in your region. Check its number.",
                 .zh = "本地区没有该事件,请核对编号。"});
}

absl::Status NoSuchRelease(const std::string& release) {
  return Refuse({.code = absl::StatusCode::kNotFound,
                 .reason = v1::ERROR_REASON_NO_SUCH_RELEASE,
                 .en = absl::StrCat("The incident has no release '", release, "'. Check its id."),
                 .zh = absl::StrCat("该事件没有文稿“", release, "”,请核对编号。"),
                 .metadata = {{"release", release}}});
}

absl::Status NoSuchOfficial(const std::string& official) {
  return Refuse({.code = absl::StatusCode::kNotFound,
                 .reason = v1::ERROR_REASON_NO_SUCH_OFFICIAL,
                 .en = absl::StrCat("The roster has no official '", official, "'. Check the id."),
                 .zh = absl::StrCat("名册中没有“", official, "”,请核对编号。"),
                 .metadata = {{"official", official}}});
}

absl::Status NoSuchBody(const std::string& body) {
  return Refuse({.code = absl::StatusCode::kNotFound,
                 .reason = v1::ERROR_REASON_NO_SUCH_BODY,
                 .en = absl::StrCat("The roster has no body '", body, "'. Check the id."),
                 .zh = absl::StrCat("名册中没有单位“", body, "”,请核对编号。"),
                 .metadata = {{"body", body}}});
}

absl::Status BasisRequired() {
  return Refuse({.code = absl::StatusCode::kInvalidArgument,
                 .reason = v1::ERROR_REASON_BASIS_REQUIRED,
                 .en = "A basis is required: it goes into the record. Say on what it rests.",
                 .zh = "须写明依据,依据将存入卷宗。请补充后重报。"});
}

absl::Status TerminalState() {
  return Refuse({.code = absl::StatusCode::kFailedPrecondition,
                 .reason = v1::ERROR_REASON_TERMINAL_STATE,
                 .en = "The incident is closed or merged; nothing more can be entered. Register "
                       "what is new as an incident of its own.",
                 .zh = "事件已办结或已并案,不再受理。如有新情况,请另行登记。"});
}

absl::Status NoLead() {
  return Refuse({.code = absl::StatusCode::kFailedPrecondition,
                 .reason = v1::ERROR_REASON_NO_LEAD,
                 .en = "No lead body is set, so it is not known who may speak. Assign one first.",
                 .zh = "尚未确定牵头单位,无法确定发言人。请先交办。"});
}

absl::Status InTheFuture(const char* what_en, const char* what_zh) {
  return Refuse(
      {.code = absl::StatusCode::kInvalidArgument,
       .reason = v1::ERROR_REASON_DETECTED_IN_FUTURE,
       .en = absl::StrCat(what_en, " lies in the future. Enter the instant it really happened."),
       .zh = absl::StrCat(what_zh, "晚于当前时间,请填写实际时间。")});
}

absl::Status SelfApproval(const char* why_en, const char* why_zh) {
  return Refuse({.code = absl::StatusCode::kPermissionDenied,
                 .reason = v1::ERROR_REASON_SELF_APPROVAL,
                 .en = absl::StrCat(why_en, " Another approver must approve it."),
                 .zh = absl::StrCat(why_zh, ",须由其他审批人审批。")});
}

absl::Status AlreadyPublished() {
  return Refuse({.code = absl::StatusCode::kAlreadyExists,
                 .reason = v1::ERROR_REASON_ALREADY_PUBLISHED,
                 .en = "The release is published already. Nothing needs to be done.",
                 .zh = "该文稿已发布,无需重复办理。"});
}

absl::Status HashMismatch() {
  return Refuse({.code = absl::StatusCode::kAborted,
                 .reason = v1::ERROR_REASON_HASH_MISMATCH,
                 .en = "The hash is not that of the current text. Read it again, then sign.",
                 .zh = "所审文稿不是当前文本。请重新阅读后再签批。"});
}

absl::Status EffectiveInFuture(const char* why_en, const char* why_zh) {
  return Refuse({.code = absl::StatusCode::kInvalidArgument,
                 .reason = v1::ERROR_REASON_EFFECTIVE_IN_FUTURE,
                 .en = absl::StrCat(why_en, " Enter the instant it really was."),
                 .zh = absl::StrCat(why_zh, ",请填写实际时间。")});
}

absl::Status AlreadyExists(const std::string& name) {
  return Refuse({.code = absl::StatusCode::kAlreadyExists,
                 .reason = v1::ERROR_REASON_ALREADY_EXISTS,
                 .en = absl::StrCat("'", name, "' exists already. Choose another name."),
                 .zh = absl::StrCat("“", name, "”已存在,请另取名称。"),
                 .metadata = {{"name", name}}});
}

}  // namespace clarion::core
