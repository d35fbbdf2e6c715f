// Requests that are well formed and wrong all the same: empty, about nothing there is, stale, or
// another request under an id that was used. One precise refusal, and nothing is changed by it.
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "clarion/v1/admin_service.grpc.pb.h"
#include "clarion/v1/spokesperson_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/core/proto_time.h"
#include "tests/server/bad_input.h"
#include "tests/server/raw_call.h"
#include "tests/support/status_matchers.h"

namespace clarion::server {
namespace {

using ::google::protobuf::Message;
using testing::AllRpcs;
using testing::CallRaw;
using ::testing::ElementsAre;
using testing::IsOk;
using testing::Leaf;
using testing::LeavesOf;
using testing::RefusedAs;
using testing::Rpc;

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
    request.set_name(absl::StrCat(kBadInputRegion, "/roster"));
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
  leave.set_name(absl::StrCat(kBadInputRegion, "/roster"));
  leave.set_request_id(support::NewRequestId());
  leave.mutable_leave()->set_official("o-vm2");
  *leave.mutable_leave()->mutable_leave()->mutable_from() = core::ToProto(kBadInputBegins);
  *leave.mutable_leave()->mutable_leave()->mutable_to() =
      core::ToProto(kBadInputBegins + absl::Hours(9));
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
