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

TEST(NationalPack, RemindsOfEveryClockAtHalfAndAQuarterOfAnHourBefore) {
  const v1::RulePack& pack = NationalPack();
  EXPECT_EQ(core::FromProto(pack.lead_within()), absl::Minutes(30));
  for (const v1::ObligationRule& rule : pack.obligations()) {
    ASSERT_EQ(rule.reminders_size(), 2) << rule.name_en();
    EXPECT_EQ(rule.reminders(0).percent(), 50);
    EXPECT_EQ(core::FromProto(rule.reminders(1).before()), absl::Minutes(15));
    EXPECT_EQ(rule.public_false_report(), rule.kind() == v1::OBLIGATION_KIND_PUBLIC_RESPONSE);
  }
}

TEST(NationalPack, HasATextToBeginEachReleaseFrom) {
  std::vector<std::string> ids;
  for (const v1::TextTemplate& text : NationalPack().templates()) ids.push_back(text.id());
  EXPECT_THAT(ids, ::testing::ElementsAre("first", "follow-up", "final"));
}

TEST(RulePack, ChecksRemindersTemplatesAndTheLead) {
  v1::RulePack pack = NationalPack();
  pack.mutable_obligations(0)->mutable_reminders(0)->set_percent(100);
  *pack.mutable_obligations(1)->mutable_reminders(1)->mutable_before() =
      core::ToProto(absl::ZeroDuration());
  *pack.mutable_obligations(2)->mutable_reminders(0)->mutable_before() =
      core::ToProto(absl::Minutes(1));  // percent as well
  pack.mutable_obligations(3)->set_public_false_report(true);
  *pack.mutable_lead_within() = core::ToProto(-absl::Minutes(1));
  pack.mutable_templates(0)->clear_text();
  pack.mutable_templates(1)->clear_kind();
  pack.mutable_templates(1)->clear_name_zh();
  pack.mutable_templates(2)->set_id("first");
  const std::string faults(core::CheckPack(pack).message());
  for (const char* fault :
       {"obligations[0].reminders must each be", "obligations[1].reminders must each be",
        "obligations[2].reminders must each be", "obligations[3].public_false_report goes with",
        "lead_within must not be negative", "templates[0].text is required",
        "templates[1].kind is required", "templates[1].name_zh is required",
        "templates[2].id is used twice"}) {
    EXPECT_THAT(faults, HasSubstr(fault));
  }
}

TEST(RulePack, MayAskForNoLeadAndNoReminder) {
  v1::RulePack pack = NationalPack();
  pack.clear_lead_within();
  for (v1::ObligationRule& rule : *pack.mutable_obligations()) rule.clear_reminders();
  EXPECT_THAT(core::CheckPack(pack), IsOk());
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
