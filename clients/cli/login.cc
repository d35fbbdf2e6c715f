// `clarion login`: signs in and keeps the token in a context.
#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/cli/names.h"
#include "clients/cli/nouns.h"
#include "clients/cli/safe_text.h"
#include "clients/cli/times.h"

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

std::optional<std::string> Password(Session& session, const std::string& file) {
  if (!file.empty()) {
    const auto content = ReadInput(session.terminal, file);
    if (!content) return std::nullopt;
    return std::string(absl::StripTrailingAsciiWhitespace(*content));
  }
  return session.terminal.ask_password(session.lang() == Lang::kZh ? "密码：" : "Password: ");
}

int SignIn(Session& session, const std::string& name, ContextEntry entry, Contexts contexts,
           const std::string& password_file) {
  const auto password = Password(session, password_file);
  if (!password) {
    return session.Usage({"没有密码：请在终端输入，或用 --password-file。",
                          "No password: type it at a terminal, or give --password-file."});
  }
  entry.target.token.clear();
  const auto connection = session.DialTo(entry.target);
  if (!connection.ok()) return session.Fail(connection.status());
  v1::SignInRequest request;
  request.set_name(entry.account);
  request.set_password(*password);
  const auto signed_in = (*connection)->Call(&v1::AdminService::StubInterface::SignIn, request);
  if (!signed_in.ok()) return session.Fail(signed_in.status());
  entry.target.token = signed_in->token();
  entry.region = signed_in->actor().region();
  contexts.entries[name] = entry;
  contexts.current = name;
  if (const absl::Status saved = SaveContexts(ContextsPath(session.terminal), contexts);
      !saved.ok()) {
    return session.Fail(saved);
  }
  // The answer holds the token: it is kept, not shown.
  if (session.PrintJson(signed_in->actor())) return 0;
  const Lang lang = session.lang();
  session.terminal.out << label::kContext.In(lang) << " " << name << "  "
                       << SafeLine(signed_in->actor().person()) << "  "
                       << WordFor(signed_in->actor().role(), lang) << "  "
                       << SafeLine(signed_in->actor().region()) << "  "
                       << (lang == Lang::kZh ? "有效至 " : "until ")
                       << ShowTime(FromProto(signed_in->expires_at())) << " +08:00\n";
  return 0;
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
  return SignIn(session, name, entry, *std::move(contexts), o.password_file);
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
  app.add_option("--ca", o.ca, "证书机构文件 | PEM file of the authority");
  app.add_option("--account", o.account, "账号 | 410726/duty1");
  app.add_option("--password-file", o.password_file,
                 "密码文件 | file with the password, - for stdin");
}

}  // namespace clarion::cli
