// What a person at the command line meets: exit codes, faults, questions, sign-in.
#include "clients/cli/contexts.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/clients/cli_run.h"
#include "tests/clients/fixtures.h"

namespace clarion::tests {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class Cli : public ::testing::Test {
 protected:
  Cli() {
    script_.dockets = {MajorFire(), OverdueComplaint()};
    script_.text.set_text("情况通报\n第一段");
    script_.text.set_text_version(2);
    script_.text.set_sha256("0123456789abcdef0123456789abcdef");
  }
  CliResult Run(const std::vector<std::string>& arguments) { return person_.Run(arguments); }

  Script script_;
  FakeDesks desks_{script_};
  Person person_{desks_};
};

struct RefusalRow {
  const char* name;
  grpc::StatusCode code;
  const char* reason;
  int exit;
  const char* next;
};

class Refusals : public Cli, public ::testing::WithParamInterface<RefusalRow> {};

TEST_P(Refusals, SayWhatWhyAndWhatToTypeNext) {
  const RefusalRow& row = GetParam();
  script_.failures.assign(5, Refused(row.code, row.reason, "In English.", "用中文。"));
  const CliResult result = Run({"incident", "verify", "7", "--basis", "x"});
  EXPECT_EQ(result.code, row.exit);
  EXPECT_EQ(result.out, "");
  EXPECT_THAT(result.err, HasSubstr("错误：用中文。\n"));
  EXPECT_THAT(result.err, HasSubstr(std::string("原因：") + row.reason + " "));
  EXPECT_THAT(result.err, HasSubstr(std::string("下一步：") + row.next));
}

INSTANTIATE_TEST_SUITE_P(
    ByCode, Refusals,
    ::testing::Values(RefusalRow{"Invalid", grpc::StatusCode::INVALID_ARGUMENT, "BASIS_REQUIRED", 2,
                                 "clarion incident verify 7 --basis TEXT\n"},
                      RefusalRow{"SignIn", grpc::StatusCode::UNAUTHENTICATED, "NOT_SIGNED_IN", 3,
                                 "clarion login"},
                      RefusalRow{"Permission", grpc::StatusCode::PERMISSION_DENIED, "READ_ONLY", 3,
                                 "clarion"},
                      RefusalRow{"NotFound", grpc::StatusCode::NOT_FOUND, "NO_SUCH_INCIDENT", 4,
                                 "clarion incident list"},
                      RefusalRow{"Exists", grpc::StatusCode::ALREADY_EXISTS, "DUPLICATE_REPORT", 5,
                                 "clarion incident add-report 410726-20261123-0007"},
                      RefusalRow{"State", grpc::StatusCode::FAILED_PRECONDITION, "TERMINAL_STATE",
                                 5, "clarion incident show 410726-20261123-0007"},
                      RefusalRow{"Aborted", grpc::StatusCode::ABORTED, "DOCKET_CHANGED", 5,
                                 "clarion incident show 410726-20261123-0007"},
                      RefusalRow{"Unknown", grpc::StatusCode::UNAVAILABLE, "OUTCOME_UNKNOWN", 6,
                                 "clarion incident verify 7 --basis x --request-id "},
                      RefusalRow{"Damaged", grpc::StatusCode::DATA_LOSS, "DATA_DAMAGED", 1,
                                 "clarion-admin verify"}),
    [](const ::testing::TestParamInfo<RefusalRow>& test) { return test.param.name; });

TEST_F(Cli, APerhapsDoneActIsRepeatedUnderTheIdItSays) {
  script_.failures.assign(5, Refused(grpc::StatusCode::UNAVAILABLE, "OUTCOME_UNKNOWN", "?", "?"));
  const CliResult first = Run({"incident", "verify", "7", "--basis", "x"});
  const std::string id = script_.request_ids.front();
  EXPECT_THAT(first.err, HasSubstr("--request-id " + id));
  EXPECT_EQ(Run({"incident", "verify", "7", "--basis", "x", "--request-id", id}).code, 0);
  EXPECT_EQ(script_.request_ids, std::vector<std::string>(6, id));
}

TEST_F(Cli, UsageFaultsEndWithTwoAndHelpWithZero) {
  EXPECT_EQ(Run({}).code, 2);
  EXPECT_EQ(Run({"incident", "grade", "7", "--to", "V", "--basis", "x"}).code, 2);
  EXPECT_EQ(Run({"incident", "verify", "7"}).code, 2);
  EXPECT_EQ(Run({"incident", "show", "seven"}).code, 2);
  EXPECT_EQ(Run({"incident", "register", "--title", "x", "--detected", "soon"}).code, 2);
  EXPECT_EQ(Run({"incident", "register", "--help"}).code, 0);
  EXPECT_EQ(Run({"--lang", "fr", "version"}).code, 2);
}

TEST_F(Cli, ACounterMeansTodayInTheRegionOfTheContext) {
  EXPECT_EQ(Run({"incident", "show", "7"}).code, 0);
  EXPECT_EQ(Run({"incident", "show", "0007"}).code, 0);
  EXPECT_EQ(Run({"incident", "show", "410726-20261123-0007"}).code, 0);
  EXPECT_EQ(Run({"incident", "show", MajorFire().name()}).code, 0);
  // Open, but of another day: named, not guessed.
  const CliResult other_day = Run({"incident", "show", "2"});
  EXPECT_EQ(other_day.code, 4);
  EXPECT_THAT(other_day.err, HasSubstr("410726-20261121-0002"));
  // Of today and in no list: its desk is asked.
  EXPECT_EQ(Run({"incident", "show", "31"}).code, 4);
}

TEST_F(Cli, WhatCannotBeUndoneIsAskedFirst) {
  const std::vector<std::string> publish = {"release", "publish",   "7",
                                            "r1",      "--channel", "GOV_SITE"};
  EXPECT_EQ(Run(publish).code, 2);  // nobody to ask
  person_.at_a_terminal = true;
  person_.input = "n\n";
  EXPECT_EQ(Run(publish).code, 1);
  EXPECT_TRUE(script_.published.empty());
  person_.input = "y\n";
  const CliResult result = Run(publish);
  EXPECT_EQ(result.code, 0);
  EXPECT_THAT(result.err, HasSubstr("情况通报"));
  ASSERT_EQ(script_.published.size(), 1u);
  EXPECT_EQ(script_.published[0].name(), MajorFire().name() + "/releases/r1");
  person_.at_a_terminal = false;
  std::vector<std::string> confirmed = publish;
  confirmed.push_back("--yes");
  EXPECT_EQ(Run(confirmed).code, 0);
}

TEST_F(Cli, LoweringAndClosingAreAskedRaisingIsNot) {
  EXPECT_EQ(Run({"incident", "grade", "7", "--to", "I", "--basis", "x"}).code, 0);
  EXPECT_EQ(Run({"incident", "grade", "7", "--to", "III", "--basis", "x"}).code, 2);
  EXPECT_EQ(Run({"incident", "grade", "7", "--to", "III", "--basis", "x", "--yes"}).code, 0);
  EXPECT_EQ(Run({"incident", "close", "7", "--summary", "x"}).code, 2);
  EXPECT_EQ(Run({"incident", "close", "7", "--summary", "x", "--yes"}).code, 0);
}

TEST_F(Cli, ApprovingShowsTheTextAndSendsItsHash) {
  const CliResult result = Run({"release", "approve", "7", "r1"});
  EXPECT_EQ(result.code, 0);
  EXPECT_THAT(result.out, HasSubstr("情况通报\n第一段\n"));
  EXPECT_THAT(result.out,
              HasSubstr("3031323334353637383961626364656630313233343536373839616263646566"));
  ASSERT_EQ(script_.approved.size(), 1u);
  EXPECT_EQ(script_.approved[0].sha256(), script_.text.sha256());
}

TEST_F(Cli, ServerTextNeverReachesTheTerminalAsIs) {
  for (const char* output : {"table", "wide", "csv", "json", "ndjson"}) {
    for (const std::vector<std::string>& command : {std::vector<std::string>{"incident", "list"},
                                                    {"deadline", "list"},
                                                    {"incident", "show", "410726-20261121-0002"}}) {
      std::vector<std::string> arguments = command;
      arguments.insert(arguments.end(), {"-o", output});
      const CliResult result = Run(arguments);
      EXPECT_EQ(result.code, 0);
      EXPECT_THAT(result.out, HasSubstr("20261121-0002"));
      EXPECT_THAT(result.out, Not(HasSubstr("\x1b")));
      EXPECT_THAT(result.out, Not(HasSubstr("\x07")));
      EXPECT_THAT(result.out, Not(HasSubstr("\u202e")));
    }
  }
}

TEST_F(Cli, CheckEndsWithSevenWhenBreachedAndEightWhenNearlyDue) {
  EXPECT_EQ(Run({"deadline", "list"}).code, 0);
  EXPECT_EQ(Run({"deadline", "list", "--check"}).code, 7);
  EXPECT_EQ(Run({"deadline", "show", "7", "--check"}).code, 8);
  script_.dockets = {Drill()};
  EXPECT_EQ(Run({"deadline", "list", "--check"}).code, 0);  // late, but done
}

TEST_F(Cli, SigningInKeepsTheTokenAndShowsItNowhere) {
  person_.password = "correct horse";
  const CliResult result = Run(
      {"login", "--context", "office", "--server", "127.0.0.1:7100", "--account", "410726/duty1"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out + result.err, Not(HasSubstr("token-of")));
  const auto contexts = cli::LoadContexts(person_.config());
  ASSERT_TRUE(contexts.ok());
  EXPECT_EQ(contexts->current, "office");
  EXPECT_EQ(contexts->entries.at("office").target.token, "token-of-regions/410726/accounts/duty1");
  EXPECT_EQ(contexts->entries.at("office").region, "410726");
  EXPECT_THAT(Run({"context", "show", "-o", "json"}).out, Not(HasSubstr("token-of")));
}

TEST_F(Cli, AWrongPasswordChangesNoContext) {
  person_.password = "wrong";
  EXPECT_EQ(Run({"login", "--context", "office", "--account", "410726/duty1"}).code, 3);
  EXPECT_EQ(cli::LoadContexts(person_.config())->entries.count("office"), 0u);
}

TEST_F(Cli, PasswordsComeFromAPipeWhenAsked) {
  person_.input = "correct horse\n";
  EXPECT_EQ(Run({"login", "--account", "410726/duty1", "--password-file", "-"}).code, 0);
  EXPECT_EQ(Run({"login", "--account", "410726/duty1"}).code, 2);  // nobody to ask
}

TEST_F(Cli, TheLanguageIsTheOptionsThenTheContextsThenTheEnvironments) {
  EXPECT_THAT(Run({"incident", "list"}).out, HasSubstr("等级"));
  EXPECT_THAT(Run({"incident", "list", "--lang", "en"}).out, HasSubstr("grade"));
  cli::Contexts contexts = *cli::LoadContexts(person_.config());
  contexts.entries["duty"].lang = "";
  ASSERT_TRUE(cli::SaveContexts(person_.config(), contexts).ok());
  EXPECT_THAT(Run({"incident", "list"}).out, HasSubstr("等级"));
  person_.environment["LANG"] = "en_GB.UTF-8";
  EXPECT_THAT(Run({"incident", "list"}).out, HasSubstr("grade"));
}

}  // namespace
}  // namespace clarion::tests
