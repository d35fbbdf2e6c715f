#include "services/store/redis_errors.h"

#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/core/refusal.h"

namespace clarion::store {
namespace {

struct Row {
  const char* word;
  ErrorClass error_class;
};

constexpr std::array<Row, 19> kTable = {{
    // The node is not, or no longer, the one that takes writes.
    {"READONLY", ErrorClass::kRefusedReconnect},
    {"MASTERDOWN", ErrorClass::kRefusedReconnect},
    {"MOVED", ErrorClass::kRefusedReconnect},
    {"ASK", ErrorClass::kRefusedReconnect},
    {"UNBLOCKED", ErrorClass::kRefusedReconnect},
    // It is, and cannot now. All of these are raised before a script's first write.
    {"NOREPLICAS", ErrorClass::kRefused},
    {"OOM", ErrorClass::kRefused},
    {"MISCONF", ErrorClass::kRefused},
    {"LOADING", ErrorClass::kRefused},
    {"BUSY", ErrorClass::kRefused},
    {"TRYAGAIN", ErrorClass::kRefused},
    {"CLUSTERDOWN", ErrorClass::kRefused},
    // Emptied by a restart, a failover or SCRIPT FLUSH.
    {"NOSCRIPT", ErrorClass::kScriptGone},
    // A fault in configuration or code: repeating does not help.
    {"NOAUTH", ErrorClass::kOurs},
    {"WRONGPASS", ErrorClass::kOurs},
    {"NOPERM", ErrorClass::kOurs},
    {"WRONGTYPE", ErrorClass::kOurs},
    {"CROSSSLOT", ErrorClass::kOurs},
    {"ERR", ErrorClass::kOurs},
}};

std::string FirstWord(const std::string& error) { return error.substr(0, error.find(' ')); }

}  // namespace

ErrorClass ClassOf(const std::string& error) {
  const std::string word = FirstWord(error);
  for (const Row& row : kTable) {
    if (word == row.word) return row.error_class;
  }
  return ErrorClass::kOurs;
}

absl::Status ErrorStatus(const std::string& error) {
  if (ClassOf(error) != ErrorClass::kOurs) return Unavailable(error);
  return Unexpected(error);
}

absl::Status Unavailable(const std::string& why) {
  return core::Refuse(
      {.code = absl::StatusCode::kUnavailable,
       .reason = v1::ERROR_REASON_STORE_UNAVAILABLE,
       .en = absl::StrCat("The store is not available; nothing changed. Repeat after "
                          "a pause. (",
                          why, ")"),
       .zh = "存储暂不可用，未作任何更改。请稍后重试。"});
}

absl::Status OutcomeUnknown(const std::string& why) {
  return core::Refuse(
      {.code = absl::StatusCode::kUnavailable,
       .reason = v1::ERROR_REASON_OUTCOME_UNKNOWN,
       .en = absl::StrCat("The store's answer was lost; perhaps it was done. Repeat "
                          "with the same request id. (",
                          why, ")"),
       .zh = "存储的答复丢失，可能已经办理。请用同一请求编号重试。"});
}

absl::Status QueueFull(int limit) {
  return core::Refuse(
      {.code = absl::StatusCode::kResourceExhausted,
       .reason = v1::ERROR_REASON_QUEUE_FULL,
       .en = absl::StrCat("Already ", limit,
                          " calls wait for the store; nothing changed. Repeat after "
                          "a pause."),
       .zh = absl::StrCat("已有", limit, "个请求在等待存储，未作任何更改。请稍后重试。"),
       .metadata = {{"limit", absl::StrCat(limit)}}});
}

absl::Status Damaged(const std::string& en, const std::string& zh) {
  return core::Refuse({.code = absl::StatusCode::kDataLoss,
                       .reason = v1::ERROR_REASON_DATA_DAMAGED,
                       .en = en,
                       .zh = zh});
}

absl::Status NotReady(const std::string& en, const std::string& zh) {
  return core::Refuse({.code = absl::StatusCode::kFailedPrecondition,
                       .reason = v1::ERROR_REASON_STORE_UNAVAILABLE,
                       .en = en,
                       .zh = zh});
}

absl::Status RealClockRefusal() {
  return core::Refuse({.code = absl::StatusCode::kFailedPrecondition,
                       .reason = v1::ERROR_REASON_MANUAL_CLOCK_ONLY,
                       .en =
                           "This data set runs on real time; only one that was initialised with a "
                           "manual clock can be set.",
                       .zh = "该数据集使用真实时钟，只有以手动时钟初始化的数据集才能拨钟。"});
}

absl::Status Unexpected(const std::string& what) {
  return core::Refuse({.code = absl::StatusCode::kInternal,
                       .reason = v1::ERROR_REASON_INTERNAL,
                       .en = absl::StrCat("The store answered what it should not: ", what),
                       .zh = "存储给出了意外的答复，请联系管理员。"});
}

}  // namespace clarion::store
