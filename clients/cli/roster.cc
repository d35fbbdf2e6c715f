// `clarion roster show|export`: bodies, officials, complements and leave of the region.
#include "clients/cli/act.h"
#include "clients/cli/nouns.h"
#include "clients/cli/output_file.h"
#include "clients/cli/roster_view.h"
#include "clients/cli/yaml_text.h"

namespace clarion::cli {
namespace {

struct RosterOptions {
  std::string file;
};

int RunRosterShow(Session& session, const RosterOptions&) {
  const auto roster = PresentRoster(session);
  if (!roster.ok()) return session.Fail(roster.status());
  if (session.PrintJson(*roster)) return 0;
  PrintRoster(session.terminal.out, LookOf(session, &*roster), *roster);
  WarnOfUncovered(session, *roster);
  return 0;
}

// What an import takes: the head, the number and what follows from leave are not part of it.
int RunRosterExport(Session& session, const RosterOptions& o) {
  const auto roster = PresentRoster(session);
  if (!roster.ok()) return session.Fail(roster.status());
  v1::Roster exported;
  exported.set_superior(roster->superior());
  *exported.mutable_bodies() = roster->bodies();
  *exported.mutable_officials() = roster->officials();
  return WriteOut(session, o.file, ToYaml(exported));
}

}  // namespace

void AddRoster(CLI::App& program, Chosen& chosen) {
  CLI::App& noun = AddNoun(program, {"roster", "名册", "who there is: bodies and officials", ""});
  AddCommand<RosterOptions>(noun, chosen,
                            {"show", "查看名册", "show the roster", "clarion roster show -o wide"},
                            RunRosterShow);
  {
    const auto [app, o] = AddCommand<RosterOptions>(
        noun, chosen,
        {"export", "导出名册为 YAML", "the roster as YAML, as an import takes it",
         "clarion roster export --file roster.yaml"},
        RunRosterExport);
    app.add_option("--file", o.file, "写入文件 | into a file, else to the screen")
        ->type_name("FILE");
  }
  AddRosterImport(noun, chosen);
}

}  // namespace clarion::cli
