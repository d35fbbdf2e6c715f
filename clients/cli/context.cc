// `clarion context list|use|show`: which servers, as whom. Tokens are never shown.
#include "absl/strings/str_cat.h"
#include "clients/cli/nouns.h"
#include "clients/cli/table.h"
#include "nlohmann/json.hpp"

namespace clarion::cli {
namespace {

struct ContextOptions {
  std::string name;
};

nlohmann::json Shown(const std::string& name, const ContextEntry& entry, bool current) {
  nlohmann::json addresses;
  for (size_t i = 0; i < entry.target.addresses.size(); ++i) {
    addresses[kDeskNames[i]] = entry.target.addresses[i];
  }
  return {{"name", name},
          {"current", current},
          {"account", entry.account},
          {"region", entry.region},
          {"lang", entry.lang},
          {"ca", entry.target.ca_file},
          {"addresses", addresses},
          {"signedIn", !entry.target.token.empty()}};
}

int PrintEntries(Session& session, const std::map<std::string, ContextEntry>& entries,
                 const std::string& current) {
  std::ostream& out = session.terminal.out;
  if (session.output() != Output::kTable) {
    nlohmann::json all = nlohmann::json::array();
    for (const auto& [name, entry] : entries) all.push_back(Shown(name, entry, name == current));
    if (session.output() == Output::kJson) {
      out << all.dump(2) << "\n";
    } else {
      for (const auto& entry : all) out << entry.dump() << "\n";
    }
    return 0;
  }
  const Lang lang = session.lang();
  Table table({"", label::kContext.In(lang), label::kAccount.In(lang), label::kRegion.In(lang),
               label::kServer.In(lang)});
  for (const auto& [name, entry] : entries) {
    const auto& a = entry.target.addresses;
    table.Add({name == current ? "*" : "", name, entry.account, entry.region,
               absl::StrCat(a[0], " ", a[1], " ", a[2], " ", a[3])});
  }
  table.Print(out, false);
  return 0;
}

int RunList(Session& session, const ContextOptions&) {
  const auto contexts = session.AllContexts();
  if (!contexts.ok()) return session.Fail(contexts.status());
  return PrintEntries(session, contexts->entries, session.ContextName());
}

int RunUse(Session& session, const ContextOptions& o) {
  auto contexts = session.AllContexts();
  if (!contexts.ok()) return session.Fail(contexts.status());
  if (contexts->entries.count(o.name) == 0)
    return session.Fail(session.ContextNamed(o.name).status());
  contexts->current = o.name;
  const absl::Status saved = SaveContexts(ContextsPath(session.terminal), *contexts);
  return saved.ok() ? 0 : session.Fail(saved);
}

int RunShow(Session& session, const ContextOptions&) {
  const auto context = session.Context();
  if (!context.ok()) return session.Fail(context.status());
  return PrintEntries(session, {{session.ContextName(), *context}}, session.ContextName());
}

}  // namespace

void AddContext(CLI::App& program, Chosen& chosen) {
  CLI::App& noun = AddNoun(program, {"context", "环境", "which servers, as whom", ""});
  AddCommand<ContextOptions>(noun, chosen,
                             {"list", "全部环境", "all contexts", "clarion context list"}, RunList);
  {
    const auto [app, o] = AddCommand<ContextOptions>(
        noun, chosen,
        {"use", "切换环境", "make a context the current one", "clarion context use duty"}, RunUse);
    app.add_option("name", o.name, "环境名 | its name")->required();
  }
  AddCommand<ContextOptions>(
      noun, chosen, {"show", "当前环境", "the current context", "clarion context show"}, RunShow);
}

}  // namespace clarion::cli
