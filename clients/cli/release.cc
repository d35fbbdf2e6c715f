// `clarion release draft|edit|submit|approve|publish|show`: a text on its way to the public.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/act.h"
#include "clients/cli/nouns.h"
#include "clients/cli/safe_text.h"

namespace clarion::cli {
namespace {

struct ReleaseOptions {
  std::string incident, release, text_file;
  v1::ReleaseKind kind = v1::RELEASE_KIND_UNSPECIFIED;
  v1::SecrecyReview review = v1::SECRECY_REVIEW_UNSPECIFIED;
  std::vector<std::string> joint, channels;
};

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

void PrintText(std::ostream& out, const v1::ReleaseText& text) {
  out << SafeText(text.text()) << "\n\nSHA-256 " << Hex(text.sha256(), true) << "\n";
}

// What is approved is what was read: the text is shown, and its hash sent.
int RunApprove(Session& session, const ReleaseOptions& o) {
  const auto name = ReleaseName(session, o);
  if (!name.ok()) return session.Fail(name.status());
  const auto text = GetText(session, *name);
  if (!text.ok()) return session.Fail(text.status(), NumberOf(*name));
  PrintText(session.output() == Output::kTable ? session.terminal.out : session.terminal.err,
            *text);
  const std::string what =
      session.lang() == Lang::kZh
          ? absl::StrCat("将审批以上文本(", o.release, "，第 ", text->text_version(), " 稿)。")
          : absl::StrCat("The text above (", o.release, ", version ", text->text_version(),
                         ") will be approved.");
  // A person is given the time to read; a script approves what the service says is the text.
  if (session.terminal.in_is_tty) {
    if (const int code = session.Confirm(what); code != 0) return code;
  }
  v1::ApproveReleaseRequest request;
  request.set_name(*name);
  request.set_sha256(text->sha256());
  return Act(session, &v1::ReleaseService::StubInterface::ApproveRelease, request);
}

int RunPublish(Session& session, const ReleaseOptions& o) {
  const auto name = ReleaseName(session, o);
  if (!name.ok()) return session.Fail(name.status());
  if (!session.options.yes) {
    const auto text = GetText(session, *name);
    if (!text.ok()) return session.Fail(text.status(), NumberOf(*name));
    PrintText(session.terminal.err, *text);
    const std::string channels = absl::StrJoin(o.channels, ", ");
    const std::string what =
        session.lang() == Lang::kZh
            ? absl::StrCat("将向 ", channels, " 发布以上文本。")
            : absl::StrCat("The text above will be published on ", channels, ".");
    if (const int code = session.Confirm(what); code != 0) return code;
  }
  v1::PublishReleaseRequest request;
  request.set_name(*name);
  for (const std::string& channel : o.channels) request.add_channels(channel);
  return Act(session, &v1::ReleaseService::StubInterface::PublishRelease, request);
}

int RunShow(Session& session, const ReleaseOptions& o) {
  const auto name = ReleaseName(session, o);
  if (!name.ok()) return session.Fail(name.status());
  const auto text = GetText(session, *name);
  if (!text.ok()) return session.Fail(text.status(), NumberOf(*name));
  if (!session.PrintJson(*text)) PrintText(session.terminal.out, *text);
  return 0;
}

void AddReleaseArguments(CLI::App& app, ReleaseOptions& o) {
  AddIncidentArgument(app, o.incident);
  app.add_option("release", o.release, "文本标识 | id of the release, such as r1")->required();
}

void AddWriting(CLI::App& noun, Chosen& chosen) {
  {
    const auto [app, o] = AddCommand<ReleaseOptions>(
        noun, chosen,
        {"draft", "起草", "begin a text",
         "clarion release draft 7 --kind authoritative --text-file notice.txt"},
        RunDraft);
    AddIncidentArgument(app, o.incident);
    AddWordOption(app, "--kind", o.kind,
                  "类别 | authoritative, update, clarification, correction, holding")
        ->required();
    app.add_option("--text-file", o.text_file, "文本文件 | the text, - for stdin")->required();
    app.add_option("--id", o.release, "标识 | id; absent: r1, r2, ...");
    AddRepeated(app, "--joint", o.joint, "联合发布单位 | joint body, may be repeated");
  }
  {
    const auto [app, o] = AddCommand<ReleaseOptions>(
        noun, chosen,
        {"edit", "修改文本，审批随之失效", "replace a text; voids its approval",
         "clarion release edit 7 r1 --text-file notice.txt"},
        RunEdit);
    AddReleaseArguments(app, o);
    app.add_option("--text-file", o.text_file, "文本文件 | the text, - for stdin")->required();
  }
  const auto [app, o] = AddCommand<ReleaseOptions>(
      noun, chosen,
      {"submit", "保密审查后送审", "hand a reviewed text to the approver",
       "clarion release submit 7 r1 --review pass"},
      RunSubmit);
  AddReleaseArguments(app, o);
  AddWordOption(app, "--review", o.review, "保密审查 | secrecy review: pass, fail")->required();
}

}  // namespace

void AddRelease(CLI::App& program, Chosen& chosen) {
  CLI::App& noun =
      AddNoun(program, {"release", "信息发布", "texts on their way to the public", ""});
  AddWriting(noun, chosen);
  {
    const auto [app, o] =
        AddCommand<ReleaseOptions>(noun, chosen,
                                   {"approve", "审批所示文本", "approve exactly the text shown",
                                    "clarion --context approver release approve 7 r1"},
                                   RunApprove);
    AddReleaseArguments(app, o);
  }
  {
    const auto [app, o] = AddCommand<ReleaseOptions>(
        noun, chosen,
        {"publish", "发布", "publish what is approved",
         "clarion release publish 7 r1 --channel GOV_SITE --channel GOV_WEIBO"},
        RunPublish);
    AddReleaseArguments(app, o);
    AddRepeated(app, "--channel", o.channels, "渠道 | GOV_SITE, GOV_WEIBO, GOV_WECHAT, ...")
        ->required();
  }
  const auto [app, o] = AddCommand<ReleaseOptions>(
      noun, chosen, {"show", "查看文本", "show a text and its hash", "clarion release show 7 r1"},
      RunShow);
  AddReleaseArguments(app, o);
}

}  // namespace clarion::cli
