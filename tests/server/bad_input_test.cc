// Bad input, field by field, on every RPC of the four running services: one precise refusal that
// names the field, and nothing is changed by it.
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "clarion/v1/admin_service.grpc.pb.h"
#include "clarion/v1/incident_service.grpc.pb.h"
#include "clarion/v1/spokesperson_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"
#include "services/core/check.h"
#include "services/core/proto_time.h"
#include "services/server/access_table.h"
#include "services/store/paper_store.h"
#include "tests/server/raw_call.h"
#include "tests/server/sample_requests.h"
#include "tests/support/caller.h"
#include "tests/support/deployment.h"
#include "tests/support/process.h"
#include "tests/support/sample_county.h"
#include "tests/support/status_matchers.h"

namespace clarion::server {
namespace {

using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::Message;
using testing::AllRpcs;
using testing::CallRaw;
using ::testing::ElementsAre;
using testing::IsOk;
using testing::Leaf;
using testing::LeavesOf;
using testing::RefusedAs;
using testing::Rpc;
using testing::SampleRequest;

constexpr char kRegion[] = "regions/419999";
const absl::Time kMorning = absl::FromUnixSeconds(1772499600);

// Fields that a BadRequest names.
std::vector<std::string> FieldsOf(const absl::Status& status) {
  std::vector<std::string> fields;
  google::rpc::BadRequest bad;
  const auto payload = status.GetPayload("type.googleapis.com/google.rpc.BadRequest");
  if (!payload.has_value() || !bad.ParseFromString(std::string(*payload))) return fields;
  for (const auto& violation : bad.field_violations()) fields.push_back(violation.field());
  return fields;
}

Method MethodNamed(const std::string& path) {
  for (size_t i = 0; i < kMethodCount; ++i) {
    if (kMethodNames[i] == path) return static_cast<Method>(i);
  }
  CLARION_CHECK(false);
}

// One deployment for all of them. Its clock is manual, so that nothing happens by itself.
class BadInput : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    auto opened = support::Deployment::Open({.manual_clock = kMorning});
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
    const auto docket = Call("incident", v1::ROLE_DUTY,
                             &v1::IncidentService::Stub::RegisterIncident, Registration());
    ASSERT_THAT(docket, IsOk());
    *places_ = {kRegion, docket->name(), absl::StrCat(kRegion, "/accounts/insp")};
  }
  static void TearDownTestSuite() { delete deployment_; }

  // No service ended, and none met a fault of its own.
  void TearDown() override {
    EXPECT_EQ(deployment_->group().Running().size(), 4u);
    for (const std::string& desk : support::FourDesks()) {
      EXPECT_FALSE(absl::StrContains(deployment_->group().process(desk).Log(), "call.fault"));
    }
  }

  static v1::RegisterIncidentRequest Registration() {
    v1::RegisterIncidentRequest request;
    request.set_parent(kRegion);
    request.set_request_id(support::NewRequestId());
    request.mutable_incident()->set_title("示例事件");
    *request.mutable_incident()->mutable_detected_at() = core::ToProto(kMorning);
    return request;
  }

  template <class Stub, class Request, class Response>
  static absl::StatusOr<Response> Call(const std::string& desk, v1::Role role,
                                       grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                                    const Request&, Response*),
                                       const Request& request) {
    return support::Call(deployment_->group(), desk, (*tokens_)[role], method, request);
  }

  // Of somebody who may call the RPC.
  static std::string TokenFor(const Rpc& rpc) {
    const AccessRow& row = *FindRow(MethodNamed(rpc.path));
    if (row.kind == AccessKind::kOpen) return "";
    if (row.region == RegionRule::kDeployment) return deployment_->administrator();
    for (const auto& [role, token] : *tokens_) {
      if ((row.roles & Bit(role)) != 0) return token;
    }
    CLARION_CHECK(false);
  }

  static absl::Status Send(const Rpc& rpc, const std::string& bytes) {
    return CallRaw(deployment_->group().Channel(rpc.desk), rpc.path, TokenFor(rpc), bytes).status();
  }
  static absl::Status Send(const Rpc& rpc, const Message& request) {
    return Send(rpc, request.SerializeAsString());
  }

  // The field is refused, and no other.
  static void ExpectRefused(const Rpc& rpc, const Leaf& leaf, const Message& request,
                            const std::string& what) {
    const absl::Status status = Send(rpc, request);
    EXPECT_THAT(status, RefusedAs(v1::ERROR_REASON_FIELD_INVALID)) << rpc.path << " " << what;
    EXPECT_THAT(FieldsOf(status), ElementsAre(leaf.path)) << rpc.path << " " << what;
  }

  // How many commits there have been.
  static int64_t Commits() {
    int64_t commits = 0;
    for (int shard = 0; shard < store::kShards; ++shard) {
      int64_t count = 0;
      EXPECT_TRUE(absl::SimpleAtoi(
          deployment_->redis().Run({"XLEN", absl::StrFormat("{%02d}:log", shard)}), &count));
      commits += count;
    }
    return commits;
  }

  static std::unique_ptr<Message> Sample(const Rpc& rpc) { return SampleRequest(rpc, *places_); }

  static support::Deployment* deployment_;
  static std::map<v1::Role, std::string>* tokens_;
  static testing::Places* places_;
};

