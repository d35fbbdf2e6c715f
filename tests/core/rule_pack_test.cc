#include "services/core/rule_pack.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/core/proto_time.h"
#include "tests/support/sample_county.h"
#include "tests/support/status_matchers.h"

namespace clarion::testing {
namespace {

using ::testing::HasSubstr;

TEST(NationalPack, HoldsTheLimitsOfTheRules) {
  const v1::RulePack& pack = NationalPack();
  EXPECT_EQ(pack.id(), "national-2016");
  EXPECT_EQ(pack.obligations_size(), 6);
  EXPECT_EQ(pack.official_channels_size(), 8);
  EXPECT_EQ(core::FromProto(pack.registered_late_after()), absl::Minutes(30));
  for (const v1::ObligationRule& rule : pack.obligations()) EXPECT_EQ(rule.risk_percent(), 80);
}

TEST(RulePack, NamesEveryFaultAtOnce) {
  v1::RulePack pack = NationalPack();
  pack.clear_official_channels();
  pack.mutable_obligations(0)->clear_limit();
  pack.mutable_obligations(1)->clear_article();
  pack.mutable_obligations(2)->set_risk_percent(100);
  pack.mutable_obligations(3)->mutable_evidence()->add_reports(v1::REPORT_MODE_PHONE);
  pack.mutable_obligations(4)->set_kind(v1::OBLIGATION_KIND_SUPERIOR_REPORT);
  pack.mutable_obligations(4)->set_mark("X");
  pack.mutable_obligations(5)->clear_evidence();
  pack.mutable_obligations(5)->add_grades(v1::GRADE_I);
  const absl::Status status = core::CheckPack(pack);
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument));
  for (const char* fault :
       {"official_channels are required", "obligations[0].limit must be over 0",
        "obligations[1].article is required", "obligations[2].risk_percent must be 1 to 99",
        "obligations[3].evidence must be releases alone", "obligations[4].kind is used twice",
        "obligations[4].mark must be L, P or O", "obligations[5].evidence is required",
        "obligations[5].evidence.acknowledgement goes with", "obligations[5].grades has a value"}) {
    EXPECT_THAT(std::string(status.message()), HasSubstr(fault));
  }
}

TEST(RulePack, LimitEndsAt366Days) {
  v1::RulePack pack = NationalPack();
  *pack.mutable_obligations(0)->mutable_limit() = core::ToProto(absl::Hours(366 * 24));
  EXPECT_THAT(core::CheckPack(pack), IsOk());
  *pack.mutable_obligations(0)->mutable_limit() =
      core::ToProto(absl::Hours(366 * 24) + absl::Milliseconds(1));
  EXPECT_THAT(core::CheckPack(pack), StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace clarion::testing
