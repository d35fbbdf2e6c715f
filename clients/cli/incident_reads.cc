// `clarion incident list|show|history`.
#include "clients/cli/act.h"
#include "clients/cli/docket_view.h"
#include "clients/cli/event_words.h"
#include "clients/cli/nouns.h"
#include "clients/cli/open_incidents.h"
#include "clients/cli/safe_text.h"
#include "clients/cli/times.h"

namespace clarion::cli {
namespace {

struct ListOptions {};

int RunList(Session& session, const ListOptions&) {
  const auto open = ListOpen(session);
  if (!open.ok()) return session.Fail(open.status());
  if (session.output() == Output::kNdjson) {
    for (const v1::Docket& docket : open->dockets) session.PrintJson(docket);
    return 0;
  }
  if (session.PrintJson(open->AsResponse())) return 0;
  Look look = LookOf(session, nullptr);
  look.now = open->now;
  PrintIncidentList(session.terminal.out, look, open->dockets);
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
  for (const v1::Record& record : records->records()) {
    PrintRecord(session.terminal.out, look, record);
  }
  return 0;
}

}  // namespace

void AddIncidentReads(CLI::App& noun, Chosen& chosen) {
  AddCommand<ListOptions>(noun, chosen,
                          {"list", "在办事件，先到期在前", "open incidents, the next due first",
                           "clarion incident list"},
                          RunList);
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
