// `clarion incident false|refer|note`: what the file of an incident gets besides its course.
#include "absl/strings/str_cat.h"
#include "clients/cli/act.h"
#include "clients/cli/file_hash.h"
#include "clients/cli/nouns.h"
#include "clients/cli/safe_text.h"

namespace clarion::cli {
namespace {

struct FalseOptions {
  std::string incident, basis;
  bool is_public = false;
};

int RunFalse(Session& session, const FalseOptions& o) {
  const auto name = ResolveIncident(session, o.incident);
  if (!name.ok()) return session.Fail(name.status());
  const int code = session.Confirm(
      session.lang() == Lang::kZh
          ? absl::StrCat("将认定 ", NumberOf(*name), " 不实，",
                         o.is_public ? "其余时限撤销，保留 48 小时澄清时限。" : "时限随之撤销。")
          : absl::StrCat(
                NumberOf(*name), " will be found false; ",
                o.is_public ? "its clocks end but for 48 h to clarify." : "its clocks end."));
  if (code != 0) return code;
  v1::FindFalseRequest request;
  request.set_name(*name);
  request.mutable_finding()->set_basis(o.basis);
  request.mutable_finding()->set_public_(o.is_public);
  return Act(session, &v1::IncidentService::StubInterface::FindFalse, request);
}

struct ReferOptions {
  std::string incident, clues;
};

int RunRefer(Session& session, const ReferOptions& o) {
  const auto name = ResolveIncident(session, o.incident);
  if (!name.ok()) return session.Fail(name.status());
  const int code = session.Confirm(
      session.lang() == Lang::kZh
          ? absl::StrCat("将把 ", NumberOf(*name), " 的线索移交公安机关：", SafeLine(o.clues))
          : absl::StrCat("Leads of ", NumberOf(*name),
                         " will be referred to the police: ", SafeLine(o.clues)));
  if (code != 0) return code;
  v1::ReferToPoliceRequest request;
  request.set_name(*name);
  request.mutable_referral()->set_clues(o.clues);
  return Act(session, &v1::IncidentService::StubInterface::ReferToPolice, request);
}

struct NoteOptions {
  std::string incident, text, file;
};

// The file itself stays where it is: its hash proves later that it is still the same.
int RunNote(Session& session, const NoteOptions& o) {
  const auto name = ResolveIncident(session, o.incident);
  if (!name.ok()) return session.Fail(name.status());
  v1::AddNoteRequest request;
  request.set_name(*name);
  request.mutable_note()->set_text(o.text);
  if (!o.file.empty()) {
    const auto hash = HashOfFile(o.file);
    if (!hash.ok()) return session.Fail(hash.status());
    request.mutable_note()->set_file_name(FileName(o.file));
    request.mutable_note()->set_file_sha256(*hash);
  }
  return Act(session, &v1::IncidentService::StubInterface::AddNote, request);
}

}  // namespace

void AddIncidentFile(CLI::App& noun, Chosen& chosen) {
  {
    const auto [app, o] = AddCommand<FalseOptions>(
        noun, chosen,
        {"false", "认定不实", "find the report false; approvers only",
         "clarion --context approver incident false 7 --basis \"现场核查无此事\" --public"},
        RunFalse);
    AddIncidentArgument(app, o.incident);
    app.add_option("--basis", o.basis, "依据 | basis")->required();
    app.add_flag("--public", o.is_public, "已公开传播，须澄清 | the rumour is public: clarify");
  }
  {
    const auto [app, o] =
        AddCommand<ReferOptions>(noun, chosen,
                                 {"refer", "向公安移交线索", "refer leads to the police",
                                  "clarion incident refer 7 --clues \"首发账号及截图编号\""},
                                 RunRefer);
    AddIncidentArgument(app, o.incident);
    app.add_option("--clues", o.clues, "线索 | the leads")->required();
  }
  const auto [app, o] = AddCommand<NoteOptions>(
      noun, chosen,
      {"note", "记事，或登记附件哈希", "add a note, or an attachment by its hash",
       "clarion incident note 7 --text \"现场照片\" --file photo.jpg"},
      RunNote);
  AddIncidentArgument(app, o.incident);
  app.add_option("--text", o.text, "内容 | the words")->required();
  app.add_option("--file", o.file, "附件，只登记其哈希 | attachment: only its hash is sent")
      ->type_name("FILE");
}

}  // namespace clarion::cli
