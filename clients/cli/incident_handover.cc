// `clarion incident transfer|accept|merge`: to another body, and of two incidents one.
#include "absl/strings/str_cat.h"
#include "clients/cli/act.h"
#include "clients/cli/nouns.h"
#include "clients/cli/safe_text.h"

namespace clarion::cli {
namespace {

struct TransferOptions {
  std::string incident, to, reason;
};

int RunTransfer(Session& session, const TransferOptions& o) {
  const auto name = ResolveIncident(session, o.incident);
  if (!name.ok()) return session.Fail(name.status());
  v1::TransferIncidentRequest request;
  request.set_name(*name);
  request.mutable_transfer()->set_to_body(o.to);
  request.mutable_transfer()->set_reason(o.reason);
  return Act(session, &v1::IncidentService::StubInterface::TransferIncident, request);
}

struct AcceptOptions {
  std::string incident;
};

int RunAccept(Session& session, const AcceptOptions& o) {
  const auto name = ResolveIncident(session, o.incident);
  if (!name.ok()) return session.Fail(name.status());
  const int code = session.Confirm(
      session.lang() == Lang::kZh
          ? absl::StrCat("将接收 ", NumberOf(*name), "；自此由本单位牵头，时限不中断。")
          : absl::StrCat(NumberOf(*name),
                         " will be led by your body from now on; its clocks run on."));
  if (code != 0) return code;
  v1::AcceptTransferRequest request;
  request.set_name(*name);
  return Act(session, &v1::IncidentService::StubInterface::AcceptTransfer, request);
}

struct MergeOptions {
  std::string from, into, basis;
};

// Whoever merges sees the titles of both: a slip in one number would end the wrong incident.
int ConfirmMerger(Session& session, const std::string& from, const std::string& into) {
  if (session.options.yes) return 0;
  const auto ends = Get(session, from);
  if (!ends.ok()) return session.Fail(ends.status(), NumberOf(from));
  const auto goes_on = Get(session, into);
  if (!goes_on.ok()) return session.Fail(goes_on.status(), NumberOf(into));
  return session.Confirm(
      session.lang() == Lang::kZh
          ? absl::StrCat("将把 ", NumberOf(from), "「", SafeLine(ends->title()), "」并入 ",
                         NumberOf(into), "「", SafeLine(goes_on->title()),
                         "」；前者就此终结，后者取较早起算时间和较高等级，可能立即逾期。")
          : absl::StrCat(NumberOf(from), " \"", SafeLine(ends->title()),
                         "\" will end, merged into ", NumberOf(into), " \"",
                         SafeLine(goes_on->title()),
                         "\", which takes the earlier start and the higher grade and may be "
                         "breached at once."));
}

int RunMerge(Session& session, const MergeOptions& o) {
  const auto from = ResolveIncident(session, o.from);
  if (!from.ok()) return session.Fail(from.status());
  const auto into = ResolveIncident(session, o.into);
  if (!into.ok()) return session.Fail(into.status());
  if (const int code = ConfirmMerger(session, *from, *into); code != 0) return code;
  v1::MergeIncidentRequest request;
  request.set_name(*into);
  request.set_from(*from);
  request.set_basis(o.basis);
  return Act(session, &v1::IncidentService::StubInterface::MergeIncident, request);
}

}  // namespace

void AddIncidentHandover(CLI::App& noun, Chosen& chosen) {
  {
    const auto [app, o] = AddCommand<TransferOptions>(
        noun, chosen,
        {"transfer", "移交其他单位", "ask another body to take over; the clocks run on",
         "clarion incident transfer 7 --to edu --reason \"涉及学校\""},
        RunTransfer);
    AddIncidentArgument(app, o.incident);
    app.add_option("--to", o.to, "接收单位 | id of the body")->required();
    app.add_option("--reason", o.reason, "理由 | why")->required();
  }
  {
    const auto [app, o] = AddCommand<AcceptOptions>(
        noun, chosen,
        {"accept", "接收移交", "take over what was transferred to your body",
         "clarion --context clerk incident accept 7"},
        RunAccept);
    AddIncidentArgument(app, o.incident);
  }
  const auto [app, o] = AddCommand<MergeOptions>(
      noun, chosen,
      {"merge", "并案", "merge one incident into another; approvers only",
       "clarion --context approver incident merge 7 --into 9 --basis \"同一事件\""},
      RunMerge);
  AddIncidentArgument(app, o.from);
  app.add_option("--into", o.into, "保留的事件 | the incident that goes on")->required();
  app.add_option("--basis", o.basis, "依据 | why it is one matter");
}

}  // namespace clarion::cli
