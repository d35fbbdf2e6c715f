// `clarion leave record|list`: who is away, and who presides meanwhile (art. 43).
#include "absl/strings/str_cat.h"
#include "clients/cli/act.h"
#include "clients/cli/nouns.h"
#include "clients/cli/roster_view.h"
#include "clients/cli/times.h"

namespace clarion::cli {
namespace {

struct LeaveOptions {
  std::string official, from, to, acting, approved_by;
};

void PrintLeave(Session& session, const v1::Roster& roster, const std::string& only) {
  const Look look = LookOf(session, &roster);
  Table table({look(label::kName),
               look({"自", "from"}),
               look({"至", "to"}),
               look({"主持工作", "presides"}),
               look({"批准人", "approved by"}),
               {look(label::kId), Shown::kWide}});
  for (const v1::Official& official : roster.officials()) {
    if (!only.empty() && official.id() != only) continue;
    for (const v1::Leave& leave : official.leave()) {
      table.Add({OfficialName(look, official.id()), ShowTime(leave.has_from(), leave.from()),
                 ShowTime(leave.has_to(), leave.to()), OfficialName(look, leave.acting()),
                 OfficialName(look, leave.approved_by()), official.id()});
    }
  }
  Show(session.terminal.out, look, table);
  WarnOfUncovered(session, roster);
}

int RunLeaveRecord(Session& session, const LeaveOptions& o) {
  const auto name = RosterName(session);
  if (!name.ok()) return session.Fail(name.status());
  const auto from = TimeTyped(session, "--from", o.from, /*future=*/true);
  if (!from.ok()) return session.Fail(from.status());
  const auto to = TimeTyped(session, "--to", o.to, /*future=*/true);
  if (!to.ok()) return session.Fail(to.status());
  v1::RecordLeaveRequest request;
  request.set_name(*name);
  request.mutable_leave()->set_official(o.official);
  v1::Leave& leave = *request.mutable_leave()->mutable_leave();
  *leave.mutable_from() = *from;
  *leave.mutable_to() = *to;
  leave.set_acting(o.acting);
  leave.set_approved_by(o.approved_by);
  const auto roster = Write(session, &v1::SpokespersonService::StubInterface::RecordLeave, request);
  if (!roster.ok()) return session.Fail(roster.status());
  if (!session.PrintJson(*roster)) PrintLeave(session, *roster, o.official);
  return 0;
}

int RunLeaveList(Session& session, const LeaveOptions&) {
  const auto roster = PresentRoster(session);
  if (!roster.ok()) return session.Fail(roster.status());
  if (!session.PrintJson(*roster)) PrintLeave(session, *roster, "");
  return 0;
}

}  // namespace

void AddLeave(CLI::App& program, Chosen& chosen) {
  CLI::App& noun = AddNoun(program, {"leave", "请假", "leave of officials", ""});
  {
    const auto [app, o] = AddCommand<LeaveOptions>(
        noun, chosen,
        {"record", "录入请假，涉及的发言人随即另定",
         "record leave; speakers it touches are chosen again",
         "clarion leave record emb-head --from \"2026-11-24 08:00\" --to \"2026-11-27 08:00\" "
         "--acting emb-deputy --approved-by mayor"},
        RunLeaveRecord);
    app.add_option("official", o.official, "人员 | id of the official")->required();
    app.add_option("--from", o.from, "自 | first instant of it")->required()->type_name("TIME");
    app.add_option("--to", o.to, "至 | first instant after it")->required()->type_name("TIME");
    app.add_option("--acting", o.acting, "主持工作的人 | official who presides meanwhile");
    app.add_option("--approved-by", o.approved_by,
                   "批准人，不得为本人 | who approved it; never oneself");
  }
  AddCommand<LeaveOptions>(
      noun, chosen, {"list", "当前及今后的请假", "leave, current and coming", "clarion leave list"},
      RunLeaveList);
}

}  // namespace clarion::cli
