// Every command of the tree: used once, refused once, in both languages. A command added to the
// program and not to the table fails here.
#include <set>

#include "clients/cli/cli.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/clients/cli_run.h"
#include "tests/clients/command_tree.h"
#include "tests/clients/fixtures.h"

namespace clarion::tests {
namespace {

using ::testing::HasSubstr;
using Words = std::vector<std::string>;

struct CommandRow {
  const char* command;
  const char* rest;           // split at blanks; FILE is a file of the test
  const char* message = "";   // the request it is about; empty: no desk is asked
  const char* sent = "";      // in the text form of that request
  bool same_in_both = false;  // what it prints is for machines
  int code = 0;
  // For those that ask no desk: how they refuse.
  const char* refused = "";
  int refused_code = 0;
};

// clang-format off
const CommandRow kCommands[] = {
    {"login", "--context office --server 127.0.0.1:7100 --account 410726/duty1", "SignInRequest", "accounts/duty1"},
    {"logout", "", "SignOutRequest", "request_id"},
    {"refresh", "", "RefreshTokenRequest"},
    {"incident register", "--title 爆燃 --grade II --place 甲镇 --detected 08:00", "RegisterIncidentRequest", R"(title: "爆燃")"},
    {"incident add-report", "7 --channel 12345", "AddReportRequest", R"(channel: "12345")"},
    {"incident correct-start", "7 --detected 07:40 --basis 110", "CorrectStartRequest", R"(basis: "110")"},
    {"incident verify", "7 --basis 现场", "VerifyIncidentRequest", R"(basis: "现场")"},
    {"incident grade", "7 --to I --basis x", "GradeIncidentRequest", "grade: GRADE_I "},
    {"incident close", "7 --summary x --final-release r2 --explanation 迟 --yes", "CloseIncidentRequest", R"(final_release: "r2" breach_explanation: "迟")"},
    {"incident false", "7 --basis x --public --yes", "FindFalseRequest", R"(basis: "x" public: true)"},
    {"incident refer", "7 --clues x --yes", "ReferToPoliceRequest", R"(clues: "x")"},
    {"incident note", "7 --text x --file FILE", "AddNoteRequest", R"(file_name: "file.txt")"},
    {"incident transfer", "7 --to edu --reason 学校", "TransferIncidentRequest", R"(to_body: "edu" reason: "学校")"},
    {"incident accept", "7 --yes", "AcceptTransferRequest", "0007"},
    {"incident merge", "7 --into 8 --basis 同一 --yes", "MergeIncidentRequest", R"(basis: "同一")"},
    {"incident fact set", "7 dead 3 --source 医院 --as-of 11:00", "EnterFactRequest", R"(key: "dead" value: "3")"},
    {"incident fact list", "7", "GetIncidentRequest", "0007"},
    {"incident list", "--grade I --text 爆燃", "ListIncidentsRequest", R"(text: "爆燃" grades: GRADE_I)"},
    {"incident duplicates", "--title 爆燃", "ListLikelyDuplicatesRequest", R"(title: "爆燃")"},
    {"incident show", "7", "GetIncidentRequest", "0007"},
    {"incident history", "7", "ListRecordsRequest", "0007"},
    {"assign", "7 --lead emb --supporting ta --speaker emb-head", "AssignIncidentRequest", R"(lead: "emb" supporting: "ta" speaker: "emb-head")"},
    {"deadline list", "", "ListIncidentsRequest"},
    {"deadline show", "7", "GetIncidentRequest", "0007"},
    {"deadline simulate", "--grade II --detected 08:00 --scale 60", "SimulateDeadlinesRequest", "grade: GRADE_II"},
    {"deadline waive request", "7 press-conference --ground superior-takeover --document 12号", "RequestWaiverRequest", R"(obligation: OBLIGATION_KIND_PRESS_CONFERENCE ground: "SUPERIOR_TAKEOVER" document: "12号")"},
    {"deadline waive approve", "7 新闻发布会 --yes", "ApproveWaiverRequest", "OBLIGATION_KIND_PRESS_CONFERENCE"},
    {"release template", "7 first", "FillTemplateRequest", R"(template_id: "first")"},
    {"release draft", "7 --kind authoritative --text-file FILE --joint ta", "DraftReleaseRequest", R"(joint_with: "ta")"},
    {"release edit", "7 r1 --text-file FILE", "EditReleaseRequest", "releases/r1"},
    {"release submit", "7 r1 --review pass", "SubmitReleaseRequest", "SECRECY_REVIEW_PASS"},
    {"release approve", "7 r1 --yes", "ApproveReleaseRequest", R"(sha256: "0123)"},
    {"release cosign", "7 r1 --yes", "CosignReleaseRequest", R"(sha256: "0123)"},
    {"release publish", "7 r1 --channel GOV_SITE --yes", "PublishReleaseRequest", R"(channels: "GOV_SITE")"},
    {"release retract", "7 r1 --reason x --correction r2 --yes", "RetractReleaseRequest", R"(reason: "x" correction: "r2")"},
    {"release show", "7 r1", "GetReleaseTextRequest", "releases/r1"},
    {"conference schedule", "7 --form interview --at 15:00 --speaker emb-head", "ScheduleConferenceRequest", "CONFERENCE_FORM_INTERVIEW"},
    {"conference start", "7 --form written --speaker emb-head", "BeginConferenceRequest", "CONFERENCE_FORM_WRITTEN"},
    {"conference end", "7 c1", "EndConferenceRequest", "conferences/c1"},
    {"conference abort", "7 c1 --reason 停电", "AbortConferenceRequest", R"(reason: "停电")"},
    {"report superior", "7 --mode written --to city --document 7号", "ReportToSuperiorRequest", R"(to: "city" document: "7号")"},
    {"speaker propose", "7 --lead emb --at 15:00", "ProposeSpeakersRequest", R"(lead: "emb")"},
    {"speaker ack", "7", "AcknowledgeAssignmentRequest", "0007"},
    {"speaker refuse", "7 --reason 出差 --yes", "RefuseAssignmentRequest", R"(reason: "出差")"},
    {"evidence record", "7 --kind release --effective 09:10 --proof http://x --file FILE", "RecordEvidenceRequest", "file.txt sha256:"},
    {"evidence confirm", "7 e1 --yes", "ConfirmEvidenceRequest", R"(evidence: "e1")"},
    {"evidence list", "7", "GetIncidentRequest", "0007"},
    {"notice list", "7", "ListNoticesRequest", "0007"},
    {"watch", "--count 1", "WatchRequest", "regions/410726"},
    {"sheet", "", "GetSheetRequest", "language: ", true},
    {"roster show", "", "GetRosterRequest", "regions/410726/roster"},
    {"roster export", "", "GetRosterRequest", "regions/410726/roster", true},
    {"roster import", "FILE --yes", "ImportRosterRequest", R"(yaml: "content")"},
    {"leave record", "emb-head --from 15:00 --to +9h --acting emb-deputy --approved-by mayor", "RecordLeaveRequest", R"(acting: "emb-deputy" approved_by: "mayor")"},
    {"leave list", "", "GetRosterRequest", "regions/410726/roster"},
    {"region add", "410727 --name-zh 封丘县", "CreateRegionRequest", R"(code: "410727" name_zh: "封丘县")"},
    {"user add", "duty3 --role duty --body emb", "CreateAccountRequest", R"(account_id: "duty3")"},
    {"user list", "", "ListAccountsRequest", "regions/410726"},
    {"user disable", "duty2", "SetAccountDisabledRequest", R"(accounts/duty2" disabled: true)"},
    {"user enable", "410726/duty2", "SetAccountDisabledRequest", "accounts/duty2"},
    {"user reset", "duty2", "ResetPasswordRequest", "accounts/duty2"},
    {"user password", "", "ChangePasswordRequest", R"(new_password: "correct horse")"},
    {"user tokens", "duty1 410726/duty2", "IssueTokensRequest", R"(accounts/duty1" accounts: "regions/410726/accounts/duty2")"},
    {"audit export", "7", "ExportIncidentRequest", "0007", true},
    {"audit verify", "FILE", "", "", false, 1, "nowhere.clarion", 2},
    {"rules show", "7", "GetRulePackRequest", "0007"},
    {"clock show", "", "GetProgressRequest"},
    {"clock advance", "+5h", "AdvanceClockRequest", "to "},
    {"drill replay", "--help", "", "", true, 0, "nowhere.json", 2},
    {"context list", "", "", "", false, 0, "-o text", 2},
    {"context use", "duty", "", "", true, 0, "nobody", 4},
    {"context delete", "duty", "", "", false, 0, "nobody", 4},
    {"context show", "", "", "", false, 0, "--context nobody", 4},
    {"doctor", "", "", "", false, 6, "--context nobody", 4},
    {"completion bash", "", "", "", true, 0, "--fish", 2},
    {"completion zsh", "", "", "", true, 0, "--fish", 2},
    {"version", "", "", "", true, 0, "7", 2},
};
// clang-format on

Words Split(const std::string& text) {
  std::istringstream in(text);
  Words words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

class Commands : public ::testing::TestWithParam<CommandRow> {
 protected:
  Commands() {
    script_.dockets = {FireWithEverything(), OverdueComplaint()};
    script_.coming = CountyAfterwards();
    script_.likely = LikelyDuplicates();
    script_.watch = [](const v1::WatchRequest&, grpc::ServerWriter<v1::WatchResponse>& writer) {
      v1::WatchResponse message;
      *message.add_items()->mutable_state() = MajorFire();
      message.set_resume_token("a token");
      message.set_bookmark(true);
      writer.Write(message);
      return grpc::Status::OK;
    };
  }

  CliResult Run(const std::string& rest, const char* lang) {
    // Each run in a home of its own: some change it.
    Person person(desks_);
    person.password = "correct horse";
    const std::string file = person.File("file.txt", "content");
    Words words = Split(GetParam().command);
    for (std::string& word : Split(rest)) words.push_back(word == "FILE" ? file : word);
    words.insert(words.end(), {"--lang", lang});
    return person.Run(words);
  }

  Script script_;
  FakeDesks desks_{script_};
};

TEST_P(Commands, DoesItInBothLanguages) {
  const CommandRow& row = GetParam();
  const CliResult zh = Run(row.rest, "zh");
  EXPECT_EQ(zh.code, row.code) << zh.err;
  const CliResult en = Run(row.rest, "en");
  EXPECT_EQ(en.code, row.code) << en.err;
  EXPECT_EQ(zh.out + zh.err == en.out + en.err, row.same_in_both);
  if (*row.message == '\0') return;
  const Words asked = script_.Asked(row.message);
  ASSERT_GE(asked.size(), 2u);
  EXPECT_THAT(asked.back(), HasSubstr(row.sent));
}

TEST_P(Commands, SaysWhatWhyAndWhatToTypeNextWhenRefused) {
  const CommandRow& row = GetParam();
  if (*row.message == '\0') {
    for (const auto& [lang, next] :
         {std::pair("zh", "下一步：clarion "), std::pair("en", "next:   clarion ")}) {
      const CliResult refused = Run(row.refused, lang);
      EXPECT_EQ(refused.code, row.refused_code);
      EXPECT_THAT(refused.err, HasSubstr(next));
    }
    return;
  }
  script_.refusals[row.message] =
      Refused(grpc::StatusCode::FAILED_PRECONDITION, "TERMINAL_STATE", "In English.", "用中文。");
  const CliResult zh = Run(row.rest, "zh");
  EXPECT_EQ(zh.code, 5);
  EXPECT_THAT(zh.err, HasSubstr("错误：用中文。\n原因：TERMINAL_STATE "));
  EXPECT_THAT(zh.err, HasSubstr("\n下一步：clarion incident show "));
  const CliResult en = Run(row.rest, "en");
  EXPECT_EQ(en.code, 5);
  EXPECT_THAT(en.err, HasSubstr("error:  In English.\nreason: TERMINAL_STATE "));
  EXPECT_THAT(en.err, HasSubstr("\nnext:   clarion incident show "));
}

// What cannot be tried is refused before anything is asked of a desk that writes.
TEST_P(Commands, ADryRunWritesNothing) {
  const CommandRow& row = GetParam();
  Run(std::string(row.rest) + " --dry-run", "zh");
  for (const auto& [message, form] : script_.calls) {
    const bool writes = form.find("request_id: ") != std::string::npos ||
                        message == "SignInRequest" || message == "RefreshTokenRequest" ||
                        message == "IssueTokensRequest" || message == "AdvanceClockRequest";
    if (!writes) continue;
    EXPECT_THAT(form, HasSubstr("validate_only: true")) << message;
  }
}

INSTANTIATE_TEST_SUITE_P(All, Commands, ::testing::ValuesIn(kCommands),
                         [](const ::testing::TestParamInfo<CommandRow>& test) {
                           std::string name = test.param.command;
                           for (char& c : name) c = c == ' ' || c == '-' ? '_' : c;
                           return name;
                         });

TEST(EveryRpc, HasACommand) {
  std::set<std::string> sent;
  for (const CommandRow& row : kCommands) sent.insert(row.message);
  for (const google::protobuf::FileDescriptor* file :
       {v1::SignInRequest::descriptor()->file(), v1::GetIncidentRequest::descriptor()->file(),
        v1::GetProgressRequest::descriptor()->file(), v1::GetRosterRequest::descriptor()->file(),
        v1::DraftReleaseRequest::descriptor()->file(), v1::WatchRequest::descriptor()->file()}) {
    const auto& service = *file->service(0);
    for (int i = 0; i < service.method_count(); ++i) {
      EXPECT_EQ(sent.count(service.method(i)->input_type()->name()), 1u)
          << service.method(i)->full_name();
    }
  }
}

TEST(EveryCommand, HasItsRowInTheTable) {
  std::set<std::string> tested;
  for (const CommandRow& row : kCommands) tested.insert(std::string("clarion ") + row.command);
  std::set<std::string> all;
  for (const Leaf& leaf : CommandTree().leaves()) all.insert(leaf.path);
  EXPECT_EQ(tested, all);
}

}  // namespace
}  // namespace clarion::tests
