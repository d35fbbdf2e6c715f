#include "services/server/write_refusals.h"

#include "absl/strings/str_cat.h"
#include "services/core/refusal.h"

namespace clarion::server {

absl::Status Changed() {
  return core::Refuse({.code = absl::StatusCode::kAborted,
                       .reason = v1::ERROR_REASON_DOCKET_CHANGED,
                       .en = "Somebody else changed this meanwhile. Read it again, then repeat.",
                       .zh = "他人已先行更改。请重新读取后再操作。"});
}

absl::Status WorkersFull() {
  return core::Refuse({.code = absl::StatusCode::kResourceExhausted,
                       .reason = v1::ERROR_REASON_QUEUE_FULL,
                       .en = "Too much is waiting; nothing changed. Repeat in a moment.",
                       .zh = "排队已满,未作任何更改。请稍后重试。"});
}

absl::Status ClockOff() {
  return core::Refuse(
      {.code = absl::StatusCode::kUnavailable,
       .reason = v1::ERROR_REASON_CLOCK_OFF,
       .en = "This process's clock and the data set's differ; nothing changed. Repeat "
             "in a moment.",
       .zh = "本进程时钟与数据时钟不一致,未作任何更改。请稍后重试。"});
}

absl::Status Taken(const std::string& holder) {
  const std::string number = holder.substr(holder.rfind('/') + 1);
  return core::Refuse({.code = absl::StatusCode::kAlreadyExists,
                       .reason = v1::ERROR_REASON_DUPLICATE_REPORT,
                       .en = absl::StrCat("This matter is registered as ", number,
                                          ". Add your report to it instead."),
                       .zh = absl::StrCat("该事项已登记为 ", number, "。请在该件下补充报告。"),
                       .metadata = {{"incident", holder}}});
}

absl::Status Reused() {
  return core::Refuse(
      {.code = absl::StatusCode::kInvalidArgument,
       .reason = v1::ERROR_REASON_REQUEST_ID_REUSED,
       .en = "This request id was used for another request within 24 h. Use a new one.",
       .zh = "该请求编号在24小时内已用于另一请求。请换用新编号。"});
}

absl::Status Exists(const std::string& name) {
  return core::Refuse({.code = absl::StatusCode::kAlreadyExists,
                       .reason = v1::ERROR_REASON_ALREADY_EXISTS,
                       .en = absl::StrCat(name, " exists already. Choose another id."),
                       .zh = absl::StrCat(name, " 已存在。请换用其他编号。")});
}

absl::Status NoRegion(const std::string& region) {
  return core::Refuse({.code = absl::StatusCode::kNotFound,
                       .reason = v1::ERROR_REASON_NO_SUCH_REGION,
                       .en = absl::StrCat("There is no region ", region, ", or it is not yours."),
                       .zh = absl::StrCat("没有行政区 ", region, ",或不在您的管辖范围。")});
}

absl::Status HistoryGone(const std::string& paper) {
  return core::Refuse({.code = absl::StatusCode::kDataLoss,
                       .reason = v1::ERROR_REASON_DATA_DAMAGED,
                       .en = absl::StrCat("This was answered before, but the history of ", paper,
                                          " is not what it was. Run clarion-admin verify."),
                       .zh = absl::StrCat("该请求此前已答复,但 ", paper,
                                          " 的历史已不完整。请运行 clarion-admin verify。")});
}

}  // namespace clarion::server
