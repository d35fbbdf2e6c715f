// `clarion deadline waive request|approve`: two people, on a ground of a closed list (豁免). Until
// the second has acted the clock runs on.
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "clients/cli/act.h"
#include "clients/cli/docket_view.h"
#include "clients/cli/nouns.h"
#include "clients/cli/safe_text.h"

namespace clarion::cli {
namespace {

struct WaiveOptions {
  std::string incident, ground, document;
  v1::ObligationKind obligation = v1::OBLIGATION_KIND_UNSPECIFIED;
};

// As the contract wants it, from a name or the Chinese word; the service judges what it does not
// know.
std::string GroundTyped(const std::string& typed) {
  if (const auto ground = ParseWord<v1::WaiverGround>(typed)) {
    return BareName(*v1::WaiverGround_descriptor()->FindValueByNumber(*ground));
  }
  return absl::AsciiStrToUpper(absl::StrReplaceAll(typed, {{"-", "_"}}));
}

int RunRequest(Session& session, const WaiveOptions& o) {
  const auto name = ResolveIncident(session, o.incident);
  if (!name.ok()) return session.Fail(name.status());
  v1::RequestWaiverRequest request;
  request.set_name(*name);
  request.mutable_waiver()->set_obligation(o.obligation);
  request.mutable_waiver()->set_ground(GroundTyped(o.ground));
  request.mutable_waiver()->set_document(o.document);
  return Act(session, &v1::TimelineService::StubInterface::RequestWaiver, request);
}

// What was asked for, so that it is approved knowingly.
std::string AskedFor(const Look& look, const v1::Docket& docket, v1::ObligationKind kind) {
  const std::string prefix =
      BareName(*v1::ObligationKind_descriptor()->FindValueByNumber(kind)) + "-";
  for (const v1::WaiverRequest& waiver : docket.waivers()) {
    if (!waiver.approved_by().empty() || waiver.obligation().rfind(prefix, 0) != 0) continue;
    return SafeLine(absl::StrCat(ObligationName(look, waiver.obligation()), ", ",
                                 WordFor(waiver.ground(), look.lang), ", ", waiver.document(), ", ",
                                 waiver.requested_by()));
  }
  return WordFor(kind, look.lang);
}

int RunApprove(Session& session, const WaiveOptions& o) {
  const auto name = ResolveIncident(session, o.incident);
  if (!name.ok()) return session.Fail(name.status());
  if (!session.options.yes) {
    const auto docket = Get(session, *name);
    if (!docket.ok()) return session.Fail(docket.status(), NumberOf(*name));
    const Look look = {.lang = session.lang()};
    const int code = session.Confirm(absl::StrCat(look({"将批准豁免：", "This will be waived: "}),
                                                  AskedFor(look, *docket, o.obligation)));
    if (code != 0) return code;
  }
  v1::ApproveWaiverRequest request;
  request.set_name(*name);
  request.mutable_approval()->set_obligation(o.obligation);
  return Act(session, &v1::TimelineService::StubInterface::ApproveWaiver, request);
}

}  // namespace

void AddDeadlineWaive(CLI::App& noun, Chosen& chosen) {
  CLI::App& waive = AddNoun(noun, {"waive", "豁免，须两人办理", "waiving, by two people", ""});
  {
    const auto [app, o] = AddCommand<WaiveOptions>(
        waive, chosen,
        {"request", "申请豁免，时限照走", "ask to waive; the clock runs on",
         "clarion deadline waive request 7 press-conference --ground superior-takeover --document "
         "\"新政办函〔2026〕12号\""},
        RunRequest);
    AddIncidentArgument(app, o.incident);
    AddWordOption(app, "obligation", o.obligation, "时限 | which clock")->required();
    app.add_option("--ground", o.ground,
                   "理由：上级接管、国家秘密、降级不再适用、上级指定其他形式 | ground: "
                   "superior-takeover, state-secret, downgraded, other-form-directed")
        ->required();
    app.add_option("--document", o.document, "依据文号 | document the ground rests on")->required();
  }
  const auto [app, o] = AddCommand<WaiveOptions>(
      waive, chosen,
      {"approve", "批准豁免，不得为申请人", "approve it; never who asked",
       "clarion --context approver deadline waive approve 7 press-conference"},
      RunApprove);
  AddIncidentArgument(app, o.incident);
  AddWordOption(app, "obligation", o.obligation, "时限 | which clock")->required();
}

}  // namespace clarion::cli