support::Deployment* BadInput::deployment_ = nullptr;
std::map<v1::Role, std::string>* BadInput::tokens_ = new std::map<v1::Role, std::string>();
testing::Places* BadInput::places_ = new testing::Places();

TEST_F(BadInput, OfATextIsRefusedByItsField) {
  const std::pair<const char*, std::string> bad[] = {
      {"a control character", "a\x01z"},  {"an escape", "a\x1b[2Jz"},
      {"a NUL", std::string("a\0z", 3)},  {"a bidi override", "a\u202Ez"},
      {"a zero-width space", "a\u200Bz"}, {"a byte order mark", "a\uFEFFz"},
      {"a noncharacter", "a\uFFFFz"},     {"a tag", "a\U000E0041z"},
      {"decomposed text", "e\u0301"},     {"too long a text", std::string(600'000, 'x')}};
  const int64_t before = Commits();
  for (const Rpc& rpc : AllRpcs()) {
    for (const Leaf& leaf : LeavesOf(rpc)) {
      if (leaf.field->type() != FieldDescriptor::TYPE_STRING) continue;
      for (const auto& [what, text] : bad) {
        const std::unique_ptr<Message> request = Sample(rpc);
        SetText(leaf, *request, text);
        ExpectRefused(rpc, leaf, *request, what);
      }
    }
    EXPECT_EQ(Commits(), before) << rpc.path;
  }
}

TEST_F(BadInput, ThatIsNoUtf8IsRefusedAsARequestThatCannotBeRead) {
  const int64_t before = Commits();
  int sent = 0;
  for (const Rpc& rpc : AllRpcs()) {
    for (const Leaf& leaf : LeavesOf(rpc)) {
      if (leaf.field->type() != FieldDescriptor::TYPE_STRING) continue;
      for (const std::string bad :
           {"\xC3\x28__", "\xED\xA0\x80_", "\xF8\x88\x80\x80", "\xFF\xFE__"}) {
        const std::unique_ptr<Message> request = Sample(rpc);
        SetText(leaf, *request, "MARK");
        const absl::Status status =
            Send(rpc, absl::StrReplaceAll(request->SerializeAsString(), {{"MARK", bad}}));
        EXPECT_THAT(status, RefusedAs(v1::ERROR_REASON_FIELD_INVALID)) << rpc.path << leaf.path;
        EXPECT_THAT(FieldsOf(status), ElementsAre("request")) << rpc.path << leaf.path;
        ++sent;
      }
    }
  }
  EXPECT_GT(sent, 400);
  EXPECT_EQ(Commits(), before);
}

TEST_F(BadInput, ThatIsNoMessageIsRefused) {
  const int64_t before = Commits();
  for (const Rpc& rpc : AllRpcs()) {
    for (const std::string& bytes :
         {std::string("\xFF\xFF\xFF"), std::string("\x0A\x7F"), std::string(1000, '\x0A')}) {
      EXPECT_THAT(Send(rpc, bytes), RefusedAs(v1::ERROR_REASON_FIELD_INVALID)) << rpc.path;
    }
  }
  EXPECT_EQ(Commits(), before);
}

TEST_F(BadInput, OfAnInstantIsRefusedByItsField) {
  const std::pair<int64_t, int32_t> bad[] = {
      {-62135596801, 0}, {253402300800, 0},           {INT64_MIN, 0}, {INT64_MAX, 0},
      {1772499600, -1},  {1772499600, 1'000'000'000}, {0, INT32_MIN}, {1772499600, INT32_MAX}};
  const int64_t before = Commits();
  int sent = 0;
  for (const Rpc& rpc : AllRpcs()) {
    for (const Leaf& leaf : LeavesOf(rpc)) {
      if (leaf.field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
      for (const auto& [seconds, nanos] : bad) {
        const std::unique_ptr<Message> request = Sample(rpc);
        Message* holder = leaf.holder(*request);
        auto& at = static_cast<google::protobuf::Timestamp&>(
            *holder->GetReflection()->MutableMessage(holder, leaf.field));
        at.set_seconds(seconds);
        at.set_nanos(nanos);
        ExpectRefused(rpc, leaf, *request, absl::StrCat(seconds, " s ", nanos, " ns"));
        ++sent;
      }
    }
  }
  EXPECT_GT(sent, 80);
  EXPECT_EQ(Commits(), before);
}

TEST_F(BadInput, OfAChoiceIsRefusedByItsField) {
  const int64_t before = Commits();
  int sent = 0;
  for (const Rpc& rpc : AllRpcs()) {
    for (const Leaf& leaf : LeavesOf(rpc)) {
      if (leaf.field->cpp_type() != FieldDescriptor::CPPTYPE_ENUM) continue;
      for (const int number : {9999, -1}) {
        const std::unique_ptr<Message> request = Sample(rpc);
        Message* holder = leaf.holder(*request);
        const auto& reflection = *holder->GetReflection();
        if (leaf.field->is_repeated()) {
          reflection.ClearField(holder, leaf.field);
          reflection.AddEnumValue(holder, leaf.field, number);
        } else {
          reflection.SetEnumValue(holder, leaf.field, number);
        }
        ExpectRefused(rpc, leaf, *request, absl::StrCat(number));
        ++sent;
      }
    }
  }
  EXPECT_GT(sent, 20);
  EXPECT_EQ(Commits(), before);
}

TEST_F(BadInput, OfManyFieldsIsToldAtOnce) {
  for (const Rpc& rpc : AllRpcs()) {
    const std::unique_ptr<Message> request = Sample(rpc);
    for (const Leaf& leaf : LeavesOf(rpc)) {
      if (leaf.field->type() != FieldDescriptor::TYPE_STRING) continue;
      SetText(leaf, *request, "a\u202Eb");
    }
    std::set<std::string> expected;  // what is set: of a oneof, the last
    for (const Leaf& leaf : LeavesOf(rpc)) {
      if (leaf.field->type() != FieldDescriptor::TYPE_STRING) continue;
      const std::unique_ptr<Message> copy(request->New());
      copy->CopyFrom(*request);
      leaf.holder(*copy);
      if (copy->SerializeAsString() == request->SerializeAsString()) expected.insert(leaf.path);
    }
    if (expected.empty()) continue;
    const absl::Status status = Send(rpc, *request);
    EXPECT_THAT(status, RefusedAs(v1::ERROR_REASON_FIELD_INVALID)) << rpc.path;
    const std::vector<std::string> fields = FieldsOf(status);
    if (expected.size() <= 20) {
      EXPECT_EQ(std::set<std::string>(fields.begin(), fields.end()), expected) << rpc.path;
    } else {
      EXPECT_EQ(fields.size(), 21u) << rpc.path;
    }
  }
}

TEST_F(BadInput, OfARequestIdIsRefusedByItsField) {
  const int64_t before = Commits();
  for (const Rpc& rpc : AllRpcs()) {
    for (const Leaf& leaf : LeavesOf(rpc)) {
      if (leaf.path != "request_id") continue;
      for (const char* bad : {"", "1", "123e4567-e89b-12d3-a456-42661417400g"}) {
        const std::unique_ptr<Message> request = Sample(rpc);
        SetText(leaf, *request, bad);
        ExpectRefused(rpc, leaf, *request, bad);
      }
    }
  }
  EXPECT_EQ(Commits(), before);
}

// Nothing set at all: what is required is named, what is not is answered. Never a fault of ours.
TEST_F(BadInput, ThatIsEmptyIsRefusedOrAnswered) {
  const std::set<std::string> answered = {"RefreshToken", "GetRulePack", "GetProgress"};
  const int64_t before = Commits();
  for (const Rpc& rpc : AllRpcs()) {
    const absl::Status status = Send(rpc, std::string());
    if (answered.count(rpc.method->name()) > 0) {
      EXPECT_THAT(status, IsOk()) << rpc.path;
    } else {
      EXPECT_THAT(status, RefusedAs(v1::ERROR_REASON_FIELD_INVALID)) << rpc.path;
      EXPECT_FALSE(FieldsOf(status).empty()) << rpc.path;
    }
  }
  EXPECT_EQ(Commits(), before);
}

TEST_F(BadInput, ThatNamesAnUnknownRegionOrPaperFindsNothing) {
  const std::set<v1::ErrorReason> nothing = {
      v1::ERROR_REASON_NO_SUCH_INCIDENT, v1::ERROR_REASON_NO_SUCH_REGION,
      v1::ERROR_REASON_NO_SUCH_ACCOUNT,  v1::ERROR_REASON_NO_SUCH_RELEASE,
      v1::ERROR_REASON_SIGN_IN_FAILED,   v1::ERROR_REASON_FIELD_INVALID};
  const int64_t before = Commits();
  for (const Rpc& rpc : AllRpcs()) {
    for (const Leaf& leaf : LeavesOf(rpc)) {
      if (leaf.path != "name" && leaf.path != "parent" && leaf.path != "incident") continue;
      const std::unique_ptr<Message> sample = Sample(rpc);
      std::string scratch;
      const Message& holder = *leaf.holder(*sample);
      const std::string name =
          holder.GetReflection()->GetStringReference(holder, leaf.field, &scratch);
      for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
               {"419999", "419997"},
               {places_->incident, places_->incident + "9"},
               {"/insp", "/nobody"}}) {
        const std::string other = absl::StrReplaceAll(name, {{from, to}});
        if (other == name) continue;
        const std::unique_ptr<Message> request = Sample(rpc);
        SetText(leaf, *request, other);
        const absl::Status status = Send(rpc, *request);
        EXPECT_EQ(nothing.count(core::ReasonOf(status)), 1u)
            << rpc.path << " " << other << ": " << status;
      }
    }
  }
  EXPECT_EQ(Commits(), before);
}

TEST_F(BadInput, WithAStaleEtagIsToldThatThePaperChanged) {
  const int64_t before = Commits();
  int told = 0;
  for (const Rpc& rpc : AllRpcs()) {
    for (const Leaf& leaf : LeavesOf(rpc)) {
      if (leaf.path != "etag") continue;
      const std::unique_ptr<Message> request = Sample(rpc);
      SetText(leaf, *request, std::string(64, '0'));
      const absl::Status status = Send(rpc, *request);
      // A few look at what the request holds before the paper is read.
      if (core::ReasonOf(status) == v1::ERROR_REASON_FIELD_INVALID) continue;
      EXPECT_THAT(status, RefusedAs(v1::ERROR_REASON_DOCKET_CHANGED)) << rpc.path;
      ++told;
    }
  }
  EXPECT_GT(told, 20);
  EXPECT_EQ(Commits(), before);
}

TEST_F(BadInput, InARosterFileIsRefusedHoweverItIsWritten) {
  const int64_t before = Commits();
  const std::pair<const char*, const char*> bad[] = {
      {"bodies:\n- id: a\n  name_zh: \"a\\u202eb\"\n", "bodies[0].name_zh"},
      {"officials:\n- id: a\n  phones: [\"1\\x00\"]\n", "officials[0].phones[0]"},
      {"colour: red\n", "yaml"},
      {"{", "yaml"},
      {"&a [*a, *a]\n", "yaml"}};
  for (const auto& [yaml, field] : bad) {
    v1::ImportRosterRequest request;
    request.set_name(absl::StrCat(kRegion, "/roster"));
    request.set_request_id(support::NewRequestId());
    request.set_yaml(yaml);
    const auto answer =
        Call("spokesperson", v1::ROLE_DUTY, &v1::SpokespersonService::Stub::ImportRoster, request);
    EXPECT_THAT(answer, RefusedAs(v1::ERROR_REASON_FIELD_INVALID)) << yaml;
    EXPECT_THAT(FieldsOf(answer.status()), ElementsAre(field)) << yaml;
  }
  EXPECT_EQ(Commits(), before);
}

// Last: it changes papers.
TEST_F(BadInput, WithARequestIdOfAnotherRequestIsRefused) {
  v1::RegisterIncidentRequest incident = Registration();
  const auto docket =
      Call("incident", v1::ROLE_DUTY, &v1::IncidentService::Stub::RegisterIncident, incident);
  ASSERT_THAT(docket, IsOk());
  v1::AddNoteRequest note;
  note.set_name(docket->name());
  note.set_request_id(support::NewRequestId());
  note.mutable_note()->set_text("一");
  ASSERT_THAT(Call("incident", v1::ROLE_DUTY, &v1::IncidentService::Stub::AddNote, note), IsOk());
  v1::RecordLeaveRequest leave;
  leave.set_name(absl::StrCat(kRegion, "/roster"));
  leave.set_request_id(support::NewRequestId());
  leave.mutable_leave()->set_official("o-vm2");
  *leave.mutable_leave()->mutable_leave()->mutable_from() = core::ToProto(kMorning);
  *leave.mutable_leave()->mutable_leave()->mutable_to() = core::ToProto(kMorning + absl::Hours(9));
  leave.mutable_leave()->mutable_leave()->set_approved_by("o-exec");
  ASSERT_THAT(
      Call("spokesperson", v1::ROLE_DUTY, &v1::SpokespersonService::Stub::RecordLeave, leave),
      IsOk());
  v1::SetAccountDisabledRequest disable;
  disable.set_name(places_->account);
  disable.set_disabled(true);
  disable.set_request_id(support::NewRequestId());
  ASSERT_THAT(Call("incident", v1::ROLE_ADMINISTRATOR, &v1::AdminService::Stub::SetAccountDisabled,
                   disable),
              IsOk());

  const int64_t before = Commits();
  incident.mutable_incident()->set_title("另一事件");
  EXPECT_THAT(
      Call("incident", v1::ROLE_DUTY, &v1::IncidentService::Stub::RegisterIncident, incident),
      RefusedAs(v1::ERROR_REASON_REQUEST_ID_REUSED));
  note.mutable_note()->set_text("二");
  EXPECT_THAT(Call("incident", v1::ROLE_DUTY, &v1::IncidentService::Stub::AddNote, note),
              RefusedAs(v1::ERROR_REASON_REQUEST_ID_REUSED));
  leave.mutable_leave()->mutable_leave()->set_approved_by("o-mayor");
  EXPECT_THAT(
      Call("spokesperson", v1::ROLE_DUTY, &v1::SpokespersonService::Stub::RecordLeave, leave),
      RefusedAs(v1::ERROR_REASON_REQUEST_ID_REUSED));
  disable.set_disabled(false);
  EXPECT_THAT(Call("incident", v1::ROLE_ADMINISTRATOR, &v1::AdminService::Stub::SetAccountDisabled,
                   disable),
              RefusedAs(v1::ERROR_REASON_REQUEST_ID_REUSED));
  EXPECT_EQ(Commits(), before);
}

// A field of a later release is no other request: it is not decided on, so it is not hashed.
TEST_F(BadInput, OfAFieldThisReleaseDoesNotKnowIsTheSameRequest) {
  const v1::RegisterIncidentRequest request = Registration();
  const std::string bytes = request.SerializeAsString();
  const std::string later = bytes + "\xFA\xFF\x01\x05later";
  const std::string path = "/clarion.v1.IncidentService/RegisterIncident";
  const auto channel = deployment_->group().Channel("incident");
  const auto first = CallRaw(channel, path, (*tokens_)[v1::ROLE_DUTY], later);
  ASSERT_THAT(first, IsOk());
  const int64_t before = Commits();
  const auto again = CallRaw(channel, path, (*tokens_)[v1::ROLE_DUTY], bytes);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(*again, *first);
  EXPECT_EQ(Commits(), before);
}

}  // namespace
}  // namespace clarion::server
