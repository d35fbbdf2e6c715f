// `clarion speaker propose|ack|refuse`: who must speak, in the order of the law; and whether the
// chosen one signs (签收).
#include "absl/strings/str_cat.h"
#include "clients/cli/act.h"
#include "clients/cli/nouns.h"

namespace clarion::cli {
namespace {

struct SpeakerOptions {
  std::string incident, reason, lead, at;
  std::vector<std::string> supporting;
};

const Word& StepWord(int step) {
  static constexpr Word kSteps[] = {{"不明", "unknown"},
                                    {"牵头单位主要负责人", "principal of the lead body"},
                                    {"协办单位主要负责人", "principal of a supporting body"},
                                    {"分管副县长", "deputy in charge"},
                                    {"工作互补", "complement"},
                                    {"常务副县长", "executive deputy"},
                                    {"县长", "head of the county"},
                                    {"等级所允许的其他人员", "anybody else the grade admits"}};
  const bool known = step > 0 && step < static_cast<int>(std::size(kSteps));
  return kSteps[known ? step : 0];
}

std::string WhyNot(const Look& look, const v1::SpeakerProposal& proposal) {
  std::string why;
  if (!proposal.eligible()) {
    const auto* reason = v1::ErrorReason_descriptor()->FindValueByNumber(proposal.reason());
    why = absl::StrCat(WordFor(proposal.reason(), look.lang), " (",
                       reason == nullptr ? "?" : BareName(*reason), ")");
  }
  if (proposal.silent()) {
    absl::StrAppend(&why, why.empty() ? "" : ", ",
                    look({"未按时签收或已拒绝", "let the time pass, or refused"}));
  }
  return why;
}

void PrintProposals(std::ostream& out, const Look& look,
                    const v1::ProposeSpeakersResponse& proposed) {
  Table table({"#",
               look(label::kName),
               look({"顺位", "step"}),
               look({"可发言", "may speak"}),
               look({"不可的原因", "why not"}),
               {look(label::kId), Shown::kWide}});
  int place = 0;
  bool found = false;
  for (const v1::SpeakerProposal& p : proposed.proposals()) {
    const bool may = p.eligible() && !p.silent();
    table.Add({absl::StrCat(++place),
               OfficialName(look, p.official()),
               look(StepWord(p.step())),
               {look(may ? label::kYes : label::kNo), may && !found ? Tint::kGood : Tint::kNone},
               WhyNot(look, p),
               p.official()});
    found = found || may;
  }
  Show(out, look, table);
}

int RunPropose(Session& session, const SpeakerOptions& o) {
  const auto name = ResolveIncident(session, o.incident);
  if (!name.ok()) return session.Fail(name.status());
  v1::ProposeSpeakersRequest request;
  request.set_name(*name);
  request.set_lead(o.lead);
  for (const std::string& id : o.supporting) request.add_supporting(id);
  if (!o.at.empty()) {
    const auto at = TimeTyped(session, "--at", o.at, /*future=*/true);
    if (!at.ok()) return session.Fail(at.status());
    *request.mutable_at() = *at;
  }
  const auto proposed =
      session.Call(&v1::SpokespersonService::StubInterface::ProposeSpeakers, request);
  if (!proposed.ok()) return session.Fail(proposed.status(), NumberOf(*name));
  if (PrintJsonList(session, proposed->proposals())) return 0;
  const auto roster = RosterFor(session, *name);
  PrintProposals(session.terminal.out, LookOf(session, roster.get()), *proposed);
  return 0;
}

int RunAck(Session& session, const SpeakerOptions& o) {
  const auto name = ResolveIncident(session, o.incident);
  if (!name.ok()) return session.Fail(name.status());
  v1::AcknowledgeAssignmentRequest request;
  request.set_name(*name);
  return Act(session, &v1::SpokespersonService::StubInterface::AcknowledgeAssignment, request);
}

int RunRefuse(Session& session, const SpeakerOptions& o) {
  const auto name = ResolveIncident(session, o.incident);
  if (!name.ok()) return session.Fail(name.status());
  const int code = session.Confirm(
      session.lang() == Lang::kZh
          ? absl::StrCat("将拒绝 ", NumberOf(*name), " 的发言指定，改由下一顺位承担。")
          : absl::StrCat("The assignment of ", NumberOf(*name),
                         " will be refused; the next of the chain must speak."));
  if (code != 0) return code;
  v1::RefuseAssignmentRequest request;
  request.set_name(*name);
  request.mutable_refusal()->set_reason(o.reason);
  return Act(session, &v1::SpokespersonService::StubInterface::RefuseAssignment, request);
}

}  // namespace

void AddSpeaker(CLI::App& program, Chosen& chosen) {
  CLI::App& noun = AddNoun(program, {"speaker", "发言人", "the chosen speaker", ""});
  {
    const auto [app, o] = AddCommand<SpeakerOptions>(
        noun, chosen,
        {"propose", "发言人顺位，含不可的原因", "the whole chain in order, and why not",
         "clarion speaker propose 7 --lead emb --supporting ta"},
        RunPropose);
    AddIncidentArgument(app, o.incident);
    app.add_option("--lead", o.lead, "牵头单位，默认现有 | lead body, default the incident's");
    AddRepeated(app, "--supporting", o.supporting, "协办单位 | supporting body, may be repeated")
        ->needs("--lead");
    app.add_option("--at", o.at, "时刻，默认现在 | at which instant, default now")
        ->type_name("TIME");
  }
  {
    const auto [app, o] = AddCommand<SpeakerOptions>(
        noun, chosen,
        {"ack", "签收", "sign for the assignment", "clarion --context speaker speaker ack 7"},
        RunAck);
    AddIncidentArgument(app, o.incident);
  }
  const auto [app, o] = AddCommand<SpeakerOptions>(
      noun, chosen,
      {"refuse", "拒绝，由下一顺位承担", "refuse; the next of the chain must speak",
       "clarion --context speaker speaker refuse 7 --reason \"在外地出差\""},
      RunRefuse);
  AddIncidentArgument(app, o.incident);
  app.add_option("--reason", o.reason, "原因 | why")->required();
}

}  // namespace clarion::cli
