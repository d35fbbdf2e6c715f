// `clarion rules show`: what is owed, by when and on which article, as the rule pack says.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/act.h"
#include "clients/cli/docket_view.h"
#include "clients/cli/nouns.h"
#include "clients/cli/safe_text.h"
#include "clients/cli/times.h"

namespace clarion::cli {
namespace {

struct RulesOptions {
  std::string incident;
};

// 50 %, 0:15 before.
std::string RemindersOf(const Look& look, const v1::ObligationRule& rule) {
  std::vector<std::string> all;
  for (const v1::Reminder& reminder : rule.reminders()) {
    all.push_back(reminder.percent() > 0 ? absl::StrCat(reminder.percent(), " %")
                                         : absl::StrCat(look({"前 ", "before "}),
                                                        ShowLength(FromProto(reminder.before()))));
  }
  return absl::StrJoin(all, ", ");
}

template <class Enum>
std::string WordsFor(const Look& look, const google::protobuf::RepeatedField<int>& values) {
  return Joined(look, values,
                [](const Look& l, int value) { return WordFor(static_cast<Enum>(value), l.lang); });
}

// What closes it, in words.
std::string Closing(const Look& look, const v1::EvidenceRule& rule) {
  std::vector<std::string> ways;
  for (const std::string& way : {WordsFor<v1::ReleaseKind>(look, rule.releases()),
                                 WordsFor<v1::ConferenceForm>(look, rule.conferences()),
                                 WordsFor<v1::ReportMode>(look, rule.reports())}) {
    if (!way.empty()) ways.push_back(way);
  }
  if (rule.acknowledgement()) ways.emplace_back(look({"发言人签收", "the speaker signs"}));
  if (rule.speaker() != v1::SPEAKER_RULE_UNSPECIFIED) {
    ways.push_back(absl::StrCat(look({"须由", "by "}), WordFor(rule.speaker(), look.lang)));
  }
  return absl::StrJoin(ways, look({"；", "; "}));
}

void PrintRules(std::ostream& out, const Look& look, const v1::RulePack& pack) {
  const bool zh = look.lang == Lang::kZh;
  const bool framed = look.shape != Shape::kCsv;
  if (framed) {
    out << SafeLine(pack.id()) << "  " << SafeLine(zh ? pack.title_zh() : pack.title_en())
        << "\n\n";
  }
  Table table({look(label::kObligation),
               look(label::kGrade),
               look({"起算", "counts from"}),
               look({"时长", "limit"}),
               look({"临期", "at risk"}),
               look({"提醒", "reminders"}),
               look({"完成条件", "closed by"}),
               look(label::kArticle),
               {look({"性质", "mark"}), Shown::kWide}});
  for (const v1::ObligationRule& rule : pack.obligations()) {
    table.Add({zh ? rule.name_zh() : rule.name_en(), WordsFor<v1::Grade>(look, rule.grades()),
               WordFor(rule.trigger(), look.lang), ShowLength(FromProto(rule.limit())),
               absl::StrCat(rule.risk_percent(), " %"), RemindersOf(look, rule),
               Closing(look, rule.evidence()), rule.article(), rule.mark()});
  }
  Show(out, look, table);
  if (!framed) return;
  out << "\n";
  Line(out, look, {"官方渠道", "channels"}, absl::StrJoin(pack.official_channels(), ", "));
  std::vector<std::string> templates;
  for (const v1::TextTemplate& text : pack.templates()) {
    templates.push_back(absl::StrCat(text.id(), " ", zh ? text.name_zh() : text.name_en()));
  }
  Line(out, look, {"模板", "templates"}, absl::StrJoin(templates, ", "));
}

int RunRulesShow(Session& session, const RulesOptions& o) {
  v1::GetRulePackRequest request;
  if (!o.incident.empty()) {
    const auto name = ResolveIncident(session, o.incident);
    if (!name.ok()) return session.Fail(name.status());
    request.set_incident(*name);
  }
  const auto pack = session.Call(&v1::TimelineService::StubInterface::GetRulePack, request);
  if (!pack.ok()) return session.Fail(pack.status(), NumberOf(request.incident()));
  if (!session.PrintJson(*pack)) {
    PrintRules(session.terminal.out, LookOf(session, nullptr), *pack);
  }
  return 0;
}

}  // namespace

void AddRules(CLI::App& program, Chosen& chosen) {
  CLI::App& noun = AddNoun(program, {"rules", "规则", "the rule pack", ""});
  const auto [app, o] = AddCommand<RulesOptions>(
      noun, chosen,
      {"show", "时限规则，或一个事件所用的", "the rules, or those an incident began with",
       "clarion rules show 7"},
      RunRulesShow);
  AddIncidentArgument(app, o.incident)->required(false);
}

}  // namespace clarion::cli
