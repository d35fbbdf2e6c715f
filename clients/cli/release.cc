// `clarion release`: a text on its way to the public.
#include "absl/strings/str_cat.h"
#include "clients/cli/act.h"
#include "clients/cli/nouns.h"
#include "clients/cli/release_parts.h"
#include "clients/cli/safe_text.h"

namespace clarion::cli {
namespace {

void PrintReleaseCsv(Session& session, const v1::ReleaseText& text, const std::string& outdated) {
  const Look look = {.lang = session.lang(), .shape = Shape::kCsv};
  Table table({look(label::kId), look(label::kVersion), "SHA-256", look({"口径过期", "outdated"}),
               look(label::kText)});
  table.Add({text.name(), absl::StrCat(text.text_version()), Hex(text.sha256(), true), outdated,
             text.text()});
  Show(session.terminal.out, look, table);
}

int RunReleaseShow(Session& session, const ReleaseOptions& o) {
  const auto name = ReleaseName(session, o);
  if (!name.ok()) return session.Fail(name.status());
  const auto text = GetText(session, *name);
  if (!text.ok()) return session.Fail(text.status(), NumberOf(*name));
  if (session.PrintJson(*text)) return 0;
  const Look look = {.lang = session.lang()};
  const auto found = FindRelease(session, *name);
  const std::string outdated = found ? OutdatedFigures(look, found->docket, found->release) : "";
  if (session.shape() == Shape::kCsv) {
    PrintReleaseCsv(session, *text, outdated);
    return 0;
  }
  PrintText(session.terminal.out, *text);
  if (found) {
    session.terminal.out << WordFor(found->release.kind(), look.lang) << "  "
                         << WordFor(found->release.state(), look.lang) << "  "
                         << look(label::kVersion) << " " << text->text_version() << "\n";
  }
  if (!outdated.empty()) {
    session.terminal.out << look({"口径过期：", "outdated: "}) << SafeLine(outdated) << "\n";
  }
  return 0;
}

}  // namespace

void AddReleaseArguments(CLI::App& app, ReleaseOptions& o) {
  AddIncidentArgument(app, o.incident);
  app.add_option("release", o.release, "文本标识 | id of the release, such as r1")->required();
}

absl::StatusOr<std::string> ReleaseName(Session& session, const ReleaseOptions& o) {
  const auto name = ResolveIncident(session, o.incident);
  if (!name.ok()) return name.status();
  return absl::StrCat(*name, "/releases/", o.release);
}

absl::StatusOr<v1::ReleaseText> GetText(Session& session, const std::string& name) {
  v1::GetReleaseTextRequest request;
  request.set_name(name);
  return session.Call(&v1::ReleaseService::StubInterface::GetReleaseText, request);
}

void PrintText(std::ostream& out, const v1::ReleaseText& text) {
  out << SafeText(text.text()) << "\n\nSHA-256 " << Hex(text.sha256(), true) << "\n";
}

std::optional<InDocket> FindRelease(Session& session, const std::string& name) {
  const size_t at = name.rfind("/releases/");
  const auto docket = Get(session, name.substr(0, at));
  if (!docket.ok()) return std::nullopt;
  for (const v1::Release& release : docket->releases()) {
    if (release.id() == name.substr(at + sizeof("/releases/") - 1)) return {{*docket, release}};
  }
  return std::nullopt;
}

void AddRelease(CLI::App& program, Chosen& chosen) {
  CLI::App& noun =
      AddNoun(program, {"release", "信息发布", "texts on their way to the public", ""});
  AddReleaseWriting(noun, chosen);
  AddReleaseSigning(noun, chosen);
  const auto [app, o] = AddCommand<ReleaseOptions>(
      noun, chosen,
      {"show", "查看文本、哈希与过期口径", "show a text, its hash and figures out of date",
       "clarion release show 7 r1"},
      RunReleaseShow);
  AddReleaseArguments(app, o);
}

}  // namespace clarion::cli
