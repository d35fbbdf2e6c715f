// What a day at the command line asks for beyond one command after another: confirmations, trials,
// warnings, rosters, tokens that end, watches taken up again.
#include <fstream>
#include <sstream>

#include "absl/strings/escaping.h"
#include "clients/cli/contexts.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/clients/cli_run.h"
#include "tests/clients/fixtures.h"

namespace clarion::tests {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class Day : public ::testing::Test {
 protected:
  Day() { script_.dockets = {FireWithEverything(), OverdueComplaint()}; }
  CliResult Run(const std::vector<std::string>& arguments) { return person_.Run(arguments); }

  Script script_;
  FakeDesks desks_{script_};
  Person person_{desks_};
};

TEST_F(Day, WithoutATerminalAConfirmationIsRefusedWithTheCommandThatGoesOn) {
  const CliResult zh =
      Run({"release", "retract", "7", "r1", "--reason", "人数 有误", "--correction", "r2"});
  EXPECT_EQ(zh.code, 2);
  EXPECT_THAT(zh.err, HasSubstr("将撤回 r1，同时发布更正 r2。\n"));
  EXPECT_THAT(zh.err, HasSubstr("原因：CONFIRMATION_REQUIRED 需要确认 "));
  EXPECT_THAT(zh.err, HasSubstr("下一步：clarion release retract 7 r1 --reason '人数 有误' "
                                "--correction r2 --yes\n"));
  const CliResult en = Run({"incident", "false", "7", "--basis", "x", "--lang", "en"});
  EXPECT_THAT(en.err, HasSubstr("next:   clarion incident false 7 --basis x --lang en --yes\n"));
  EXPECT_THAT(script_.request_ids, IsEmpty());
}

TEST_F(Day, MisuseIsSaidInTheLanguageWithTheHelpOfTheCommand) {
  const CliResult zh = Run({"incident", "verify", "7"});
  EXPECT_EQ(zh.code, 2);
  EXPECT_THAT(zh.err, HasSubstr("错误：缺少必填项：--basis"));
  EXPECT_THAT(zh.err, HasSubstr("下一步：clarion incident verify --help\n"));
  const CliResult en = Run({"--lang", "en", "incident", "grade", "7", "--to", "V", "--basis", "x"});
  EXPECT_THAT(en.err, HasSubstr("error:  a value does not fit: "));
  EXPECT_THAT(en.err, HasSubstr("I, II, III, IV, NONE"));
}

TEST_F(Day, AnotherPersonsContextIsNamedWhereOneIsNeeded) {
  cli::Contexts contexts = *cli::LoadContexts(person_.config());
  contexts.entries["li-min"] = contexts.entries["duty"];
  contexts.entries["li-min"].role = "APPROVER";
  ASSERT_TRUE(cli::SaveContexts(person_.config(), contexts).ok());
  script_.refusals["CloseIncidentRequest"] =
      Refused(grpc::StatusCode::PERMISSION_DENIED, "NOT_APPROVER", "?", "?");
  EXPECT_THAT(Run({"incident", "close", "7", "--summary", "x", "--yes"}).err,
              HasSubstr("下一步：clarion incident close 7 --summary x --yes --context li-min\n"));
}

TEST_F(Day, ATrialIsSentAsOneAndSaidToBeOne) {
  const CliResult trial = Run({"incident", "register", "--title", "x", "--dry-run"});
  EXPECT_EQ(trial.code, 0);
  EXPECT_THAT(script_.Asked("RegisterIncidentRequest"),
              ElementsAre(HasSubstr("validate_only: true")));
  EXPECT_THAT(trial.err, HasSubstr("未作更改"));
  EXPECT_EQ(Run({"release", "publish", "7", "r1", "--channel", "GOV_SITE", "--dry-run"}).code, 0);
  EXPECT_THAT(script_.Asked("PublishReleaseRequest"),
              ElementsAre(HasSubstr("validate_only: true")));
  const CliResult refused = Run({"region", "add", "410727", "--name-zh", "x", "--dry-run"});
  EXPECT_EQ(refused.code, 2);
  EXPECT_THAT(refused.err, HasSubstr("不能试办"));
  EXPECT_THAT(script_.Asked("CreateRegionRequest"), IsEmpty());
}

TEST_F(Day, RegisteringNamesLikelyDuplicatesAndIsNeverHeldUpByThem) {
  script_.likely = LikelyDuplicates();
  const CliResult warned = Run({"incident", "register", "--title", "化工厂爆燃"});
  EXPECT_EQ(warned.code, 0);
  EXPECT_THAT(warned.err, HasSubstr("64%"));
  EXPECT_THAT(warned.err, HasSubstr("410726-20261121-0002"));
  EXPECT_THAT(warned.err, Not(HasSubstr("410726-20261123-0007")));  // itself
  EXPECT_THAT(warned.out, Not(HasSubstr("64%")));
  script_.refusals["ListLikelyDuplicatesRequest"] =
      grpc::Status(grpc::StatusCode::UNAVAILABLE, "down");
  const CliResult alone = Run({"incident", "register", "--title", "化工厂爆燃"});
  EXPECT_EQ(alone.code, 0);
  EXPECT_EQ(alone.err, "");
  EXPECT_THAT(script_.Asked("RegisterIncidentRequest"), SizeIs(2));
}

TEST_F(Day, ListFiltersAreSentAndPagesAreTurned) {
  const CliResult page =
      Run({"incident",    "list",    "--ended", "--grade",          "I",        "--grade",
           "II",          "--state", "closed",  "--status",         "breached", "--lead",
           "emb",         "--real",  "--from",  "2026-11-01 00:00", "--to",     "2026-12-01 00:00",
           "--page-size", "1"});
  EXPECT_EQ(page.code, 0);
  const std::string asked = script_.Asked("ListIncidentsRequest").back();
  for (const char* sent :
       {"page_size: 1", "ended: true", "grades: GRADE_I grades: GRADE_II",
        "states: INCIDENT_STATE_CLOSED", R"(lead: "emb")", "statuses: OBLIGATION_STATUS_BREACHED",
        "exercise: false", "from { seconds: 1793462400 }", "to { seconds: 1796054400 }",
        "to { seconds: 1796054400 }"}) {
    EXPECT_THAT(asked, HasSubstr(sent));
  }
  EXPECT_THAT(page.err, HasSubstr("下一页：clarion incident list --ended"));
  EXPECT_THAT(page.err, HasSubstr("--page-size 1 --page 1\n"));
  EXPECT_EQ(Run({"incident", "list", "--page", "1"}).err, "");
  EXPECT_EQ(Run({"incident", "list", "--drills", "--real"}).code, 2);
}

TEST_F(Day, AnAttachmentIsSentByItsHashAlone) {
  const std::string file = person_.File("photo.jpg", "abc");
  ASSERT_EQ(Run({"incident", "note", "7", "--text", "x", "--file", file}).code, 0);
  std::string hash;
  const std::string sent = script_.Asked("AddNoteRequest").back();
  const size_t at = sent.find("file_sha256: \"") + sizeof("file_sha256: \"") - 1;
  ASSERT_TRUE(absl::CUnescape(sent.substr(at, sent.find("\" }", at) - at), &hash));
  EXPECT_EQ(absl::BytesToHexString(hash),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(Run({"incident", "note", "7", "--text", "x", "--file", file + "x"}).code, 2);
}

TEST_F(Day, ANewFactNamesTheTextsThatQuoteTheOldOne) {
  const CliResult result = Run({"incident", "fact", "set", "7", "dead", "3", "--source", "医院"});
  EXPECT_EQ(result.code, 0);
  EXPECT_THAT(result.err, HasSubstr("口径过期：r1  死亡 2 -> 3\n"));
  EXPECT_EQ(Run({"incident", "fact", "set", "7", "weather", "3", "--source", "x"}).code, 2);
}

TEST_F(Day, OutdatedFiguresAreNeverApprovedUnasked) {
  const CliResult unasked = Run({"release", "approve", "7", "r1"});
  EXPECT_EQ(unasked.code, 2);
  EXPECT_THAT(unasked.err, HasSubstr("!!! 口径过期"));
  EXPECT_THAT(unasked.err, HasSubstr("死亡 2 -> 3"));
  EXPECT_THAT(unasked.err, HasSubstr("clarion release approve 7 r1 --yes"));
  EXPECT_THAT(script_.approved, IsEmpty());
  const CliResult knowingly = Run({"release", "approve", "7", "r1", "--yes"});
  EXPECT_EQ(knowingly.code, 0);
  EXPECT_THAT(knowingly.err, HasSubstr("!!! 口径过期"));
  EXPECT_THAT(script_.approved, SizeIs(1));
  EXPECT_EQ(Run({"release", "cosign", "7", "r1"}).code, 2);
  EXPECT_THAT(Run({"release", "show", "7", "r1"}).out, HasSubstr("口径过期：死亡 2 -> 3"));
}

TEST_F(Day, ATemplateGoesToTheFileAndWhatIsMissingToThePerson) {
  const std::string file = person_.File("notice.txt");
  const CliResult result = Run({"release", "template", "7", "first", "--file", file});
  EXPECT_EQ(result.code, 0);
  EXPECT_EQ(result.out, "");
  std::ifstream in(file);
  std::stringstream text;
  text << in.rdbuf();
  EXPECT_EQ(text.str(), "情况通报\n死亡〔死亡人数〕人。\n");
  EXPECT_THAT(result.err, HasSubstr("口径缺项：死亡\n"));
  EXPECT_THAT(result.err, HasSubstr("clarion incident fact set 410726-20261123-0007 dead VALUE"));
}

TEST_F(Day, ARosterIsShownAsADifferenceBeforeItReplacesAnything) {
  script_.roster.set_etag("abc");
  script_.coming = CountyAfterwards();
  const std::string file = person_.File("roster.yaml", "superior: city");
  const CliResult asked = Run({"roster", "import", file});
  EXPECT_EQ(asked.code, 2);  // nobody to say yes
  EXPECT_THAT(asked.out, HasSubstr("删除  单位  ta"));
  EXPECT_THAT(asked.out, HasSubstr("职务 局长 -> 局长（兼）"));
  EXPECT_THAT(asked.out, HasSubstr("新增  人员  emb-deputy"));
  EXPECT_THAT(asked.out, HasSubstr("新增  请假  emb-head"));
  EXPECT_THAT(asked.err, HasSubstr("无人代行：周五"));
  EXPECT_THAT(script_.Asked("ImportRosterRequest"), Each(HasSubstr("validate_only: true")));
  EXPECT_EQ(Run({"roster", "import", file, "--dry-run"}).code, 0);
  EXPECT_THAT(script_.Asked("ImportRosterRequest"), Each(HasSubstr("validate_only: true")));
  EXPECT_EQ(Run({"roster", "import", file, "--yes"}).code, 0);
  EXPECT_THAT(script_.Asked("ImportRosterRequest").back(), HasSubstr(R"(etag: "abc")"));
  EXPECT_THAT(script_.Asked("ImportRosterRequest").back(), Not(HasSubstr("validate_only")));
}

TEST_F(Day, TheSameRosterIsNotImportedAgain) {
  const CliResult same = Run({"roster", "import", person_.File("r.yaml", "x"), "--yes"});
  EXPECT_EQ(same.code, 0);
  EXPECT_THAT(same.err, HasSubstr("与现有名册相同"));
  EXPECT_THAT(script_.Asked("ImportRosterRequest"), ElementsAre(HasSubstr("validate_only: true")));
}

TEST_F(Day, ARosterIsExportedAsTheYamlThatAnImportTakes) {
  script_.roster = CountyAfterwards();
  script_.roster.mutable_officials()->DeleteSubrange(1, 1);
  EXPECT_EQ(Run({"roster", "export"}).out,
            "bodies:\n"
            "  - id: \"emb\"\n"
            "    name_zh: \"县应急管理局\"\n"
            "    name_en: \"Emergency Bureau\"\n"
            "    kind: DEPARTMENT\n"
            "officials:\n"
            "  - id: \"emb-head\"\n"
            "    name: \"周五\"\n"
            "    post: \"局长（兼）\"\n"
            "    body: \"emb\"\n"
            "    principal: true\n"
            "    leave:\n"
            "      - from: \"2026-11-24T08:00:00+08:00\"\n"
            "        to: \"2026-11-27T08:00:00+08:00\"\n"
            "        acting: \"emb-deputy\"\n"
            "        approved_by: \"mayor\"\n"
            "    phones:\n"
            "      - \"000-0000-0009\"\n");
}

class Token : public Day {
 protected:
  void Ends(absl::Duration from_now) {
    cli::Contexts contexts = *cli::LoadContexts(person_.config());
    contexts.entries["duty"].expires_at = FixtureNow() + from_now;
    ASSERT_TRUE(cli::SaveContexts(person_.config(), contexts).ok());
  }
  std::string Kept() { return cli::LoadContexts(person_.config())->entries["duty"].target.token; }
  int Verify() { return Run({"incident", "verify", "7", "--basis", "x"}).code; }
};

TEST_F(Token, IsReplacedInItsLastHourAndTheNewOneUsedAtOnce) {
  Ends(absl::Minutes(59));
  EXPECT_EQ(Verify(), 0);
  EXPECT_THAT(script_.Asked("RefreshTokenRequest"), SizeIs(1));
  EXPECT_THAT(script_.tokens, ElementsAre("Bearer fresh-token"));
  EXPECT_EQ(Kept(), "fresh-token");
  EXPECT_EQ(Verify(), 0);  // good for hours now
  EXPECT_THAT(script_.Asked("RefreshTokenRequest"), SizeIs(1));
}

TEST_F(Token, IsLeftAloneBeforeAndAfter) {
  for (const absl::Duration from_now : {absl::Hours(2), -absl::Minutes(1)}) {
    Ends(from_now);
    EXPECT_EQ(Verify(), 0);
  }
  EXPECT_THAT(script_.Asked("RefreshTokenRequest"), IsEmpty());
}

TEST_F(Token, IsUsedOnWhereNoneIsToBeHad) {
  Ends(absl::Minutes(5));
  script_.refusals["RefreshTokenRequest"] = grpc::Status(grpc::StatusCode::UNAVAILABLE, "down");
  EXPECT_EQ(Verify(), 0);
  EXPECT_THAT(script_.tokens, ElementsAre("Bearer token-of-duty1"));
}

TEST_F(Token, IsForgottenOnLoggingOutAlsoWhereItHasEndedAlready) {
  EXPECT_EQ(Run({"logout"}).code, 0);
  EXPECT_EQ(Kept(), "");
  script_.refusals["SignOutRequest"] =
      Refused(grpc::StatusCode::UNAUTHENTICATED, "NOT_SIGNED_IN", "?", "?");
  EXPECT_EQ(Run({"logout"}).code, 0);
}

TEST_F(Token, OfAChangedPasswordIsTheNewOne) {
  person_.password = "correct horse";
  const CliResult result = Run({"user", "password"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_EQ(Kept(), "token-of-regions/410726/accounts/duty1");
  EXPECT_THAT(result.out + result.err, Not(HasSubstr("correct horse")));
}

TEST_F(Token, OfOtherAccountsBecomesAContextOfEach) {
  EXPECT_EQ(Run({"user", "tokens", "approver1"}).code, 0);
  const cli::Contexts contexts = *cli::LoadContexts(person_.config());
  EXPECT_EQ(contexts.current, "duty");
  EXPECT_EQ(contexts.entries.at("approver1").account, "regions/410726/accounts/approver1");
  EXPECT_EQ(contexts.entries.at("approver1").target.token,
            "token-of-regions/410726/accounts/approver1");
}

TEST_F(Day, AFalseReportWithNothingOwedWaitsForItsClose) {
  script_.dockets[0].mutable_false_report()->set_basis("x");
  script_.dockets[0].clear_obligations();
  EXPECT_THAT(Run({"incident", "show", "7"}).out,
              HasSubstr("incident close 410726-20261123-0007 --summary TEXT"));
}

TEST_F(Day, AContextCanBeForgotten) {
  EXPECT_EQ(Run({"context", "delete", "duty"}).code, 0);
  EXPECT_TRUE(cli::LoadContexts(person_.config())->entries.empty());
  const CliResult gone = Run({"incident", "list"});
  EXPECT_EQ(gone.code, 3);
  EXPECT_THAT(gone.err, HasSubstr("下一步：clarion login"));
}

TEST_F(Day, AWatchSaysWhereToGoOnAndWhenItCouldNot) {
  script_.watch = [](const v1::WatchRequest&, grpc::ServerWriter<v1::WatchResponse>& writer) {
    v1::WatchResponse message;
    *message.add_items()->mutable_state() = FireWithEverything();
    message.set_resync(true);
    message.set_bookmark(true);
    message.set_resume_token("at 7");
    writer.Write(message);
    return grpc::Status::OK;
  };
  const std::string old = absl::WebSafeBase64Escape("at 3");
  const CliResult result = Run({"watch", "--from", old, "--snapshot"});
  EXPECT_EQ(result.code, 0);
  EXPECT_EQ(script_.watches.at(0).resume_token(), "at 3");
  EXPECT_THAT(result.err, HasSubstr("无法从该处接续"));
  EXPECT_THAT(result.err, HasSubstr("接续：clarion watch --snapshot --from " +
                                    absl::WebSafeBase64Escape("at 7") + "\n"));
  EXPECT_THAT(result.out, HasSubstr("豁免待批 补录待确认 口径过期"));
  EXPECT_THAT(Run({"watch", "--from", old, "--snapshot", "-o", "ndjson"}).out,
              HasSubstr("{\"resync\":true}\n{"));
  EXPECT_EQ(Run({"watch", "--from", "***"}).code, 2);
}

TEST_F(Day, NoFormulaReachesASpreadsheet) {
  const CliResult users = Run({"user", "list", "-o", "csv"});
  EXPECT_EQ(users.code, 0);
  EXPECT_THAT(users.out, HasSubstr(",'=HYPERLINK(1),"));
  EXPECT_THAT(users.out, Not(HasSubstr(",=HYPERLINK")));
}

TEST_F(Day, TheSheetIsWrittenWholeOrNotAtAll) {
  const std::string file = person_.File("sheet.txt");
  EXPECT_EQ(Run({"sheet", "--file", file, "--lang", "en"}).code, 0);
  std::ifstream in(file);
  std::stringstream text;
  text << in.rdbuf();
  EXPECT_EQ(text.str(), script_.sheet.text());
  EXPECT_THAT(script_.Asked("GetSheetRequest"), ElementsAre(HasSubstr(R"(language: "en")")));
  EXPECT_EQ(Run({"sheet", "--file", person_.File("nowhere/sheet.txt")}).code, 2);
}

}  // namespace
}  // namespace clarion::tests
