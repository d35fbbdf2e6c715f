// The runner itself: what it refuses to read, in which order it does things, and that a scenario it
// cannot carry out is never passed.
#include "tests/scenarios/runner.h"

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/scenarios/format.h"

namespace clarion::scenarios {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kFile[] = R"({
  "id": "X01", "title_zh": "例", "title_en": "example", "cites": ["a rule"],
  "given": {"region": {"code": "419999", "name_zh": "示例县"}, "rule_pack": "national-2016",
    "t0": "2026-03-03T09:00:00+08:00", "orgs": [], "officials": [],
    "users": [{"id": "u1", "role": "duty", "org": "org-county", "name": "值班员"}]},
  "steps": [
    {"at": "T+00:10", "by": "duty", "actor": "u1", "do": "register",
     "args": {"incident": "A", "title": "示例", "detected_at": "T+00:00"}, "expect": {"ok": true}},
    {"at": "T+00:10", "by": "duty", "actor": "u1", "do": "verify",
     "args": {"incident": "A", "basis": "现场"},
     "expect": {"error": "FAILED_PRECONDITION", "reason": "TERMINAL_STATE"}}],
  "then": [{"at": "T+00:10", "incident": "A", "expect": {"state": "REGISTERED"}},
           {"at": "T+00:05", "incident": "A", "expect": {"severity": "NONE"}}]})";

std::string With(const std::string& from, const std::string& to) {
  const std::string file = kFile;
  EXPECT_THAT(file, HasSubstr(from));
  return absl::StrReplaceAll(file, {{from, to}});
}

std::string FaultsOf(const std::string& text) {
  return std::string(ParseScenario(text).status().message());
}

// Answers as told and writes down what it was asked.
class ToldDesk : public Desk {
 public:
  absl::Status Open(const Given& given, const std::set<std::string>&, absl::Time) override {
    Begin(given);
    t0_ = given.t0;
    return absl::OkStatus();
  }
  absl::Status AdvanceTo(absl::Time to) override {
    asked.push_back(absl::StrCat("advance ", absl::ToInt64Minutes(to - t0_)));
    return absl::OkStatus();
  }
  absl::StatusOr<View> Look(const std::string&) override {
    asked.push_back("look");
    View view;
    view.docket.set_version(version);
    view.docket.set_state(v1::INCIDENT_STATE_REGISTERED);
    view.docket.set_grade(v1::GRADE_NONE);
    return view;
  }
  absl::Status Finish() override { return absl::OkStatus(); }

  std::vector<std::string> asked;
  int64_t version = 1;
  bool refuses = false;         // the second command
  bool changes_anyway = false;  // although it refuses

 protected:
  absl::StatusOr<v1::Docket> Submit(const std::string&, const Request& request) override {
    asked.push_back("submit");
    v1::Docket docket;
    docket.set_name("regions/419999/incidents/419999-20260303-0001");
    if (request.command.has_register_incident() || !refuses) return docket;
    if (changes_anyway) ++version;
    return absl::FailedPreconditionError("closed");
  }
  absl::Status StopServices() override { return absl::OkStatus(); }
  absl::Status StartServices() override { return absl::OkStatus(); }
  absl::Status StepClock(absl::Duration) override { return absl::OkStatus(); }

 private:
  absl::Time t0_;
};

TEST(Reading, NamesAnUnknownFieldOrWord) {
  EXPECT_EQ(FaultsOf(kFile), "");
  EXPECT_THAT(FaultsOf(With("\"basis\"", "\"colour\"")), HasSubstr("unknown field colour"));
  EXPECT_THAT(FaultsOf(With("\"basis\"", "\"colour\"")), HasSubstr("no field basis"));
  EXPECT_THAT(FaultsOf(With("\"severity\": \"NONE\"", "\"grade\": \"NONE\"")),
              HasSubstr("check 2: unknown field grade"));
  EXPECT_THAT(FaultsOf(With("\"state\": \"REGISTERED\"", "\"events_not_contain\": [\"BREACH\"]")),
              HasSubstr("check 1: events_not_contain: unknown word BREACH"));
  EXPECT_THAT(FaultsOf(With("\"actor\": \"u1\"", "\"actor\": \"u2\"")),
              HasSubstr("no such actor: u2"));
  EXPECT_THAT(FaultsOf(With("\"detected_at\": \"T+00:00\"", "\"detected_at\": \"T+0:00\"")),
              HasSubstr("detected_at cannot be"));
  EXPECT_THAT(FaultsOf("{"), HasSubstr("not JSON"));
}

TEST(Running, AtOneInstantSettlesThenTakesTheStepsInOrderThenLooks) {
  const Scenario scenario =
      *ParseScenario(With("\"error\": \"FAILED_PRECONDITION\", \"reason\": "
                          "\"TERMINAL_STATE\"",
                          "\"ok\": true"));
  ToldDesk desk;
  EXPECT_EQ(Play(scenario, desk).why, "");
  EXPECT_THAT(desk.asked, ElementsAre("advance 5", "look", "advance 10", "submit", "advance 10",
                                      "submit", "advance 10", "look"));
}

TEST(Running, FailsAStepThatEndsOtherwiseThanExpected) {
  ToldDesk desk;
  EXPECT_EQ(Play(*ParseScenario(kFile), desk).why,
            "step 2 (verify at T+00:10): expected FAILED_PRECONDITION TERMINAL_STATE, got OK");
}

TEST(Running, FailsARefusalThatChangedSomething) {
  const Scenario scenario = *ParseScenario(With("\"TERMINAL_STATE\"", "\"\""));
  ToldDesk desk;
  desk.refuses = true;
  EXPECT_EQ(Play(scenario, desk).why, "");
  desk.changes_anyway = true;
  EXPECT_THAT(Play(scenario, desk).why, HasSubstr("expected nothing to change"));
}

TEST(Running, FailsACheckThatSeesSomethingElse) {
  const Scenario scenario = *ParseScenario(absl::StrReplaceAll(
      kFile,
      {{"\"state\": \"REGISTERED\"", "\"state\": \"CLOSED\""}, {"\"TERMINAL_STATE\"", "\"\""}}));
  ToldDesk desk;
  desk.refuses = true;
  const Result result = Play(scenario, desk);
  EXPECT_EQ(result.verdict, Result::Verdict::kFailed);
  EXPECT_EQ(result.why, "check 1 (A at T+00:10): state: expected CLOSED, got REGISTERED");
}

TEST(Running, SkipsAnActThatIsNotSupportedAndNamesIt) {
  const Scenario scenario = *ParseScenario(With(
      R"("do": "verify",
     "args": {"incident": "A", "basis": "现场"})",
      R"("do": "burn_papers",
     "args": {"incident": "A", "reason": "上级接管"})"));
  ToldDesk desk;
  const Result result = Play(scenario, desk);
  EXPECT_EQ(result.verdict, Result::Verdict::kSkipped);
  EXPECT_EQ(result.missing_act, "burn_papers");
  EXPECT_EQ(result.why, "act burn_papers is not supported yet");
  EXPECT_THAT(desk.asked, ElementsAre());
}

}  // namespace
}  // namespace clarion::scenarios
