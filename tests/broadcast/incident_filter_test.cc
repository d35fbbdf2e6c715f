// What an officer looks for is found, and nothing else.
#include "services/broadcast/incident_filter.h"

#include "gtest/gtest.h"
#include "services/core/refusal.h"

namespace clarion::broadcast {
namespace {

v1::Docket Fire() {
  v1::Docket docket;
  docket.set_name("regions/410726/incidents/410726-20261123-0007");
  docket.set_title("甲镇某化工厂爆燃");
  docket.set_place("甲镇工业园");
  docket.set_external_id("A-778");
  docket.set_grade(v1::GRADE_II);
  docket.set_state(v1::INCIDENT_STATE_ASSIGNED);
  docket.mutable_assignment()->set_lead("emb");
  docket.mutable_detected_at()->set_seconds(1000);
  docket.add_obligations()->set_status(v1::OBLIGATION_STATUS_MET);
  docket.add_obligations()->set_status(v1::OBLIGATION_STATUS_BREACHED);
  return docket;
}

bool Fits(const v1::IncidentFilter& filter) { return IncidentFilter(filter).Fits(Fire()); }

v1::IncidentFilter Words(const std::string& text) {
  v1::IncidentFilter filter;
  filter.set_text(text);
  return filter;
}

TEST(IncidentFilter, WithoutWishesEverythingFits) {
  EXPECT_TRUE(Fits({}));
  EXPECT_FALSE(IncidentFilter({}).any());
}

TEST(IncidentFilter, EndedIsAnotherListAndNoWish) {
  v1::IncidentFilter filter;
  filter.set_ended(true);
  EXPECT_FALSE(IncidentFilter(filter).any());
}

TEST(IncidentFilter, EveryWordMustBeThereWherever) {
  EXPECT_TRUE(Fits(Words("化工厂")));
  EXPECT_TRUE(Fits(Words("工业园 爆燃")));
  EXPECT_TRUE(Fits(Words("20261123-0007")));
  EXPECT_TRUE(Fits(Words("a-778"))) << "small letters find capital ones";
  EXPECT_FALSE(Fits(Words("工业园 洪水")));
}

TEST(IncidentFilter, OneOfTheGradesStatesAndStatusesIsEnough) {
  v1::IncidentFilter filter;
  filter.add_grades(v1::GRADE_I);
  EXPECT_FALSE(Fits(filter));
  filter.add_grades(v1::GRADE_II);
  EXPECT_TRUE(Fits(filter));
  filter.add_states(v1::INCIDENT_STATE_REGISTERED);
  EXPECT_FALSE(Fits(filter));
  filter.add_states(v1::INCIDENT_STATE_ASSIGNED);
  EXPECT_TRUE(Fits(filter));
  filter.add_statuses(v1::OBLIGATION_STATUS_PENDING);
  EXPECT_FALSE(Fits(filter));
  filter.add_statuses(v1::OBLIGATION_STATUS_BREACHED);
  EXPECT_TRUE(Fits(filter));
}

TEST(IncidentFilter, TheLeadIsExact) {
  v1::IncidentFilter filter;
  filter.set_lead("em");
  EXPECT_FALSE(Fits(filter));
  filter.set_lead("emb");
  EXPECT_TRUE(Fits(filter));
}

TEST(IncidentFilter, DrillsAndRealOnesAreTwoWishes) {
  v1::IncidentFilter filter;
  filter.set_exercise(true);
  EXPECT_FALSE(Fits(filter));
  filter.set_exercise(false);
  EXPECT_TRUE(Fits(filter));
  EXPECT_TRUE(IncidentFilter(filter).any()) << "real ones only is a wish too";
}

TEST(IncidentFilter, TheRangeIsFromAndUpToButNotIncluding) {
  v1::IncidentFilter filter;
  filter.mutable_from()->set_seconds(1000);
  filter.mutable_to()->set_seconds(1001);
  EXPECT_TRUE(Fits(filter));
  filter.mutable_to()->set_seconds(1000);
  EXPECT_FALSE(Fits(filter));
  filter.clear_to();
  filter.mutable_from()->set_seconds(1001);
  EXPECT_FALSE(Fits(filter));
}

TEST(IncidentFilter, AllFaultsAreNamedAtOnce) {
  v1::IncidentFilter filter;
  filter.set_text(std::string(201, 'x'));
  filter.set_lead("no body!");
  filter.add_grades(static_cast<v1::Grade>(77));
  filter.add_states(v1::INCIDENT_STATE_UNSPECIFIED);
  filter.add_statuses(static_cast<v1::ObligationStatus>(77));
  const absl::Status status = CheckFilter(filter);
  EXPECT_EQ(core::ReasonOf(status), v1::ERROR_REASON_FIELD_INVALID);
  for (const char* field : {"text", "lead", "grades", "states", "statuses"}) {
    EXPECT_NE(std::string(status.message()).find(field), std::string::npos) << status;
  }
}

}  // namespace
}  // namespace clarion::broadcast
