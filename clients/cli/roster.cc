// `clarion roster import|show`: bodies, officials, complements and leave of the region.
#include <google/protobuf/util/json_util.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/act.h"
#include "clients/cli/local_failure.h"
#include "clients/cli/nouns.h"
#include "clients/cli/times.h"

namespace clarion::cli {
namespace {

struct RosterOptions {
  std::string file;
  bool check = false;
};

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

int PrintRoster(Session& session, const v1::Roster& roster) {
  if (session.PrintJson(roster)) return 0;
  std::ostream& out = session.terminal.out;
  const Look look = LookOf(session, &roster);
  out << (look.lang == Lang::kEn && !roster.name_en().empty() ? roster.name_en() : roster.name_zh())
      << "  " << look(label::kVersion) << " " << roster.version() << "  " << roster.etag()
      << "\n\n";
  Table bodies({look(label::kId), look(label::kBody), look(label::kKind)});
  for (const v1::Body& body : roster.bodies()) {
    bodies.Add({body.id(), BodyName(look, body.id()), WordFor(body.kind(), look.lang)});
  }
  bodies.Print(out, look.colour);
  out << "\n";
  Table officials({look(label::kId), look(label::kName), look(label::kPost), look(label::kBody),
                   look(label::kMarks)});
  for (const v1::Official& o : roster.officials()) {
    officials.Add({o.id(), o.name(), o.post(), BodyName(look, o.body()), OfficialMarks(look, o)});
  }
  officials.Print(out, look.colour);
  return 0;
}

int RunShow(Session& session, const RosterOptions&) {
  const auto region = session.Region();
  if (!region.ok()) return session.Fail(region.status());
  v1::GetRosterRequest request;
  request.set_name(absl::StrCat("regions/", *region, "/roster"));
  const auto roster = session.Call(&v1::SpokespersonService::StubInterface::GetRoster, request);
  if (!roster.ok()) return session.Fail(roster.status());
  return PrintRoster(session, *roster);
}

int RunImport(Session& session, const RosterOptions& o) {
  const auto region = session.Region();
  if (!region.ok()) return session.Fail(region.status());
  const auto text = TextTyped(session, o.file);
  if (!text.ok()) return session.Fail(text.status());
  v1::ImportRosterRequest request;
  request.set_name(absl::StrCat("regions/", *region, "/roster"));
  request.set_request_id(session.RequestId());
  request.set_etag(session.options.etag);
  request.set_validate_only(o.check);
  if (absl::EndsWith(o.file, ".json")) {
    const auto read = google::protobuf::util::JsonStringToMessage(*text, request.mutable_roster());
    if (!read.ok()) {
      return session.Fail(
          Misused("名册文件有误：" + read.ToString(), "not a roster: " + read.ToString()));
    }
  } else {
    request.set_yaml(*text);
  }
  const auto roster = session.Call(&v1::SpokespersonService::StubInterface::ImportRoster, request);
  if (!roster.ok()) return session.Fail(roster.status());
  return PrintRoster(session, *roster);
}

}  // namespace

void AddRoster(CLI::App& program, Chosen& chosen) {
  CLI::App& noun = AddNoun(program, {"roster", "名册", "who there is: bodies and officials", ""});
  {
    const auto [app, o] = AddCommand<RosterOptions>(
        noun, chosen,
        {"import", "导入名册，整体替换", "replace the whole roster, checked as one",
         "clarion roster import roster.yaml --check"},
        RunImport);
    app.add_option("file", o.file, "YAML 或 .json 文件 | YAML or .json file, - for stdin")
        ->required();
    app.add_flag("--check", o.check, "只检查 | check, and change nothing");
  }
  AddCommand<RosterOptions>(
      noun, chosen, {"show", "查看名册", "show the roster", "clarion roster show"}, RunShow);
}

}  // namespace clarion::cli
