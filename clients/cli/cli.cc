#include "clients/cli/cli.h"

#include <memory>

#include "absl/strings/str_cat.h"
#include "clients/cli/local_failure.h"
#include "clients/cli/nouns.h"
#include "clients/cli/safe_text.h"

namespace clarion::cli {
namespace {

// The table of commands, in the order of help: first what a duty officer needs in the first hour.
constexpr void (*kNouns[])(CLI::App&, Chosen&) = {
    AddLogin,  AddIncident, AddAssign,   AddDeadline, AddRelease,    AddConference,
    AddReport, AddSpeaker,  AddEvidence, AddNotice,   AddWatch,      AddSheet,
    AddRoster, AddLeave,    AddRules,    AddRegion,   AddUser,       AddClock,
    AddAudit,  AddDrill,    AddContext,  AddDoctor,   AddCompletion, AddVersion,
};

void AddGlobalOptions(CLI::App& program, GlobalOptions& options) {
  program.add_option("--context", options.context, "环境 | context, else CLARION_CONTEXT");
  program.add_option("--lang", options.lang, "语言 | language")->check(CLI::IsMember({"zh", "en"}));
  program.add_option("-o,--output", options.output, "输出 | output")
      ->check(CLI::IsMember({"table", "wide", "csv", "json", "ndjson"}));
  program.add_option("--region", options.region, "地区代码 | region, six digits");
  program.add_option("--request-id", options.request_id,
                     "重复请求的请求号 | repeat a request under its id (a UUID)");
  program.add_option("--etag", options.etag, "仅当事件未变 | only if the docket is still this one");
  program.add_flag("--yes", options.yes, "不再询问 | do not ask");
  program.add_flag("--dry-run", options.dry_run,
                   "试办不作更改；不能试办的会说明 | try it and change nothing; says so where that "
                   "cannot be");
  program
      .add_option("--timeout", options.timeout_seconds, "每次等待秒数 | seconds each try may take")
      ->check(CLI::Range(0.1, 600.0));
}

// `clarion incident grade`, as far as it was understood.
std::string CommandOf(const CLI::App& program) {
  std::string command = "clarion";
  for (const CLI::App* at = &program; !at->get_subcommands().empty();) {
    at = at->get_subcommands().front();
    absl::StrAppend(&command, " ", at->get_name());
  }
  return command;
}

// What CLI11 found wrong, said in the form of every other failure.
int SayMisuse(Session& session, const CLI::ParseError& error) {
  struct Fault {
    const char* name;
    Word word;
  };
  constexpr Fault kFaults[] = {
      {"RequiredError", {"缺少必填项", "something is missing"}},
      {"ExtrasError", {"有不认识的内容", "something is not understood"}},
      {"ValidationError", {"取值不符", "a value does not fit"}},
      {"ConversionError", {"取值不符", "a value does not fit"}},
      {"ArgumentMismatch", {"参数个数不符", "the number of values does not fit"}},
      {"RequiresError", {"须与另一项同用", "it needs another option"}},
      {"ExcludesError", {"不能与另一项同用", "it excludes another option"}}};
  Word word = {"命令有误", "the command is not understood"};
  for (const Fault& fault : kFaults) {
    if (error.get_name() == fault.name) word = fault.word;
  }
  const std::string what = SafeLine(error.what());
  return session.Fail(
      Misused(absl::StrCat(word.zh, "：", what), absl::StrCat(word.en, ": ", what)));
}

}  // namespace

void DeclareCommands(CLI::App& program, GlobalOptions& options, Chosen& chosen) {
  program.fallthrough();
  program.require_subcommand(1);
  program.footer(
      "例 Example:\n  clarion incident register --title \"...\" --detected -25m --grade II");
  const auto formatter = std::make_shared<CLI::Formatter>();
  formatter->label("Usage", "用法 Usage");
  formatter->label("OPTIONS", "选项 OPTIONS");
  formatter->label("SUBCOMMAND", "命令 COMMAND");
  formatter->label("Positionals", "参数 Arguments");
  formatter->label("REQUIRED", "必填 REQUIRED");
  program.formatter(formatter);
  program.set_help_flag("-h,--help", "帮助 | this help");
  AddGlobalOptions(program, options);
  for (const auto add : kNouns) add(program, chosen);
}

int RunCli(const std::vector<std::string>& arguments, Terminal& terminal, const Dial& dial) {
  Session session(terminal, dial);
  session.arguments = arguments;
  Chosen chosen;
  CLI::App program{"政务舆情处置时限与发布 | Clarion: the deadlines of public statements",
                   "clarion"};
  DeclareCommands(program, session.options, chosen);

  // CLI11 speaks in exceptions; this is the one place that hears them.
  try {
    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
    program.parse(std::move(reversed));
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return program.exit(error, terminal.out, terminal.err);
    session.command = CommandOf(program);
    return SayMisuse(session, error);
  }
  session.command = CommandOf(program);
  return chosen(session);
}

}  // namespace clarion::cli
