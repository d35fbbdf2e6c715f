// `clarion evidence record|confirm|list`: what was done outside the system, claimed with proof
// (补录), and confirmed by another person.
#include "absl/strings/str_cat.h"
#include "clients/cli/act.h"
#include "clients/cli/docket_view.h"
#include "clients/cli/file_hash.h"
#include "clients/cli/nouns.h"
#include "clients/cli/safe_text.h"
#include "clients/cli/times.h"

namespace clarion::cli {
namespace {

struct EvidenceOptions {
  std::string incident, evidence, effective, proof, file;
  v1::EvidenceKind kind = v1::EVIDENCE_KIND_UNSPECIFIED;
  v1::ReleaseKind release_kind = v1::RELEASE_KIND_UNSPECIFIED;
};

int RunRecord(Session& session, const EvidenceOptions& o) {
  const auto name = ResolveIncident(session, o.incident);
  if (!name.ok()) return session.Fail(name.status());
  const auto effective = TimeTyped(session, "--effective", o.effective);
  if (!effective.ok()) return session.Fail(effective.status());
  v1::RecordEvidenceRequest request;
  request.set_name(*name);
  v1::RecordEvidence& evidence = *request.mutable_evidence();
  evidence.set_evidence(o.evidence);
  evidence.set_kind(o.kind);
  evidence.set_release_kind(o.release_kind);
  *evidence.mutable_effective_at() = *effective;
  evidence.set_proof(o.proof);
  if (!o.file.empty()) {
    const auto hash = HashOfFile(o.file);
    if (!hash.ok()) return session.Fail(hash.status());
    evidence.set_proof(absl::StrCat(o.proof, " ", FileName(o.file), " sha256:", Hex(*hash, true)));
  }
  return Act(session, &v1::TimelineService::StubInterface::RecordEvidence, request);
}

std::string Claim(const Look& look, const v1::Docket& docket, const std::string& id) {
  for (const v1::LateEvidence& e : docket.evidence()) {
    if (e.id() != id) continue;
    return SafeLine(absl::StrCat(id, " ", WordFor(e.kind(), look.lang), ", ",
                                 ShowTime(FromProto(e.effective_at())), ", ", e.proof(), ", ",
                                 e.recorded_by()));
  }
  return SafeLine(id);
}

int RunConfirm(Session& session, const EvidenceOptions& o) {
  const auto name = ResolveIncident(session, o.incident);
  if (!name.ok()) return session.Fail(name.status());
  if (!session.options.yes) {
    const auto docket = Get(session, *name);
    if (!docket.ok()) return session.Fail(docket.status(), NumberOf(*name));
    const Look look = {.lang = session.lang()};
    const int code = session.Confirm(absl::StrCat(look({"将确认补录，自其生效时间计入：",
                                                        "This will count from its effective "
                                                        "instant: "}),
                                                  Claim(look, *docket, o.evidence)));
    if (code != 0) return code;
  }
  v1::ConfirmEvidenceRequest request;
  request.set_name(*name);
  request.mutable_confirmation()->set_evidence(o.evidence);
  return Act(session, &v1::TimelineService::StubInterface::ConfirmEvidence, request);
}

int RunEvidenceList(Session& session, const EvidenceOptions& o) {
  const auto name = ResolveIncident(session, o.incident);
  if (!name.ok()) return session.Fail(name.status());
  const auto docket = Get(session, *name);
  if (!docket.ok()) return session.Fail(docket.status(), NumberOf(*name));
  if (PrintJsonList(session, docket->evidence())) return 0;
  PrintEvidence(session.terminal.out, LookOf(session, nullptr), *docket);
  if (docket->evidence().empty()) session.Say({"没有补录。", "There is no late evidence."});
  return 0;
}

}  // namespace

void AddEvidence(CLI::App& program, Chosen& chosen) {
  CLI::App& noun =
      AddNoun(program, {"evidence", "补录", "what was done outside the system, with proof", ""});
  {
    const auto [app, o] = AddCommand<EvidenceOptions>(
        noun, chosen,
        {"record", "录入补录", "record late evidence; it counts once confirmed",
         "clarion evidence record 7 --kind release --effective 09:10 --proof "
         "https://gov.example/12 --file page.pdf"},
        RunRecord);
    AddIncidentArgument(app, o.incident);
    AddWordOption(app, "--kind", o.kind, "类别 | what it proves")->required();
    AddWordOption(app, "--release-kind", o.release_kind,
                  "发布类别，默认权威信息 | kind of the release, default authoritative");
    app.add_option("--effective", o.effective, "生效时间 | when it took effect")
        ->required()
        ->type_name("TIME");
    app.add_option("--proof", o.proof, "证明的地址或编号 | address or number of the proof")
        ->required();
    app.add_option("--file", o.file, "证明文件，附其哈希 | its file: the hash is added")
        ->type_name("FILE");
    app.add_option("--id", o.evidence, "标识 | id; absent: e1, e2, ...");
  }
  {
    const auto [app, o] = AddCommand<EvidenceOptions>(
        noun, chosen,
        {"confirm", "确认补录，不得为录入人", "confirm it; never who recorded it",
         "clarion --context approver evidence confirm 7 e1"},
        RunConfirm);
    AddIncidentArgument(app, o.incident);
    app.add_option("evidence", o.evidence, "补录标识 | id, such as e1")->required();
  }
  const auto [app, o] = AddCommand<EvidenceOptions>(
      noun, chosen,
      {"list", "一个事件的补录", "late evidence of an incident", "clarion evidence list 7"},
      RunEvidenceList);
  AddIncidentArgument(app, o.incident);
}

}  // namespace clarion::cli
