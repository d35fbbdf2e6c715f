#include "clients/cli/roster_view.h"

#include "absl/strings/str_cat.h"
#include "clients/cli/act.h"
#include "clients/cli/safe_text.h"
#include "clients/cli/times.h"

namespace clarion::cli {
namespace {

std::string OfficialMarks(const Look& look, const v1::Official& o) {
  std::string marks;
  const auto mark = [&](bool set, const Word& word) {
    if (set) absl::StrAppend(&marks, marks.empty() ? "" : " ", look(word));
  };
  mark(o.principal(), {"主要负责人", "principal"});
  mark(o.executive(), {"常务", "executive"});
  mark(o.spokesperson(), {"新闻发言人", "spokesperson"});
  mark(o.vacant(), {"空缺", "vacant"});
  for (const v1::Leave& leave : o.leave()) {
    mark(true, {"请假", "on leave"});
    absl::StrAppend(&marks, " ", ShowTime(FromProto(leave.from())), " - ",
                    ShowTime(FromProto(leave.to())));
  }
  return marks;
}

void PrintBodies(std::ostream& out, const Look& look, const v1::Roster& roster) {
  const bool zh = look.lang == Lang::kZh;
  out << SafeLine(zh || roster.name_en().empty() ? roster.name_zh() : roster.name_en()) << "  "
      << look(label::kVersion) << " " << roster.version();
  if (!roster.etag().empty()) out << "  " << SafeLine(roster.etag());
  out << "\n\n";
  Table bodies({look(label::kId), look(label::kBody), look(label::kKind)});
  for (const v1::Body& body : roster.bodies()) {
    bodies.Add({body.id(), BodyName(look, body.id()), WordFor(body.kind(), look.lang)});
  }
  Show(out, look, bodies);
  out << "\n";
}

}  // namespace

absl::StatusOr<std::string> RosterName(Session& session) {
  const auto region = session.Region();
  if (!region.ok()) return region.status();
  return absl::StrCat("regions/", *region, "/roster");
}

absl::StatusOr<v1::Roster> PresentRoster(Session& session) {
  const auto name = RosterName(session);
  if (!name.ok()) return name.status();
  v1::GetRosterRequest request;
  request.set_name(*name);
  return session.Call(&v1::SpokespersonService::StubInterface::GetRoster, request);
}

void PrintRoster(std::ostream& out, const Look& look, const v1::Roster& roster) {
  if (look.shape != Shape::kCsv) PrintBodies(out, look, roster);
  const auto plain = [](const Look&, const std::string& text) { return text; };
  Table officials({look(label::kId),
                   look(label::kName),
                   look(label::kPost),
                   look(label::kBody),
                   look(label::kMarks),
                   {look({"电话", "phones"}), Shown::kWide},
                   {look({"分管", "in charge of"}), Shown::kWide},
                   {look({"互补", "complement of"}), Shown::kWide}});
  for (const v1::Official& o : roster.officials()) {
    officials.Add({o.id(), o.name(), o.post(), BodyName(look, o.body()), OfficialMarks(look, o),
                   Joined(look, o.phones(), plain), Joined(look, o.in_charge_of(), BodyName),
                   Joined(look, o.complement_of(), OfficialName)});
  }
  Show(out, look, officials);
}

void WarnOfUncovered(Session& session, const v1::Roster& roster) {
  const Look look = {.lang = session.lang(), .roster = &roster};
  for (const v1::UncoveredPost& post : roster.uncovered()) {
    session.terminal.err << look({"无人代行：", "nobody covers: "})
                         << SafeLine(OfficialName(look, post.official())) << "  "
                         << ShowTime(post.has_from(), post.from()) << " - "
                         << ShowTime(post.has_to(), post.to()) << "\n";
  }
}

}  // namespace clarion::cli
