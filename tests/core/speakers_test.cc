// Who may speak: domain rules on speakers, one row per situation of the roster.
#include "services/core/speakers.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/story.h"

namespace clarion::testing {
namespace {

using ::testing::ElementsAreArray;

struct SpeakerRow {
  std::string name;
  std::string lead;
  std::vector<std::string> supporting;
  std::function<void(v1::Roster&)> given;
  std::vector<std::string> chain;
};

void LeaveOf(v1::Roster& roster, const std::string& id, const std::string& acting = "") {
  AddLeave(OfficialIn(roster, id), T("-24:00"), T("48:00"), acting);
}

class PrincipalChainAt : public ::testing::TestWithParam<SpeakerRow> {};

TEST_P(PrincipalChainAt, FollowsTheRoster) {
  v1::Roster roster = SampleRoster();
  GetParam().given(roster);
  v1::Assignment assignment;
  assignment.set_lead(GetParam().lead);
  for (const std::string& body : GetParam().supporting) assignment.add_supporting(body);
  std::vector<std::string> ids;
  for (const v1::Official* official : core::PrincipalChain(roster, assignment, T("00:00"))) {
    ids.push_back(official->id());
  }
  EXPECT_THAT(ids, ElementsAreArray(GetParam().chain));
}

INSTANTIATE_TEST_SUITE_P(
    Grades1And2, PrincipalChainAt,
    ::testing::Values(
        SpeakerRow{"EverybodyThere",
                   "org-emb",
                   {},
                   [](v1::Roster&) {},
                   {"o-emb-head", "o-vm1", "o-exec", "o-mayor"}},
        SpeakerRow{"SupportingBodiesFollowTheLead",
                   "org-emb",
                   {"org-edu"},
                   [](v1::Roster&) {},
                   {"o-emb-head", "o-edu-head", "o-vm1", "o-vm2", "o-exec", "o-mayor"}},
        SpeakerRow{"ActingStandsInForAHeadOnLeave",
                   "org-emb",
                   {},
                   [](v1::Roster& r) { LeaveOf(r, "o-emb-head", "o-emb-dep"); },
                   {"o-emb-dep", "o-vm1", "o-exec", "o-mayor"}},
        SpeakerRow{"AHeadOnLeaveWithoutActingHasNoComplement",
                   "org-emb",
                   {},
                   [](v1::Roster& r) { LeaveOf(r, "o-emb-head"); },
                   {"o-vm1", "o-exec", "o-mayor"}},
        SpeakerRow{"ActingOnLeaveIsSkipped",
                   "org-emb",
                   {},
                   [](v1::Roster& r) {
                     LeaveOf(r, "o-emb-head", "o-emb-dep");
                     LeaveOf(r, "o-emb-dep");
                   },
                   {"o-vm1", "o-exec", "o-mayor"}},
        SpeakerRow{"WhoPresidesOverAVacantPostStandsIn",
                   "org-emb",
                   {},
                   [](v1::Roster& r) {
                     OfficialIn(r, "o-emb-head").set_vacant(true);
                     OfficialIn(r, "o-emb-head").set_acting("o-emb-dep");
                   },
                   {"o-emb-dep", "o-vm1", "o-exec", "o-mayor"}},
        SpeakerRow{"TheComplementOnlyWhileTheDeputyIsOnLeave",
                   "org-ta",
                   {},
                   [](v1::Roster& r) { LeaveOf(r, "o-vm1"); },
                   {"o-ta-head", "o-vm2", "o-exec", "o-mayor"}},
        SpeakerRow{"AVacantDeputyHasNoComplement",
                   "org-ta",
                   {},
                   [](v1::Roster& r) { OfficialIn(r, "o-vm1").set_vacant(true); },
                   {"o-ta-head", "o-exec", "o-mayor"}},
        SpeakerRow{"DeputiesComeBeforeComplements",
                   "org-emb",
                   {"org-edu"},
                   [](v1::Roster& r) {
                     LeaveOf(r, "o-vm1");
                     OfficialIn(r, "o-exec").add_complement_of("o-vm1");
                   },
                   {"o-emb-head", "o-edu-head", "o-vm2", "o-exec", "o-mayor"}},
        SpeakerRow{"NobodyLeft",
                   "org-emb",
                   {},
                   [](v1::Roster& r) {
                     for (const char* id : {"o-emb-head", "o-vm1", "o-vm2", "o-exec", "o-mayor"}) {
                       LeaveOf(r, id);
                     }
                   },
                   {}}),
    [](const ::testing::TestParamInfo<SpeakerRow>& test) { return test.param.name; });

TEST(Leave, IsHalfOpen) {
  v1::Official official;
  AddLeave(official, T("01:00"), T("02:00"), "");
  EXPECT_TRUE(core::IsPresent(official, T("00:59:59.999")));
  EXPECT_FALSE(core::IsPresent(official, T("01:00")));
  EXPECT_FALSE(core::IsPresent(official, T("01:59:59.999")));
  EXPECT_TRUE(core::IsPresent(official, T("02:00")));
}

TEST(LowerGrades, LetTheLawPickTheSameChainFirstAndThenEverybodyInvolved) {
  const v1::Roster roster = SampleRoster();
  v1::Assignment assignment;
  assignment.set_lead("org-emb");
  std::vector<std::string> ids;
  for (const auto* official : core::SpeakerChain(roster, assignment, v1::GRADE_IV, T("00:00"))) {
    ids.push_back(official->id());
  }
  EXPECT_THAT(ids, ::testing::ElementsAre("o-emb-head", "o-vm1", "o-exec", "o-mayor", "o-emb-dep",
                                          "o-emb-spk", "o-vm2"));
}

// Everybody the chain names, those who may not speak with the reason.
TEST(WholeChain, ShowsEachPlaceWithItsStepAndReason) {
  v1::Roster roster = SampleRoster();
  LeaveOf(roster, "o-emb-head", "o-emb-dep");
  LeaveOf(roster, "o-vm1");
  OfficialIn(roster, "o-exec").set_vacant(true);
  v1::Assignment assignment;
  assignment.set_lead("org-emb");
  assignment.add_supporting("org-ta");
  const auto words = [&](v1::Grade grade) {
    std::vector<std::string> places;
    for (const core::ChainPlace& place : core::WholeChain(roster, assignment, grade, T("00:00"))) {
      places.push_back(absl::StrCat(place.step, " ", place.official->id()));
      if (place.reason != v1::ERROR_REASON_UNSPECIFIED) {
        absl::StrAppend(&places.back(), " ", core::ReasonName(place.reason));
      }
    }
    return places;
  };
  const std::vector<std::string> major = {"1 o-emb-head SPEAKER_ON_LEAVE",
                                          "1 o-emb-dep",
                                          "2 o-ta-head",
                                          "3 o-vm1 SPEAKER_ON_LEAVE",
                                          "4 o-vm2",
                                          "5 o-exec POST_VACANT",
                                          "6 o-mayor"};
  EXPECT_THAT(words(v1::GRADE_I), ElementsAreArray(major));
  std::vector<std::string> lower = major;
  lower.insert(lower.end(), {"7 o-emb-spk", "7 o-ta-dep"});
  EXPECT_THAT(words(v1::GRADE_III), ElementsAreArray(lower));
}

TEST(NextLeave, IsTheFirstThatBeginsAfterNow) {
  v1::Official official;
  AddLeave(official, T("05:00"), T("06:00"), "");
  AddLeave(official, T("01:00"), T("02:00"), "");
  EXPECT_EQ(core::NextLeave(official, T("00:00")), T("01:00"));
  EXPECT_EQ(core::NextLeave(official, T("01:00")), T("05:00"));
  EXPECT_EQ(core::NextLeave(official, T("05:00")), std::nullopt);
}

struct Named {
  std::string name;
  std::string official;
  v1::SpeakerRule rule;
  v1::ErrorReason reason;  // UNSPECIFIED: may speak
};

class NamedSpeaker : public ::testing::TestWithParam<Named> {};

// o-emb-head is on leave with o-emb-dep acting; o-exec's post is vacant.
TEST_P(NamedSpeaker, IsJudgedInOrder) {
  v1::Roster roster = SampleRoster();
  LeaveOf(roster, "o-emb-head", "o-emb-dep");
  OfficialIn(roster, "o-exec").set_vacant(true);
  v1::Assignment assignment;
  assignment.set_lead("org-emb");
  const absl::Status status =
      core::CheckSpeaker(roster, assignment, GetParam().rule, GetParam().official, T("00:00"));
  EXPECT_THAT(status, RefusedAs(GetParam().reason));
}

INSTANTIATE_TEST_SUITE_P(
    All, NamedSpeaker,
    ::testing::Values(
        Named{"Unknown", "o-none", v1::SPEAKER_RULE_PRINCIPAL, v1::ERROR_REASON_NO_SUCH_OFFICIAL},
        Named{"OnLeave", "o-emb-head", v1::SPEAKER_RULE_LEADER, v1::ERROR_REASON_SPEAKER_ON_LEAVE},
        Named{"Vacant", "o-exec", v1::SPEAKER_RULE_PRINCIPAL, v1::ERROR_REASON_POST_VACANT},
        Named{"Stranger", "o-edu-head", v1::SPEAKER_RULE_LEADER,
              v1::ERROR_REASON_SPEAKER_NOT_OF_INVOLVED_BODY},
        Named{"Spokesperson", "o-emb-spk", v1::SPEAKER_RULE_PRINCIPAL,
              v1::ERROR_REASON_SPEAKER_NOT_PRINCIPAL},
        Named{"SpokespersonBelow", "o-emb-spk", v1::SPEAKER_RULE_LEADER,
              v1::ERROR_REASON_UNSPECIFIED},
        Named{"DeputyOfAnotherField", "o-vm2", v1::SPEAKER_RULE_PRINCIPAL,
              v1::ERROR_REASON_SPEAKER_NOT_PRINCIPAL},
        Named{"CountyLeaderBelow", "o-vm2", v1::SPEAKER_RULE_LEADER, v1::ERROR_REASON_UNSPECIFIED},
        Named{"Acting", "o-emb-dep", v1::SPEAKER_RULE_PRINCIPAL, v1::ERROR_REASON_UNSPECIFIED},
        Named{"Mayor", "o-mayor", v1::SPEAKER_RULE_PRINCIPAL, v1::ERROR_REASON_UNSPECIFIED}),
    [](const ::testing::TestParamInfo<Named>& test) { return test.param.name; });

}  // namespace
}  // namespace clarion::testing
