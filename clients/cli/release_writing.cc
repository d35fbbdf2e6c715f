// `clarion release template|draft|edit|submit`: a text until it lies before the approver.
#include "absl/strings/str_cat.h"
#include "clients/cli/act.h"
#include "clients/cli/output_file.h"
#include "clients/cli/release_parts.h"
#include "clients/cli/safe_text.h"

namespace clarion::cli {
namespace {

// The text to `out`, so that it can go into a file; what is missing to `err`.
int RunTemplate(Session& session, const ReleaseOptions& o) {
  const auto name = ResolveIncident(session, o.incident);
  if (!name.ok()) return session.Fail(name.status());
  v1::FillTemplateRequest request;
  request.set_name(*name);
  request.set_template_id(o.template_id);
  const auto filled = session.Call(&v1::ReleaseService::StubInterface::FillTemplate, request);
  if (!filled.ok()) return session.Fail(filled.status(), NumberOf(*name));
  if (session.PrintJson(*filled)) return 0;
  if (const int code = WriteOut(session, o.text_file, filled->text()); code != 0) return code;
  const Look look = {.lang = session.lang()};
  if (!filled->missing().empty()) {
    session.terminal.err << look({"口径缺项：", "missing facts: "})
                         << SafeLine(Joined(look, filled->missing(), FactName)) << "\n"
                         << look({"下一步：", "next:   "}) << "clarion incident fact set "
                         << NumberOf(*name) << " " << SafeLine(filled->missing(0))
                         << " VALUE --source TEXT\n";
    return 0;
  }
  session.terminal.err << look({"下一步：", "next:   "}) << "clarion release draft "
                       << NumberOf(*name) << " --kind " << TypedName(filled->kind())
                       << " --text-file " << (o.text_file.empty() ? "FILE" : o.text_file) << "\n";
  return 0;
}

int RunDraft(Session& session, const ReleaseOptions& o) {
  const auto name = ResolveIncident(session, o.incident);
  if (!name.ok()) return session.Fail(name.status());
  const auto text = TextTyped(session, o.text_file);
  if (!text.ok()) return session.Fail(text.status());
  v1::DraftReleaseRequest request;
  request.set_parent(*name);
  request.set_release_id(o.release);
  request.set_kind(o.kind);
  request.set_text(*text);
  for (const std::string& id : o.joint) request.add_joint_with(id);
  return Act(session, &v1::ReleaseService::StubInterface::DraftRelease, request);
}

int RunEdit(Session& session, const ReleaseOptions& o) {
  const auto name = ReleaseName(session, o);
  if (!name.ok()) return session.Fail(name.status());
  const auto text = TextTyped(session, o.text_file);
  if (!text.ok()) return session.Fail(text.status());
  v1::EditReleaseRequest request;
  request.set_name(*name);
  request.set_text(*text);
  return Act(session, &v1::ReleaseService::StubInterface::EditRelease, request);
}

int RunSubmit(Session& session, const ReleaseOptions& o) {
  const auto name = ReleaseName(session, o);
  if (!name.ok()) return session.Fail(name.status());
  v1::SubmitReleaseRequest request;
  request.set_name(*name);
  request.set_secrecy_review(o.review);
  return Act(session, &v1::ReleaseService::StubInterface::SubmitRelease, request);
}

void AddTemplate(CLI::App& noun, Chosen& chosen) {
  const auto [app, o] =
      AddCommand<ReleaseOptions>(noun, chosen,
                                 {"template", "按口径填写首发、续报、终报",
                                  "fill the first, follow-up or final text with the facts",
                                  "clarion release template 7 first --file notice.txt"},
                                 RunTemplate);
  AddIncidentArgument(app, o.incident);
  app.add_option("template", o.template_id,
                 "模板：first 首发、follow-up 续报、final 终报 | which one: "
                 "first, follow-up, final, or another of the rules")
      ->required();
  app.add_option("--file", o.text_file, "写入文件 | into a file, else to the screen")
      ->type_name("FILE");
}

}  // namespace

void AddReleaseWriting(CLI::App& noun, Chosen& chosen) {
  AddTemplate(noun, chosen);
  constexpr char kTextFile[] = "文本文件，- 为标准输入 | the text, - for stdin";
  {
    const auto [app, o] = AddCommand<ReleaseOptions>(
        noun, chosen,
        {"draft", "起草", "begin a text",
         "clarion release draft 7 --kind authoritative --text-file notice.txt"},
        RunDraft);
    AddIncidentArgument(app, o.incident);
    AddWordOption(app, "--kind", o.kind, "类别 | kind")->required();
    app.add_option("--text-file", o.text_file, kTextFile)->required()->type_name("FILE");
    app.add_option("--id", o.release, "标识 | id; absent: r1, r2, ...");
    AddRepeated(app, "--joint", o.joint, "联合发布单位 | joint body, may be repeated");
  }
  {
    const auto [app, o] = AddCommand<ReleaseOptions>(
        noun, chosen,
        {"edit", "修改文本，审批与会签随之失效", "replace a text; voids approval and co-signatures",
         "clarion release edit 7 r1 --text-file notice.txt"},
        RunEdit);
    AddReleaseArguments(app, o);
    app.add_option("--text-file", o.text_file, kTextFile)->required()->type_name("FILE");
  }
  const auto [app, o] = AddCommand<ReleaseOptions>(
      noun, chosen,
      {"submit", "保密审查后送审", "hand a reviewed text to the approver",
       "clarion release submit 7 r1 --review pass"},
      RunSubmit);
  AddReleaseArguments(app, o);
  AddWordOption(app, "--review", o.review, "保密审查 | secrecy review")->required();
}

}  // namespace clarion::cli
