// `clarion login|logout|refresh`: a token, kept in a context, and its end.
#include <algorithm>
#include <array>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/cli/act.h"
#include "clients/cli/nouns.h"
#include "clients/cli/sign_in.h"

namespace clarion::cli {
namespace {

struct LoginOptions {
  std::string server;
  std::string ca;
  std::string account;
  std::string password_file;
};

// `host:port` for all four desks, or `incident=host:port,timeline=...`.
bool ReadServers(const std::string& text, std::array<std::string, client::kDesks>& addresses) {
  if (!absl::StrContains(text, '=')) {
    addresses.fill(text);
    return true;
  }
  for (const std::string& part : std::vector<std::string>(absl::StrSplit(text, ','))) {
    const std::pair<std::string, std::string> pair = absl::StrSplit(part, absl::MaxSplits('=', 1));
    const auto* desk = std::find(std::begin(kDeskNames), std::end(kDeskNames), pair.first);
    if (desk == std::end(kDeskNames)) return false;
    addresses[static_cast<size_t>(desk - kDeskNames)] = pair.second;
  }
  return true;
}

int RunLogin(Session& session, const LoginOptions& o) {
  absl::StatusOr<Contexts> contexts = session.AllContexts();
  if (!contexts.ok()) return session.Fail(contexts.status());
  std::string name = session.ContextName();
  if (name.empty()) name = "default";
  ContextEntry entry = contexts->entries[name];
  if (!o.server.empty() && !ReadServers(o.server, entry.target.addresses)) {
    return session.Usage({"--server 写 host:port，或 incident=host:port,timeline=...",
                          "--server is host:port, or incident=host:port,timeline=..."});
  }
  if (!o.ca.empty()) entry.target.ca_file = o.ca;
  if (!o.account.empty()) entry.account = AccountName(o.account).value_or("");
  if (!session.options.lang.empty()) entry.lang = session.options.lang;
  if (entry.account.empty()) {
    return session.Usage({"--account 写 regions/410726/accounts/duty1 或 410726/duty1",
                          "--account is regions/410726/accounts/duty1 or 410726/duty1"});
  }
  if (const absl::Status refused = session.RefuseDryRun(); !refused.ok()) {
    return session.Fail(refused);
  }
  const auto password = AskPassword(session, o.password_file, {"密码：", "Password: "});
  if (!password) return NoPassword(session);
  const auto signed_in = SignInto(session, name, entry, *password);
  if (!signed_in.ok()) return session.Fail(signed_in.status());
  return ShowSignedIn(session, name, *signed_in);
}

struct LogoutOptions {};

// Every token of the account ends, on whatever machine it is kept; here it is also forgotten.
int RunLogout(Session& session, const LogoutOptions&) {
  const auto answer =
      Write(session, &v1::AdminService::StubInterface::SignOut, v1::SignOutRequest());
  // What has ended already needs no ending.
  if (!answer.ok() && answer.status().code() != absl::StatusCode::kUnauthenticated) {
    return session.Fail(answer.status());
  }
  const std::string name = session.ContextName();
  absl::StatusOr<Contexts> contexts = session.AllContexts();
  if (!contexts.ok()) return session.Fail(contexts.status());
  if (const auto found = contexts->entries.find(name); found != contexts->entries.end()) {
    found->second.target.token.clear();
    found->second.expires_at = absl::InfinitePast();
  }
  const absl::Status saved = SaveContexts(ContextsPath(session.terminal), *contexts);
  if (!saved.ok()) return session.Fail(saved);
  session.Say({"已退出登录，该账号的全部登录均已失效。",
               "Signed out: every token of the account has ended."});
  return 0;
}

int RunRefresh(Session& session, const LogoutOptions&) {
  if (const absl::Status refused = session.RefuseDryRun(); !refused.ok()) {
    return session.Fail(refused);
  }
  const auto connection = session.Connect();
  if (!connection.ok()) return session.Fail(connection.status());
  const std::string name = session.ContextName();
  const auto fresh = RefreshInto(session, **connection, name);
  if (!fresh.ok()) return session.Fail(fresh.status());
  return ShowSignedIn(session, name, *fresh);
}

}  // namespace

void AddLogin(CLI::App& program, Chosen& chosen) {
  const auto [app, o] = AddCommand<LoginOptions>(
      program, chosen,
      {"login", "登录", "sign in, and keep it as a context",
       "clarion login --context duty --server 127.0.0.1:7100 --ca ca.pem --account 410726/duty1"},
      RunLogin);
  app.add_option("--server", o.server,
                 "服务地址 | host:port of all desks, or incident=..,timeline=..,"
                 "spokesperson=..,broadcast=..");
  app.add_option("--ca", o.ca, "证书机构文件 | PEM file of the authority")->type_name("FILE");
  app.add_option("--account", o.account, "账号 | 410726/duty1");
  app.add_option("--password-file", o.password_file,
                 "密码文件 | file with the password, - for stdin")
      ->type_name("FILE");
  AddCommand<LogoutOptions>(
      program, chosen,
      {"logout", "退出登录", "end every token of the account", "clarion --context duty logout"},
      RunLogout);
  AddCommand<LogoutOptions>(program, chosen,
                            {"refresh", "延长登录",
                             "replace the token by a fresh one; otherwise done by itself in its "
                             "last hour",
                             "clarion refresh"},
                            RunRefresh);
}

}  // namespace clarion::cli
