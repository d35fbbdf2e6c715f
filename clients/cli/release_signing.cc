// `clarion release approve|cosign|publish|retract`: what is signed is what was read, so the text is
// shown and its hash sent.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/act.h"
#include "clients/cli/release_parts.h"
#include "clients/cli/safe_text.h"

namespace clarion::cli {
namespace {

// Names every figure that the facts sheet no longer holds, loudly; false when there is none.
bool WarnOfOutdated(Session& session, const std::string& name) {
  const Look look = {.lang = session.lang()};
  const auto found = FindRelease(session, name);
  if (!found) return false;
  const std::string outdated = OutdatedFigures(look, found->docket, found->release);
  if (outdated.empty()) return false;
  const std::string warning = absl::StrCat(look({"!!! 口径过期，文本与口径不一致：",
                                                 "!!! OUTDATED FIGURES, not those of the "
                                                 "facts sheet: "}),
                                           SafeLine(outdated));
  session.terminal.err << Tinted(warning, Tint::kBad, session.terminal.err_is_tty) << "\n";
  return true;
}

int ConfirmSigning(Session& session, const ReleaseOptions& o, const v1::ReleaseText& text,
                   const Word& act) {
  return session.Confirm(session.lang() == Lang::kZh
                             ? absl::StrCat("将", act.zh, "以上文本(", SafeLine(o.release), "，第 ",
                                            text.text_version(), " 稿)。")
                             : absl::StrCat("The text above (", SafeLine(o.release), ", version ",
                                            text.text_version(), ") will be ", act.en, "."));
}

// Shows the text and asks. A person is given the time to read; a script signs what the service says
// is the text, unless its figures are out of date: that nobody signs unasked.
absl::StatusOr<v1::ReleaseText> ReadBeforeSigning(Session& session, const std::string& name) {
  auto text = GetText(session, name);
  if (text.ok()) PrintText(session.json() ? session.terminal.err : session.terminal.out, *text);
  return text;
}

// Signing binds the hash of the text that was just shown: approval and co-signature alike.
template <class Request>
int Sign(Session& session, const ReleaseOptions& o, const Word& act,
         grpc::Status (v1::ReleaseService::StubInterface::*method)(grpc::ClientContext*,
                                                                   const Request&, v1::Docket*)) {
  const auto name = ReleaseName(session, o);
  if (!name.ok()) return session.Fail(name.status());
  const auto text = ReadBeforeSigning(session, *name);
  if (!text.ok()) return session.Fail(text.status(), NumberOf(*name));
  const bool outdated = WarnOfOutdated(session, *name);
  if (outdated || session.terminal.in_is_tty) {
    const int code = ConfirmSigning(session, o, *text, act);
    if (code != 0) return code;
  }
  Request request;
  request.set_name(*name);
  request.set_sha256(text->sha256());
  return Act(session, method, request);
}

int RunReleaseApprove(Session& session, const ReleaseOptions& o) {
  return Sign(session, o, {"审批", "approved"}, &v1::ReleaseService::StubInterface::ApproveRelease);
}

int RunCosign(Session& session, const ReleaseOptions& o) {
  return Sign(session, o, {"会签", "co-signed"}, &v1::ReleaseService::StubInterface::CosignRelease);
}

int RunPublish(Session& session, const ReleaseOptions& o) {
  const auto name = ReleaseName(session, o);
  if (!name.ok()) return session.Fail(name.status());
  if (!session.options.yes) {
    const auto text = GetText(session, *name);
    if (!text.ok()) return session.Fail(text.status(), NumberOf(*name));
    PrintText(session.terminal.err, *text);
    WarnOfOutdated(session, *name);
    const std::string channels = SafeLine(absl::StrJoin(o.channels, ", "));
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

int RunRetract(Session& session, const ReleaseOptions& o) {
  const auto name = ReleaseName(session, o);
  if (!name.ok()) return session.Fail(name.status());
  const std::string id = SafeLine(o.release);
  const std::string correction = SafeLine(o.correction);
  const bool zh = session.lang() == Lang::kZh;
  const int code = session.Confirm(
      zh ? o.correction.empty() ? absl::StrCat("将撤回 ", id, "；由其完成的时限重新计时。")
                                : absl::StrCat("将撤回 ", id, "，同时发布更正 ", correction, "。")
      : o.correction.empty() ? absl::StrCat(id, " will be retracted; what it met is judged anew.")
                             : absl::StrCat(id, " will be retracted, and the correction ",
                                            correction, " published in the same act."));
  if (code != 0) return code;
  v1::RetractReleaseRequest request;
  request.set_name(*name);
  request.set_reason(o.reason);
  request.set_correction(o.correction);
  return Act(session, &v1::ReleaseService::StubInterface::RetractRelease, request);
}

}  // namespace

void AddReleaseSigning(CLI::App& noun, Chosen& chosen) {
  {
    const auto [app, o] =
        AddCommand<ReleaseOptions>(noun, chosen,
                                   {"approve", "审批所示文本", "approve exactly the text shown",
                                    "clarion --context approver release approve 7 r1"},
                                   RunReleaseApprove);
    AddReleaseArguments(app, o);
  }
  {
    const auto [app, o] = AddCommand<ReleaseOptions>(
        noun, chosen,
        {"cosign", "联合发布单位会签所示文本", "co-sign exactly the text shown, for a joint body",
         "clarion --context speaker release cosign 7 r1"},
        RunCosign);
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
      noun, chosen,
      {"retract", "撤回；附更正则不重新计时",
       "retract; with an approved correction nothing reopens",
       "clarion --context approver release retract 7 r1 --reason \"人数有误\" --correction r2"},
      RunRetract);
  AddReleaseArguments(app, o);
  app.add_option("--reason", o.reason, "原因 | why")->required();
  app.add_option("--correction", o.correction, "已审批的更正 | an approved correction, such as r2");
}

}  // namespace clarion::cli
