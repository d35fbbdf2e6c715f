// The form of requests: every fault of every field at once, by its path.
#include "services/server/request_form.h"

#include <map>
#include <string>

#include "clarion/v1/admin_service.pb.h"
#include "clarion/v1/incident_service.pb.h"
#include "clarion/v1/release_service.pb.h"
#include "clarion/v1/spokesperson_service.pb.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "gtest/gtest.h"
#include "services/core/refusal.h"
#include "services/server/names.h"

namespace clarion::server {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

constexpr char kId[] = "123e4567-e89b-12d3-a456-426614174000";

std::map<std::string, std::string> FaultsOf(google::protobuf::Message& request,
                                            const absl::Status& region = absl::OkStatus()) {
  std::map<std::string, std::string> faults;
  const absl::Status status = CheckForm(request, region);
  if (status.ok()) return faults;
  EXPECT_EQ(core::ReasonOf(status), v1::ERROR_REASON_FIELD_INVALID);
  google::rpc::BadRequest bad;
  const auto payload = status.GetPayload("type.googleapis.com/google.rpc.BadRequest");
  EXPECT_TRUE(payload.has_value() && bad.ParseFromString(std::string(*payload)));
  for (const auto& violation : bad.field_violations()) {
    faults[violation.field()] = violation.description();
  }
  return faults;
}

v1::RegisterIncidentRequest Registration() {
  v1::RegisterIncidentRequest request;
  request.set_parent("regions/410726");
  request.set_request_id(kId);
  request.mutable_incident()->set_title("示例事件");
  request.mutable_incident()->set_summary("第一行\n第二行");
  request.mutable_incident()->mutable_detected_at()->set_seconds(1772499600);
  return request;
}

TEST(RequestForm, OfAGoodRequestIsGood) {
  v1::RegisterIncidentRequest request = Registration();
  EXPECT_THAT(FaultsOf(request), IsEmpty());
}

TEST(RequestForm, TellsEveryFaultAtOnceByItsPath) {
  v1::RegisterIncidentRequest request = Registration();
  request.set_request_id("1");
  v1::RegisterIncident& incident = *request.mutable_incident();
  incident.set_title("a\u202Eb");
  incident.set_summary(std::string(70'000, 'x'));
  incident.mutable_detected_at()->set_nanos(-1);
  incident.set_grade(static_cast<v1::Grade>(77));
  incident.add_localities("410726");
  incident.add_localities("a\nb");
  EXPECT_THAT(FaultsOf(request), ElementsAre(Pair("incident.detected_at", HasSubstr("1 to 9999")),
                                             Pair("incident.grade", HasSubstr("77")),
                                             Pair("incident.localities[1]", HasSubstr("U+000A")),
                                             Pair("incident.summary", HasSubstr("70000 bytes")),
                                             Pair("incident.title", HasSubstr("U+202E")),
                                             Pair("request_id", HasSubstr("UUID"))));
}

TEST(RequestForm, TellsOfANameThatCannotBeReadWithTheOthers) {
  v1::AddNoteRequest request;
  request.set_name("x");
  request.set_request_id(kId);
  request.mutable_note()->set_text("a\x01");
  EXPECT_THAT(
      FaultsOf(request, RegionOf("name", "x").status()),
      ElementsAre(Pair("name", HasSubstr("regions/")), Pair("note.text", HasSubstr("U+0001"))));
}

TEST(RequestForm, KnowsInstantsOfTheYearsOneToNineThousandNineHundredAndNinetyNine) {
  v1::RegisterIncidentRequest request = Registration();
  google::protobuf::Timestamp& at = *request.mutable_incident()->mutable_detected_at();
  for (const int64_t seconds : {INT64_MIN, -62135596801, 253402300800, INT64_MAX}) {
    at.set_seconds(seconds);
    EXPECT_FALSE(FaultsOf(request).empty()) << seconds;
  }
  for (const int64_t seconds : {-62135596800, int64_t{0}, 253402300799}) {
    at.set_seconds(seconds);
    EXPECT_TRUE(FaultsOf(request).empty()) << seconds;
  }
  at.set_nanos(1'000'000'000);
  EXPECT_FALSE(FaultsOf(request).empty());
}

TEST(RequestForm, CountsCharactersNotBytes) {
  v1::RegisterIncidentRequest request = Registration();
  std::string title;
  for (int i = 0; i < 2000; ++i) title += "火";
  request.mutable_incident()->set_title(title);
  EXPECT_THAT(FaultsOf(request), IsEmpty());
  request.mutable_incident()->set_title(title + "火");
  EXPECT_THAT(FaultsOf(request), ElementsAre(Pair("incident.title", HasSubstr("2001 characters"))));
}

TEST(RequestForm, BoundsLists) {
  v1::IssueTokensRequest request;
  const std::string account = "a";
  for (int i = 0; i < 2001; ++i) request.add_accounts(account);
  EXPECT_THAT(FaultsOf(request), ElementsAre(Pair("accounts", HasSubstr("2001 elements"))));
}

TEST(RequestForm, ListsSoManyFaultsAsAnAnswersHeadCanHold) {
  v1::IssueTokensRequest request;
  const std::string hidden = "\u200B";
  for (int i = 0; i < 1000; ++i) request.add_accounts(hidden);
  const auto faults = FaultsOf(request);
  EXPECT_EQ(faults.size(), 21u);
  EXPECT_THAT(faults.at("…"), HasSubstr("980 more"));
  EXPECT_LT(CheckForm(request, absl::OkStatus()).ToString().size(), 6000u);
}

TEST(RequestForm, TakesARosterFileAsEditorsWriteIt) {
  v1::ImportRosterRequest request;
  request.set_request_id(kId);
  request.set_yaml(
      "\xEF\xBB\xBF"
      "bodies:\r\n- id: a\r\n");
  EXPECT_THAT(FaultsOf(request), IsEmpty());
}

TEST(RequestForm, DropsWhatThisReleaseDoesNotKnow) {
  v1::RegisterIncidentRequest request = Registration();
  const std::string known = request.SerializeAsString();
  auto* unknown = request.mutable_incident();
  v1::RegisterIncident::GetReflection()->MutableUnknownFields(unknown)->AddVarint(9999, 1);
  v1::RegisterIncidentRequest::GetReflection()->MutableUnknownFields(&request)->AddLengthDelimited(
      9998, "later");
  ASSERT_NE(request.SerializeAsString(), known);
  EXPECT_THAT(FaultsOf(request), IsEmpty());
  EXPECT_EQ(request.SerializeAsString(), known);
}

TEST(RequestForm, KnowsAUuidWhenItSeesOne) {
  EXPECT_TRUE(IsUuid(kId));
  EXPECT_TRUE(IsUuid("123E4567-E89B-12D3-A456-426614174000"));
  for (const char* bad :
       {"", "1", "123e4567e89b12d3a456426614174000", "123e4567-e89b-12d3-a456",
        "{23e4567-e89b-12d3-a456-42661417400}", "123e4567-e89b-12d3-a456-42661417400g"}) {
    EXPECT_FALSE(IsUuid(bad)) << bad;
  }
}

}  // namespace
}  // namespace clarion::server
