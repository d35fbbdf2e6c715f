// `clarion context list|use|delete|show`: which servers, as whom. Tokens are never shown.
#include "absl/strings/str_cat.h"
#include "clarion/v1/docket.pb.h"
#include "clients/cli/nouns.h"
#include "clients/cli/table.h"
#include "clients/cli/times.h"
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
  return {
      {"name", name},           {"current", current}, {"account", entry.account},
      {"region", entry.region}, {"lang", entry.lang}, {"ca", entry.target.ca_file},
      {"addresses", addresses}, {"role", entry.role}, {"signedIn", !entry.target.token.empty()}};
}

std::string RoleOf(const ContextEntry& entry, Lang lang) {
  const auto role = ParseWord<v1::Role>(entry.role);
  return role ? WordFor(*role, lang) : "";
}

std::string SignedInUntil(const ContextEntry& entry, absl::Time now, Lang lang) {
  if (entry.target.token.empty()) return Word{"未登录", "not signed in"}.In(lang);
  if (entry.expires_at == absl::InfinitePast()) return Word{"不详", "not known"}.In(lang);
  const char* over = entry.expires_at <= now ? Word{"（已过期）", " (over)"}.In(lang) : "";
  return ShowTime(entry.expires_at) + over;
}

int PrintEntries(Session& session, const std::map<std::string, ContextEntry>& entries,
                 const std::string& current) {
  std::ostream& out = session.terminal.out;
  if (session.json()) {
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
               Word{"角色", "role"}.In(lang), Word{"登录有效至", "signed in until"}.In(lang),
               label::kServer.In(lang)});
  for (const auto& [name, entry] : entries) {
    const auto& a = entry.target.addresses;
    table.Add({name == current ? "*" : "", name, entry.account, entry.region, RoleOf(entry, lang),
               SignedInUntil(entry, session.terminal.now(), lang),
               absl::StrCat(a[0], " ", a[1], " ", a[2], " ", a[3])});
  }
  table.Print(out, false, session.shape());
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
  if (const absl::Status refused = session.RefuseDryRun(); !refused.ok()) {
    return session.Fail(refused);
  }
  contexts->current = o.name;
  const absl::Status saved = SaveContexts(ContextsPath(session.terminal), *contexts);
  return saved.ok() ? 0 : session.Fail(saved);
}

int RunDelete(Session& session, const ContextOptions& o) {
  auto contexts = session.AllContexts();
  if (!contexts.ok()) return session.Fail(contexts.status());
  const auto found = contexts->entries.find(o.name);
  if (found == contexts->entries.end()) return session.Fail(session.ContextNamed(o.name).status());
  if (const absl::Status refused = session.RefuseDryRun(); !refused.ok()) {
    return session.Fail(refused);
  }
  const bool signed_in = !found->second.target.token.empty();
  contexts->entries.erase(found);
  if (contexts->current == o.name) contexts->current.clear();
  const absl::Status saved = SaveContexts(ContextsPath(session.terminal), *contexts);
  if (!saved.ok()) return session.Fail(saved);
  session.Say(signed_in ? Word{"已删除；其登录在到期前仍有效，如须立即失效请先 logout。",
                               "Deleted. Its token holds until it ends; to end it at once, log out "
                               "first."}
                        : Word{"已删除。", "Deleted."});
  return 0;
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
  {
    const auto [app, o] = AddCommand<ContextOptions>(
        noun, chosen,
        {"delete", "删除环境", "forget a context and its token", "clarion context delete duty"},
        RunDelete);
    app.add_option("name", o.name, "环境名 | its name")->required();
  }
  AddCommand<ContextOptions>(
      noun, chosen, {"show", "当前环境", "the current context", "clarion context show"}, RunShow);
}

}  // namespace clarion::cli
