#include "clients/cli/cli.h"

#include <algorithm>

#include "clients/cli/nouns.h"

namespace clarion::cli {
namespace {

// The table of commands, in the order of help: first what a duty officer needs in the first hour.
constexpr void (*kNouns[])(CLI::App&, Chosen&) = {
    AddLogin,  AddIncident, AddAssign, AddDeadline, AddRelease, AddConference,
    AddReport, AddSpeaker,  AddNotice, AddWatch,    AddRoster,  AddRegion,
    AddUser,   AddClock,    AddDrill,  AddContext,  AddDoctor,  AddVersion,
};

void AddGlobalOptions(CLI::App& program, GlobalOptions& options) {
  program.add_option("--context", options.context, "环境 | context, else CLARION_CONTEXT");
  program.add_option("--lang", options.lang, "语言 | language")->check(CLI::IsMember({"zh", "en"}));
  program.add_option("-o,--output", options.output, "输出 | output")
      ->check(CLI::IsMember({"table", "json", "ndjson"}));
  program.add_option("--region", options.region, "地区代码 | region, six digits");
  program.add_option("--request-id", options.request_id,
                     "重复请求的请求号 | repeat a request under its id (a UUID)");
  program.add_option("--etag", options.etag, "仅当事件未变 | only if the docket is still this one");
  program.add_flag("--yes", options.yes, "不再询问 | do not ask");
  program
      .add_option("--timeout", options.timeout_seconds, "每次等待秒数 | seconds each try may take")
      ->check(CLI::Range(0.1, 600.0));
}

}  // namespace

int RunCli(const std::vector<std::string>& arguments, Terminal& terminal, const Dial& dial) {
  Session session(terminal, dial);
  Chosen chosen;
  CLI::App program{"政务舆情处置时限与发布 | Clarion: the deadlines of public statements",
                   "clarion"};
  program.fallthrough();
  program.require_subcommand(1);
  program.footer(
      "例 Example:\n  clarion incident register --title \"...\" --detected -25m --grade II");
  AddGlobalOptions(program, session.options);
  for (const auto add : kNouns) add(program, chosen);

  // CLI11 speaks in exceptions; this is the one place that hears them.
  try {
    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
    program.parse(std::move(reversed));
  } catch (const CLI::ParseError& error) {
    const int code = program.exit(error, terminal.out, terminal.err);
    return code == 0 ? 0 : kExitUsage;
  }
  return chosen(session);
}

}  // namespace clarion::cli
