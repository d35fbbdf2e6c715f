// `clarion roster import`: replaces the whole roster. It is checked as one by the service, shown as
// a difference to the present one, and sent only after a yes.
#include <google/protobuf/util/json_util.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/act.h"
#include "clients/cli/local_failure.h"
#include "clients/cli/nouns.h"
#include "clients/cli/roster_diff.h"
#include "clients/cli/roster_view.h"
#include "clients/cpp/request_id.h"

namespace clarion::cli {
namespace {

struct ImportOptions {
  std::string file;
};

absl::StatusOr<v1::ImportRosterRequest> ReadImport(Session& session, const ImportOptions& o) {
  const auto name = RosterName(session);
  if (!name.ok()) return name.status();
  const auto text = TextTyped(session, o.file);
  if (!text.ok()) return text.status();
  v1::ImportRosterRequest request;
  request.set_name(*name);
  if (!absl::EndsWith(o.file, ".json")) {
    request.set_yaml(*text);
    return request;
  }
  const auto read = google::protobuf::util::JsonStringToMessage(*text, request.mutable_roster());
  if (read.ok()) return request;
  return Misused("名册文件有误：" + read.ToString(), "not a roster: " + read.ToString());
}

// The roster as it would be, with every fault at once where it cannot be.
absl::StatusOr<v1::Roster> Checked(Session& session, v1::ImportRosterRequest request) {
  request.set_validate_only(true);
  request.set_request_id(client::NewRequestId());  // a check is not the write it is for
  return session.Call(&v1::SpokespersonService::StubInterface::ImportRoster, request);
}

int RunRosterImport(Session& session, const ImportOptions& o) {
  auto request = ReadImport(session, o);
  if (!request.ok()) return session.Fail(request.status());
  const auto present = PresentRoster(session);
  if (!present.ok()) return session.Fail(present.status());
  const auto coming = Checked(session, *request);
  if (!coming.ok()) return session.Fail(coming.status());
  const Look look = LookOf(session, &*coming);
  const std::vector<RosterLine> lines = CompareRosters(look, *present, *coming);
  std::ostream& out = session.json() ? session.terminal.err : session.terminal.out;
  if (lines.empty()) {
    session.Say({"与现有名册相同，未作更改。", "The same as the present roster. Nothing changed."});
  } else {
    PrintRosterLines(out, look, lines);
  }
  WarnOfUncovered(session, *coming);
  if (lines.empty() || session.options.dry_run) {
    if (!lines.empty()) session.Say({"试办：未作更改。", "Dry run: nothing changed."});
    session.PrintJson(*coming);
    return 0;
  }
  const int code = session.Confirm(
      session.lang() == Lang::kZh
          ? absl::StrCat("以上 ", lines.size(), " 项变更将替换现有名册。")
          : absl::StrCat("The roster will be replaced with the ", lines.size(), " changes above."));
  if (code != 0) return code;
  // What was shown is what is done: a roster that changed meanwhile is not overwritten.
  request->set_etag(present->etag());
  const auto roster =
      Write(session, &v1::SpokespersonService::StubInterface::ImportRoster, *request);
  if (!roster.ok()) return session.Fail(roster.status());
  if (session.PrintJson(*roster)) return 0;
  session.Say({"名册已替换。", "The roster was replaced."});
  return 0;
}

}  // namespace

void AddRosterImport(CLI::App& noun, Chosen& chosen) {
  const auto [app, o] =
      AddCommand<ImportOptions>(noun, chosen,
                                {"import", "导入名册，先列变更再确认",
                                 "replace the whole roster; shows what changes, then asks",
                                 "clarion roster import roster.yaml --dry-run"},
                                RunRosterImport);
  app.add_option("file", o.file,
                 "YAML 或 .json 文件，- 为标准输入 | YAML or .json file, - for stdin")
      ->required()
      ->type_name("FILE");
}

}  // namespace clarion::cli
