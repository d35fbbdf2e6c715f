// A refusal arrives as it was decided; what was not meant for a caller does not arrive.
#include "services/server/status_grpc.h"

#include <string>

#include "absl/strings/cord.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "gtest/gtest.h"
#include "services/core/refusal.h"

namespace clarion::server {
namespace {

absl::Status ARefusal() {
  return core::Refuse({.code = absl::StatusCode::kAlreadyExists,
                       .reason = v1::ERROR_REASON_DUPLICATE_REPORT,
                       .en = "Registered already.",
                       .zh = "已登记。",
                       .metadata = {{"incident", "regions/410726/incidents/a"}},
                       .violations = {{"incident.title", "must be 1 to 200 characters"}}});
}

TEST(Status, ComesBackWithAllItsDetails) {
  const absl::Status sent = ARefusal();
  const absl::Status got = FromGrpc(ToGrpc(sent));
  EXPECT_EQ(got, sent);  // compares code, message and payloads
  EXPECT_EQ(core::ReasonOf(got), v1::ERROR_REASON_DUPLICATE_REPORT);
}

TEST(Status, TravelsAsTheStatusOfTheCanonicalModel) {
  const grpc::Status sent = ToGrpc(ARefusal());
  google::rpc::Status details;
  ASSERT_TRUE(details.ParseFromString(sent.error_details()));
  EXPECT_EQ(details.code(), 6);
  EXPECT_EQ(details.message(), "Registered already.");
  bool found = false;
  for (const auto& any : details.details()) {
    google::rpc::ErrorInfo info;
    if (any.type_url() != "type.googleapis.com/google.rpc.ErrorInfo") continue;
    ASSERT_TRUE(info.ParseFromString(any.value()));
    EXPECT_EQ(info.reason(), "DUPLICATE_REPORT");
    EXPECT_EQ(info.domain(), "clarion");
    found = true;
  }
  EXPECT_TRUE(found);
}

TEST(Status, OkIsOk) {
  EXPECT_TRUE(ToGrpc(absl::OkStatus()).ok());
  EXPECT_TRUE(FromGrpc(grpc::Status::OK).ok());
}

TEST(Status, WithoutAReasonLeavesAsInternalWithoutItsText) {
  for (const absl::StatusCode code :
       {absl::StatusCode::kInternal, absl::StatusCode::kUnknown, absl::StatusCode::kNotFound,
        absl::StatusCode::kInvalidArgument, absl::StatusCode::kUnavailable}) {
    const grpc::Status sent = ToGrpc(absl::Status(code, "secret: 13812345678"));
    EXPECT_EQ(sent.error_code(), grpc::StatusCode::INTERNAL);
    EXPECT_EQ(sent.error_message().find("13812345678"), std::string::npos);
    EXPECT_EQ(sent.error_details().find("13812345678"), std::string::npos);
    EXPECT_EQ(core::ReasonOf(FromGrpc(sent)), v1::ERROR_REASON_INTERNAL);
  }
}

TEST(Status, OfACodeThatSaysItAllKeepsIt) {
  EXPECT_EQ(ToGrpc(absl::DeadlineExceededError("late")).error_code(),
            grpc::StatusCode::DEADLINE_EXCEEDED);
  EXPECT_EQ(ToGrpc(absl::CancelledError("")).error_code(), grpc::StatusCode::CANCELLED);
}

TEST(Status, WithDetailsOfAnotherCodeIsTakenWithoutThem) {
  grpc::Status foreign(grpc::StatusCode::NOT_FOUND, "x", ToGrpc(ARefusal()).error_details());
  EXPECT_EQ(core::ReasonOf(FromGrpc(foreign)), v1::ERROR_REASON_UNSPECIFIED);
  EXPECT_EQ(FromGrpc(foreign).code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace clarion::server
