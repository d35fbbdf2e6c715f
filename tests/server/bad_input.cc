#include "tests/server/bad_input.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "services/core/check.h"
#include "services/core/proto_time.h"
#include "services/server/access_table.h"
#include "services/store/paper_store.h"
#include "tests/server/raw_call.h"
#include "tests/support/process.h"
#include "tests/support/sample_county.h"
#include "tests/support/status_matchers.h"

namespace clarion::server {
namespace {

using ::testing::ElementsAre;
using testing::IsOk;
using testing::RefusedAs;

Method MethodNamed(const std::string& path) {
  for (size_t i = 0; i < kMethodCount; ++i) {
    if (kMethodNames[i] == path) return static_cast<Method>(i);
  }
  CLARION_CHECK(false);
}

}  // namespace

support::Deployment* BadInput::deployment_ = nullptr;
std::map<v1::Role, std::string>* BadInput::tokens_ = new std::map<v1::Role, std::string>();
testing::Places* BadInput::places_ = new testing::Places();

std::vector<std::string> FieldsOf(const absl::Status& status) {
  std::vector<std::string> fields;
  google::rpc::BadRequest bad;
  const auto payload = status.GetPayload("type.googleapis.com/google.rpc.BadRequest");
  if (!payload.has_value() || !bad.ParseFromString(std::string(*payload))) return fields;
  for (const auto& violation : bad.field_violations()) fields.push_back(violation.field());
  return fields;
}

void BadInput::SetUpTestSuite() {
  auto opened = support::Deployment::Open({.manual_clock = kBadInputBegins});
  ASSERT_THAT(opened, IsOk());
  deployment_ = opened->release();
  ASSERT_THAT(deployment_->AddRegion(testing::SampleRoster()), IsOk());
  const std::pair<v1::Role, const char*> people[] = {{v1::ROLE_DUTY, "duty"},
                                                     {v1::ROLE_APPROVER, "approver"},
                                                     {v1::ROLE_SPEAKER, "speaker"},
                                                     {v1::ROLE_ADMINISTRATOR, "manager"},
                                                     {v1::ROLE_INSPECTOR, "insp"}};
  std::vector<v1::Account> accounts;
  for (const auto& [role, id] : people) {
    v1::Account& account = accounts.emplace_back();
    account.set_name(id);
    account.set_role(role);
    account.set_body("org-emb");
    if (role == v1::ROLE_SPEAKER) account.set_official("o-emb-head");
  }
  const auto tokens = deployment_->AddAccounts("419999", accounts);
  ASSERT_THAT(tokens, IsOk());
  for (size_t i = 0; i < accounts.size(); ++i) (*tokens_)[accounts[i].role()] = (*tokens)[i];
  const auto docket =
      Call("incident", v1::ROLE_DUTY, &v1::IncidentService::Stub::RegisterIncident, Registration());
  ASSERT_THAT(docket, IsOk());
  *places_ = {kBadInputRegion, docket->name(), absl::StrCat(kBadInputRegion, "/accounts/insp")};
}

v1::RegisterIncidentRequest BadInput::Registration() {
  v1::RegisterIncidentRequest request;
  request.set_parent(kBadInputRegion);
  request.set_request_id(support::NewRequestId());
  request.mutable_incident()->set_title("示例事件");
  *request.mutable_incident()->mutable_detected_at() = core::ToProto(kBadInputBegins);
  return request;
}

std::string BadInput::TokenFor(const testing::Rpc& rpc) {
  const AccessRow& row = *FindRow(MethodNamed(rpc.path));
  if (row.kind == AccessKind::kOpen) return "";
  if (row.region == RegionRule::kDeployment) return deployment_->administrator();
  for (const auto& [role, token] : *tokens_) {
    if ((row.roles & Bit(role)) != 0) return token;
  }
  CLARION_CHECK(false);
}

absl::Status BadInput::Send(const testing::Rpc& rpc, const std::string& bytes) {
  return testing::CallRaw(deployment_->group().Channel(rpc.desk), rpc.path, TokenFor(rpc), bytes)
      .status();
}

void BadInput::ExpectRefused(const testing::Rpc& rpc, const testing::Leaf& leaf,
                             const google::protobuf::Message& request, const std::string& what) {
  const absl::Status status = Send(rpc, request);
  EXPECT_THAT(status, RefusedAs(v1::ERROR_REASON_FIELD_INVALID)) << rpc.path << " " << what;
  EXPECT_THAT(FieldsOf(status), ElementsAre(leaf.path)) << rpc.path << " " << what;
}

int64_t BadInput::Commits() {
  int64_t commits = 0;
  for (int shard = 0; shard < store::kShards; ++shard) {
    int64_t count = 0;
    EXPECT_TRUE(absl::SimpleAtoi(
        deployment_->redis().Run({"XLEN", absl::StrFormat("{%02d}:log", shard)}), &count));
    commits += count;
  }
  return commits;
}

void BadInput::TearDown() {
  EXPECT_EQ(deployment_->group().Running().size(), 4u);
  for (const std::string& desk : support::FourDesks()) {
    EXPECT_FALSE(absl::StrContains(deployment_->group().process(desk).Log(), "call.fault"));
  }
}

}  // namespace clarion::server
