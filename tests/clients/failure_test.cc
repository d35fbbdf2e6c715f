#include "clients/cpp/failure.h"

#include <regex>
#include <set>

#include "clients/cpp/request_id.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "gtest/gtest.h"

namespace clarion::client {
namespace {

TEST(Failure, CarriesAllThatTheServiceSaid) {
  google::rpc::Status details;
  google::rpc::ErrorInfo info;
  info.set_reason("DUPLICATE_REPORT");
  (*info.mutable_metadata())["incident"] = "regions/410726/incidents/410726-20261123-0007";
  details.add_details()->PackFrom(info);
  google::rpc::LocalizedMessage message;
  message.set_locale("zh-CN");
  message.set_message("重复接报。");
  details.add_details()->PackFrom(message);
  google::rpc::BadRequest bad;
  auto* violation = bad.add_field_violations();
  violation->set_field("incident.title");
  violation->set_description("too long");
  details.add_details()->PackFrom(bad);
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_seconds(2);
  details.add_details()->PackFrom(retry);

  const Failure failure = FailureOf(ToStatus(grpc::Status(
      grpc::StatusCode::ALREADY_EXISTS, "Already registered.", details.SerializeAsString())));

  EXPECT_EQ(failure.code, absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(failure.reason, "DUPLICATE_REPORT");
  EXPECT_EQ(failure.en, "Already registered.");
  EXPECT_EQ(failure.zh, "重复接报。");
  EXPECT_EQ(failure.metadata.at("incident"), "regions/410726/incidents/410726-20261123-0007");
  ASSERT_EQ(failure.violations.size(), 1u);
  EXPECT_EQ(failure.violations[0].field, "incident.title");
  EXPECT_EQ(failure.retry_delay, absl::Seconds(2));
}

TEST(Failure, WithoutDetailsHasCodeAndMessageInBothLanguages) {
  const Failure failure =
      FailureOf(ToStatus(grpc::Status(grpc::StatusCode::UNAVAILABLE, "no route", "\xff\xff")));
  EXPECT_EQ(failure.code, absl::StatusCode::kUnavailable);
  EXPECT_EQ(failure.reason, "");
  EXPECT_EQ(failure.zh, "no route");
  EXPECT_FALSE(failure.retry_delay);
}

TEST(RequestId, IsAVersionFourUuidAndNeverTheSame) {
  const std::regex uuid("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
  std::set<std::string> ids;
  for (int i = 0; i < 1000; ++i) {
    const std::string id = NewRequestId();
    EXPECT_TRUE(std::regex_match(id, uuid)) << id;
    ids.insert(id);
  }
  EXPECT_EQ(ids.size(), 1000u);
}

}  // namespace
}  // namespace clarion::client
