// `clarion notice list`: who was to be told of what.
#include "clients/cli/act.h"
#include "clients/cli/nouns.h"
#include "clients/cli/times.h"

namespace clarion::cli {
namespace {

struct NoticeOptions {
  std::string incident;
};

int RunList(Session& session, const NoticeOptions& o) {
  const auto name = ResolveIncident(session, o.incident);
  if (!name.ok()) return session.Fail(name.status());
  v1::ListNoticesRequest request;
  request.set_parent(*name);
  const auto notices = session.Call(&v1::BroadcastService::StubInterface::ListNotices, request);
  if (!notices.ok()) return session.Fail(notices.status(), NumberOf(*name));
  if (session.output() == Output::kNdjson) {
    for (const v1::Notice& notice : notices->notices()) session.PrintJson(notice);
    return 0;
  }
  if (session.PrintJson(*notices)) return 0;
  const auto roster = RosterFor(session, *name);
  const Look look = LookOf(session, roster.get());
  Table table({look(label::kTime), look(label::kWhat), look(label::kAbout), look(label::kWhom)});
  for (const v1::Notice& notice : notices->notices()) {
    const auto role_word = [](const Look& l, int role) {
      return WordFor(static_cast<v1::NoticeRole>(role), l.lang);
    };
    table.Add({ShowTime(FromProto(notice.decided_at())),
               WordFor(notice.notice().subject(), look.lang),
               AboutName(look, notice.notice().about()),
               Joined(look, notice.notice().roles(), role_word)});
  }
  Show(session.terminal.out, look, table);
  if (look.shape != Shape::kCsv) session.terminal.out << look(label::kBeijingTime) << "\n";
  return 0;
}

}  // namespace

void AddNotice(CLI::App& program, Chosen& chosen) {
  CLI::App& noun = AddNoun(program, {"notice", "通知", "notices as decided", ""});
  const auto [app, o] = AddCommand<NoticeOptions>(
      noun, chosen,
      {"list", "一个事件的通知", "the notices of an incident", "clarion notice list 7"}, RunList);
  AddIncidentArgument(app, o.incident);
}

}  // namespace clarion::cli
