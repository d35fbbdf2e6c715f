// Matchers for absl::Status and absl::StatusOr. There is no NotOk(): a test names the error it
// expects.
//
//     EXPECT_THAT(store.Open(), IsOk());
//     EXPECT_THAT(Decide(...), RefusedAs(v1::ERROR_REASON_NOT_VERIFIED));
//     EXPECT_THAT(Parse(text), StatusIs(absl::StatusCode::kDataLoss));
#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gmock/gmock.h"
#include "services/core/refusal.h"

namespace clarion::testing {

inline const absl::Status& StatusOf(const absl::Status& status) { return status; }
template <typename T>
const absl::Status& StatusOf(const absl::StatusOr<T>& value) {
  return value.status();
}

MATCHER(IsOk, negation ? "is not OK" : "is OK") {
  *result_listener << StatusOf(arg).ToString();
  return StatusOf(arg).ok();
}

MATCHER_P(StatusIs, code, "has code " + absl::StatusCodeToString(code)) {
  *result_listener << StatusOf(arg).ToString();
  return StatusOf(arg).code() == code;
}

MATCHER_P(RefusedAs, reason, "is refused as " + core::ReasonName(reason)) {
  *result_listener << StatusOf(arg).ToString();
  return core::ReasonOf(StatusOf(arg)) == reason;
}

}  // namespace clarion::testing
