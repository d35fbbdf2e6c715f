// `clarion incident fact set|list`: the facts sheet that every text quotes (口径一致).
#include "clients/cli/act.h"
#include "clients/cli/docket_view.h"
#include "clients/cli/nouns.h"

namespace clarion::cli {
namespace {

constexpr const char* kFactKeys[] = {"dead",  "hurt",  "missing", "rescued",
                                     "place", "cause", "measures"};

struct FactOptions {
  std::string incident, key, value, source, as_of = "now";
  bool latest = false;
};

int RunSet(Session& session, const FactOptions& o) {
  const auto name = ResolveIncident(session, o.incident);
  if (!name.ok()) return session.Fail(name.status());
  const auto as_of = TimeTyped(session, "--as-of", o.as_of);
  if (!as_of.ok()) return session.Fail(as_of.status());
  v1::EnterFactRequest request;
  request.set_name(*name);
  v1::EnterFact& fact = *request.mutable_fact();
  fact.set_key(o.key);
  fact.set_value(o.value);
  fact.set_source(o.source);
  *fact.mutable_as_of() = *as_of;
  const auto docket = Write(session, &v1::IncidentService::StubInterface::EnterFact, request);
  if (!docket.ok()) return session.Fail(docket.status(), NumberOf(*name));
  if (session.PrintJson(*docket)) return 0;
  const Look look = LookOf(session, nullptr);
  PrintFactsSheet(session.terminal.out, look, *docket, /*every_version=*/false);
  // One voice: whoever quotes the old figure is named at once.
  for (const v1::Release& release : docket->releases()) {
    const std::string outdated = OutdatedFigures(look, *docket, release);
    if (outdated.empty()) continue;
    session.terminal.err << look({"口径过期：", "outdated: "}) << release.id() << "  " << outdated
                         << "\n";
  }
  return 0;
}

int RunList(Session& session, const FactOptions& o) {
  const auto name = ResolveIncident(session, o.incident);
  if (!name.ok()) return session.Fail(name.status());
  const auto docket = Get(session, *name);
  if (!docket.ok()) return session.Fail(docket.status(), NumberOf(*name));
  if (PrintJsonList(session, docket->facts())) return 0;
  PrintFactsSheet(session.terminal.out, LookOf(session, nullptr), *docket, !o.latest);
  if (docket->facts().empty()) session.Say({"尚无口径。", "The facts sheet is empty."});
  return 0;
}

}  // namespace

void AddIncidentFacts(CLI::App& noun, Chosen& chosen) {
  CLI::App& fact = AddNoun(noun, {"fact", "口径", "the facts sheet that texts quote", ""});
  {
    const auto [app, o] = AddCommand<FactOptions>(
        fact, chosen,
        {"set", "录入事实，或其新版本", "enter a fact, or a new version of it",
         "clarion incident fact set 7 dead 3 --as-of 14:00 --source \"县人民医院\""},
        RunSet);
    AddIncidentArgument(app, o.incident);
    app.add_option("key", o.key, "事实 | which fact")
        ->required()
        ->check(CLI::IsMember(std::vector<std::string>(std::begin(kFactKeys), std::end(kFactKeys))))
        ->type_name("WORD");
    app.add_option("value", o.value, "内容，人数为整数 | value, a whole number for figures")
        ->required();
    app.add_option("--as-of", o.as_of, "截至时间，默认现在 | as of, default now")
        ->type_name("TIME");
    app.add_option("--source", o.source, "来源 | where it comes from")->required();
  }
  const auto [app, o] = AddCommand<FactOptions>(
      fact, chosen,
      {"list", "口径及历次版本", "every version of every fact", "clarion incident fact list 7"},
      RunList);
  AddIncidentArgument(app, o.incident);
  app.add_flag("--latest", o.latest, "只看最新 | the latest of each only");
}

}  // namespace clarion::cli
