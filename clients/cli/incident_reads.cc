// `clarion incident list|duplicates|show|history`.
#include "clients/cli/act.h"
#include "clients/cli/again.h"
#include "clients/cli/docket_view.h"
#include "clients/cli/duplicates.h"
#include "clients/cli/event_words.h"
#include "clients/cli/incident_list.h"
#include "clients/cli/nouns.h"
#include "clients/cli/safe_text.h"
#include "clients/cli/times.h"

namespace clarion::cli {
namespace {

struct ListOptions {
  bool ended = false, drills = false, real = false;
  std::string text, lead, from, to, page;
  std::vector<v1::Grade> grades;
  std::vector<v1::IncidentState> states;
  std::vector<v1::ObligationStatus> statuses;
  int page_size = 0;
};

absl::StatusOr<v1::IncidentFilter> FilterOf(Session& session, const ListOptions& o) {
  v1::IncidentFilter filter;
  filter.set_ended(o.ended);
  filter.set_text(o.text);
  filter.set_lead(o.lead);
  for (const v1::Grade grade : o.grades) filter.add_grades(grade);
  for (const v1::IncidentState state : o.states) filter.add_states(state);
  for (const v1::ObligationStatus status : o.statuses) filter.add_statuses(status);
  if (o.drills || o.real) filter.set_exercise(o.drills);
  if (!o.from.empty()) {
    const auto from = TimeTyped(session, "--from", o.from);
    if (!from.ok()) return from.status();
    *filter.mutable_from() = *from;
  }
  if (!o.to.empty()) {
    const auto to = TimeTyped(session, "--to", o.to);
    if (!to.ok()) return to.status();
    *filter.mutable_to() = *to;
  }
  return filter;
}

int RunList(Session& session, const ListOptions& o) {
  const auto filter = FilterOf(session, o);
  if (!filter.ok()) return session.Fail(filter.status());
  // Open ones are few and all wanted; ended ones are many, and the last of them wanted.
  const bool paged = o.page_size > 0 || o.ended || !o.page.empty();
  const int page_size = o.page_size > 0 ? o.page_size : paged ? 50 : 0;
  const auto found = ListFiltered(session, *filter, page_size, o.page);
  if (!found.ok()) return session.Fail(found.status());
  if (session.output() == Output::kNdjson) {
    for (const v1::Docket& docket : found->dockets) session.PrintJson(docket);
  } else if (!session.PrintJson(found->AsResponse())) {
    const bool names = session.shape() != Shape::kPlain;
    const auto roster = names ? RosterFor(session, "regions/" + *session.Region()) : nullptr;
    Look look = LookOf(session, roster.get());
    look.now = found->now;
    PrintIncidentList(session.terminal.out, look, found->dockets);
  }
  if (!found->next_page.empty()) {
    session.terminal.err << (session.lang() == Lang::kZh ? "下一页：" : "next page: ")
                         << session.Again("--page " + ShellQuoted(found->next_page)) << "\n";
  }
  return 0;
}

struct DuplicatesOptions {
  std::string incident, title, place, detected;
};

int RunDuplicates(Session& session, const DuplicatesOptions& o) {
  Alike alike = {.title = o.title, .place = o.place};
  if (!o.incident.empty()) {
    const auto name = ResolveIncident(session, o.incident);
    if (!name.ok()) return session.Fail(name.status());
    const auto docket = Get(session, *name);
    if (!docket.ok()) return session.Fail(docket.status(), NumberOf(*name));
    alike = {.title = docket->title(),
             .place = docket->place(),
             .detected_at = docket->detected_at(),
             .own = docket->name()};
  } else if (o.title.empty()) {
    return session.Usage({"请写编号，或用 --title 写标题。", "Give an incident, or a --title."});
  }
  if (!o.detected.empty()) {
    const auto detected = TimeTyped(session, "--detected", o.detected);
    if (!detected.ok()) return session.Fail(detected.status());
    alike.detected_at = *detected;
  }
  const auto likely = ListLikely(session, alike);
  if (!likely.ok()) return session.Fail(likely.status());
  if (PrintJsonList(session, likely->duplicates())) return 0;
  if (likely->duplicates().empty()) {
    session.Say({"没有相似的在办事件。", "No open incident is like it."});
    return 0;
  }
  PrintLikely(session.terminal.out, LookOf(session, nullptr), *likely);
  return 0;
}

struct ShowOptions {
  std::string incident;
};

int RunShow(Session& session, const ShowOptions& o) {
  const auto name = ResolveIncident(session, o.incident);
  if (!name.ok()) return session.Fail(name.status());
  const auto docket = Get(session, *name);
  if (!docket.ok()) return session.Fail(docket.status(), NumberOf(*name));
  if (session.PrintJson(*docket)) return 0;
  const auto roster = RosterFor(session, *name);
  PrintDocket(session.terminal.out, LookOf(session, roster.get()), *docket);
  return 0;
}

absl::StatusOr<v1::ListRecordsResponse> AllRecords(Session& session, const std::string& name) {
  v1::ListRecordsResponse all;
  v1::ListRecordsRequest request;
  request.set_parent(name);
  request.set_page_size(200);
  do {
    const auto page = session.Call(&v1::IncidentService::StubInterface::ListRecords, request);
    if (!page.ok()) return page.status();
    all.mutable_records()->MergeFrom(page->records());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  return all;
}

int RunHistory(Session& session, const ShowOptions& o) {
  const auto name = ResolveIncident(session, o.incident);
  if (!name.ok()) return session.Fail(name.status());
  const auto records = AllRecords(session, *name);
  if (!records.ok()) return session.Fail(records.status(), NumberOf(*name));
  if (session.output() == Output::kNdjson) {
    for (const v1::Record& record : records->records()) session.PrintJson(record);
    return 0;
  }
  if (session.PrintJson(*records)) return 0;
  const auto roster = RosterFor(session, *name);
  const Look look = LookOf(session, roster.get());
  if (look.shape == Shape::kCsv) {
    Table table = HistoryTable(look);
    for (const v1::Record& record : records->records()) AddRecord(look, record, table);
    Show(session.terminal.out, look, table);
    return 0;
  }
  for (const v1::Record& record : records->records()) {
    PrintRecord(session.terminal.out, look, record);
  }
  return 0;
}

void AddList(CLI::App& noun, Chosen& chosen) {
  const auto [app, o] = AddCommand<ListOptions>(
      noun, chosen,
      {"list", "在办事件，先到期在前；可筛选", "incidents, the next due first; filtered",
       "clarion incident list --grade I --grade II --status breached"},
      RunList);
  app.add_flag("--ended", o.ended, "已办结和已并案，最近在前 | closed and merged, the last first");
  app.add_option("--text", o.text, "标题、地点、情况中的词 | words they hold, all of them");
  AddRepeatedWord(app, "--grade", o.grades, "等级 | of these grades");
  AddRepeatedWord(app, "--state", o.states, "状态 | in these states");
  AddRepeatedWord(app, "--status", o.statuses, "有此状态的时限 | with a clock that stands so");
  app.add_option("--lead", o.lead, "牵头单位 | led by this body");
  auto* drills = app.add_flag("--drills", o.drills, "只看演练 | drills only");
  app.add_flag("--real", o.real, "只看实战 | real ones only")->excludes(drills);
  app.add_option("--from", o.from, "发现不早于 | found at or after")->type_name("TIME");
  app.add_option("--to", o.to, "发现早于 | found before")->type_name("TIME");
  app.add_option("--page-size", o.page_size, "每页条数 | one page of so many")
      ->check(CLI::Range(1, 200));
  app.add_option("--page", o.page, "翻页标记 | go on with this page")->type_name("TOKEN");
}

}  // namespace

void AddIncidentReads(CLI::App& noun, Chosen& chosen) {
  AddList(noun, chosen);
  {
    const auto [app, o] = AddCommand<DuplicatesOptions>(
        noun, chosen,
        {"duplicates", "可能重复的在办事件", "open incidents that may be the same matter",
         "clarion incident duplicates --title \"化工厂爆燃\" --place 甲镇"},
        RunDuplicates);
    AddIncidentArgument(app, o.incident)->required(false);
    app.add_option("--title", o.title, "标题 | title, where nothing is registered yet");
    app.add_option("--place", o.place, "地点 | where");
    app.add_option("--detected", o.detected, "发现时间 | when it was found")->type_name("TIME");
  }
  {
    const auto [app, o] = AddCommand<ShowOptions>(
        noun, chosen,
        {"show", "事件全貌与下一步", "one incident whole, and what it waits for",
         "clarion incident show 410726-20261123-0007"},
        RunShow);
    AddIncidentArgument(app, o.incident);
  }
  const auto [app, o] = AddCommand<ShowOptions>(
      noun, chosen,
      {"history", "事件经过", "all that happened, oldest first", "clarion incident history 7"},
      RunHistory);
  AddIncidentArgument(app, o.incident);
}

}  // namespace clarion::cli
