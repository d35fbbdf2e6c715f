#include "tests/load/registrations.h"

#include <gtest/gtest.h>

#include "clarion/v1/incident_service.pb.h"

namespace clarion::load {
namespace {

TEST(Registrations, AreKnownAgainByTheirRequestId) {
  EXPECT_EQ(RequestId(42), "00000000-0000-4000-8000-000000000042");
  EXPECT_EQ(NumberOf(RequestId(123'456)), 123'456U);
  EXPECT_EQ(NumberOf("6f1c2a7e-3b0d-4c55-9a1e-0d4f6f2b8c31"), std::nullopt);
  EXPECT_EQ(NumberOf(""), std::nullopt);
}

TEST(Registrations, OfAFloorBeginWithTheirNumber) {
  const std::string bytes = ToBytes(FloorRequest(7));
  EXPECT_EQ(bytes.size(), 1024U);
  EXPECT_EQ(FloorNumberOf(bytes), 7U);
  EXPECT_EQ(FloorNumberOf("welcome"), std::nullopt);
}

TEST(Registrations, GiveTheNameOfTheDocketWhereverItStands) {
  v1::Docket docket;
  docket.set_title("仓库火情");
  const std::string title = docket.SerializeAsString();
  docket.Clear();
  docket.set_name("regions/410001/incidents/410001-20261123-0007");
  const std::string name = docket.SerializeAsString();
  EXPECT_EQ(IncidentIn(ToBuffer(name + title)), docket.name());
  EXPECT_EQ(IncidentIn(ToBuffer(title + name)), docket.name());
  EXPECT_EQ(IncidentIn(ToBuffer(title)), "");
}

TEST(Registrations, AreDrillsOnlyWithATimeScale) {
  v1::RegisterIncidentRequest request;
  ASSERT_TRUE(request.ParseFromString(ToBytes(RequestOf({.region = "410001", .number = 1}))));
  EXPECT_FALSE(request.incident().exercise());
  EXPECT_EQ(request.incident().grade(), v1::GRADE_IV);
  ASSERT_TRUE(request.ParseFromString(
      ToBytes(RequestOf({.region = "410001", .number = 1, .time_scale = 60}))));
  EXPECT_TRUE(request.incident().exercise());
  EXPECT_EQ(request.incident().time_scale(), 60);
}

}  // namespace
}  // namespace clarion::load
