// `clarion deadline list|show`: what is owed, by when, and whether it was done.
#include "clients/cli/act.h"
#include "clients/cli/docket_view.h"
#include "clients/cli/incident_list.h"
#include "clients/cli/nouns.h"
#include "clients/cli/safe_text.h"
#include "clients/cli/times.h"

namespace clarion::cli {
namespace {

struct DeadlineOptions {
  std::string incident;
  bool check = false;
  bool all = false;
};

// One object per obligation: `incident` beside the fields of the contract.
bool PrintLinesJson(Session& session, const std::vector<DueLine>& lines) {
  if (!session.json()) return false;
  const bool array = session.output() == Output::kJson;
  if (array) session.terminal.out << "[";
  bool first = true;
  for (const DueLine& line : lines) {
    std::string json = ToJson(*line.obligation, false);
    json.insert(1, "\"incident\":\"" + line.docket->name() + "\",");
    session.terminal.out << (array ? first ? "\n  " : ",\n  " : "") << SafeJson(json)
                         << (array ? "" : "\n");
    first = false;
  }
  if (array) session.terminal.out << "\n]\n";
  return true;
}

int RunList(Session& session, const DeadlineOptions& o) {
  const auto open = ListOpen(session);
  if (!open.ok()) return session.Fail(open.status());
  const std::vector<DueLine> lines = DueLines(open->dockets, o.all);
  if (!PrintLinesJson(session, lines)) {
    const auto roster = RosterFor(session, "regions/" + *session.Region());
    Look look = LookOf(session, roster.get());
    look.now = open->now;
    PrintDueLines(session.terminal.out, look, lines);
  }
  return o.check ? CheckDueLines(lines) : 0;
}

int RunShow(Session& session, const DeadlineOptions& o) {
  const auto name = ResolveIncident(session, o.incident);
  if (!name.ok()) return session.Fail(name.status());
  const auto docket = Get(session, *name);
  if (!docket.ok()) return session.Fail(docket.status(), NumberOf(*name));
  const std::vector<v1::Docket> one = {*docket};
  const std::vector<DueLine> lines = DueLines(one, true);
  if (!PrintLinesJson(session, lines)) {
    const auto roster = RosterFor(session, *name);
    const Look look = LookOf(session, roster.get());
    const bool framed = look.shape != Shape::kCsv;
    std::ostream& out = session.terminal.out;
    if (framed) out << NumberOf(*name) << "  " << SafeLine(TitleOf(look, *docket)) << "\n";
    PrintObligations(out, look, *docket);
    if (framed) out << look(label::kBeijingTime) << "\n";
  }
  return o.check ? CheckDueLines(lines) : 0;
}

}  // namespace

void AddDeadline(CLI::App& program, Chosen& chosen) {
  CLI::App& noun = AddNoun(program, {"deadline", "时限", "deadlines of open incidents", ""});
  {
    const auto [app, o] = AddCommand<DeadlineOptions>(
        noun, chosen,
        {"list", "全部时限，先到期在前", "all that is owed, the next due first",
         "clarion deadline list --check"},
        RunList);
    app.add_flag("--check", o.check, "退出码 7 逾期 8 临期 | exit 7 breached, 8 nearly due");
    app.add_flag("--all", o.all, "含已完成 | also what is done");
  }
  const auto [app, o] = AddCommand<DeadlineOptions>(
      noun, chosen,
      {"show", "一个事件的时限", "the deadlines of one incident", "clarion deadline show 7"},
      RunShow);
  AddIncidentArgument(app, o.incident);
  app.add_flag("--check", o.check, "退出码 7 逾期 8 临期 | exit 7 breached, 8 nearly due");
  AddDeadlineSimulate(noun, chosen);
  AddDeadlineWaive(noun, chosen);
}

}  // namespace clarion::cli
