#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/story.h"

namespace clarion::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;

struct GradeRow {
  std::string name;
  v1::Grade grade;
  std::vector<std::string> clocks;
};

class ArmedClocks : public ::testing::TestWithParam<GradeRow> {};

TEST_P(ArmedClocks, FollowTheGrade) {
  Story story;
  story.At("00:10").Register(GetParam().grade);
  EXPECT_THAT(story.Clocks(), ElementsAreArray(GetParam().clocks));
}

const std::vector<std::string> kMajor = {"SUPERIOR_REPORT-1 PENDING due 02:00",
                                         "AUTHORITATIVE_INFO-1 PENDING due 05:00",
                                         "PRESS_CONFERENCE-1 PENDING due 24:00"};

INSTANTIATE_TEST_SUITE_P(
    National2016, ArmedClocks,
    ::testing::Values(
        GradeRow{"EspeciallyMajor", v1::GRADE_I, kMajor}, GradeRow{"Major", v1::GRADE_II, kMajor},
        GradeRow{"RelativelyMajor",
                 v1::GRADE_III,
                 {"SUPERIOR_REPORT-1 PENDING due 02:00", "PUBLIC_RESPONSE-1 PENDING due 48:00"}},
        GradeRow{"Ordinary", v1::GRADE_IV, {"PUBLIC_RESPONSE-1 PENDING due 48:00"}},
        GradeRow{"NotGraded", v1::GRADE_NONE, {"PUBLIC_RESPONSE-1 PENDING due 48:00"}}),
    [](const ::testing::TestParamInfo<GradeRow>& test) { return test.param.name; });

TEST(Upgrade, AddsClocksFromTheOriginalStartAndSaysThatTheGradeCameLate) {
  Story story;
  story.At("00:10").Register(v1::GRADE_III);
  story.At("00:50").Report(v1::REPORT_MODE_WRITTEN);
  EXPECT_THAT(
      story.At("06:05").Grade(v1::GRADE_II),
      Yields("incident_graded", "obligation_armed AUTHORITATIVE_INFO-1",
             "obligation_breached AUTHORITATIVE_INFO-1", "obligation_armed PRESS_CONFERENCE-1"));
  EXPECT_EQ(story.Clock("AUTHORITATIVE_INFO"), "BREACHED due 05:00 armed_after_due");
  EXPECT_EQ(story.Clock("PRESS_CONFERENCE"), "PENDING due 24:00");
  EXPECT_EQ(story.Clock("PUBLIC_RESPONSE"), "PENDING due 48:00");
}

TEST(Upgrade, CountsAnEarlierReleaseWithoutABreach) {
  Story story;
  story.At("00:10").Register(v1::GRADE_III);
  story.Verify();
  story.At("00:50").Report(v1::REPORT_MODE_WRITTEN);
  story.At("03:00").Release("r1");
  ASSERT_EQ(story.Clock("CONTINUED_RELEASE"), "ABSENT");
  EXPECT_THAT(story.At("06:00").Grade(v1::GRADE_I),
              Yields("incident_graded", "obligation_armed AUTHORITATIVE_INFO-1",
                     "obligation_met AUTHORITATIVE_INFO-1", "obligation_armed PRESS_CONFERENCE-1",
                     "obligation_armed CONTINUED_RELEASE-1"));
  EXPECT_EQ(story.Clock("CONTINUED_RELEASE"), "PENDING due 27:00");
}

TEST(Upgrade, WithSeveralReleasesStandingArmsOneClockFromTheLast) {
  Story story;
  story.At("00:10").Register(v1::GRADE_III);
  story.Verify();
  story.At("03:00").Release("r1");
  story.At("04:00").Release("r2", v1::RELEASE_KIND_UPDATE);
  story.At("06:00").Grade(v1::GRADE_I);
  EXPECT_EQ(story.Clock("CONTINUED_RELEASE"), "PENDING due 28:00");
  EXPECT_EQ(story.docket().obligations(story.docket().obligations_size() - 1).seq(), 2);
}

TEST(Upgrade, ChoosesAnotherSpeakerWhenThePresentOneIsNoPrincipal) {
  Story story;
  story.At("00:10").Register(v1::GRADE_IV);
  story.At("00:20").Assign("org-emb", {}, "o-emb-spk");
  const Outcome outcome = story.At("00:30").Grade(v1::GRADE_II);
  EXPECT_THAT(outcome.events, ::testing::IsSupersetOf({"speaker_assigned o-emb-head",
                                                       "obligation_cancelled SPOKESPERSON_ACK-1",
                                                       "obligation_armed SPOKESPERSON_ACK-2"}));
  EXPECT_TRUE(outcome.decision.roster_used);
  EXPECT_EQ(story.Clock("SPOKESPERSON_ACK"), "PENDING due 01:00");
}

TEST(Upgrade, KeepsAnEligibleSpeaker) {
  Story story;
  story.At("00:10").Register(v1::GRADE_IV);
  story.At("00:20").Assign("org-emb");
  story.At("00:30").Grade(v1::GRADE_II);
  EXPECT_EQ(story.docket().assignment().seq(), 1);
}

TEST(Downgrade, TakesNoClockAwayAndNeedsAnApprover) {
  Story story;
  story.At("00:10").Register(v1::GRADE_I);
  EXPECT_THAT(story.Grade(v1::GRADE_IV), RefusedAs(v1::ERROR_REASON_NOT_APPROVER));
  EXPECT_THAT(story.Grade(v1::GRADE_IV, ""), RefusedAs(v1::ERROR_REASON_NOT_APPROVER));
  EXPECT_THAT(story.By(Approver()).Grade(v1::GRADE_IV),
              Yields("incident_graded", "obligation_armed PUBLIC_RESPONSE-1"));
  EXPECT_THAT(
      story.Clocks(),
      ElementsAre("SUPERIOR_REPORT-1 PENDING due 02:00", "AUTHORITATIVE_INFO-1 PENDING due 05:00",
                  "PRESS_CONFERENCE-1 PENDING due 24:00", "PUBLIC_RESPONSE-1 PENDING due 48:00"));
}

TEST(Downgrade, LeavesAChainOfReleasesRunning) {
  Story story;
  story.At("00:10").Register(v1::GRADE_I);
  story.Verify();
  story.At("01:00").Release("r1");
  story.At("02:00").By(Approver()).Grade(v1::GRADE_III);
  story.At("03:00").Release("r2", v1::RELEASE_KIND_UPDATE);
  EXPECT_EQ(story.Clock("CONTINUED_RELEASE"), "PENDING due 27:00");
}

TEST(Grading, NeedsAGradeAndABasisAndAnOpenIncident) {
  Story story;
  story.At("00:10").Register(v1::GRADE_III);
  EXPECT_THAT(story.Grade(v1::GRADE_II, ""), RefusedAs(v1::ERROR_REASON_BASIS_REQUIRED));
  EXPECT_THAT(story.Grade(v1::GRADE_UNSPECIFIED), RefusedAs(v1::ERROR_REASON_FIELD_INVALID));
  EXPECT_THAT(story.Grade(static_cast<v1::Grade>(9)), RefusedAs(v1::ERROR_REASON_FIELD_INVALID));
  EXPECT_THAT(story.Grade(v1::GRADE_III), YieldsNothing());
  EXPECT_THAT(story.By(Approver()).Grade(v1::GRADE_II), IsOk());
}

}  // namespace
}  // namespace clarion::testing
