// `clarion user add|list|disable|enable|reset|password`: accounts, for administrators; one's own
// password, for everybody.
#include "clients/cli/act.h"
#include "clients/cli/nouns.h"
#include "clients/cli/sign_in.h"
#include "clients/cli/times.h"

namespace clarion::cli {
namespace {

struct UserOptions {
  std::string id, person, body, official, display, password_file, old_password_file;
  v1::Role role = v1::ROLE_UNSPECIFIED;
};

void PrintAccounts(Session& session, const std::vector<v1::Account>& accounts) {
  const auto roster = RosterFor(session, accounts.empty() ? "" : accounts.front().name());
  const Look look = LookOf(session, roster.get());
  Table table({look(label::kAccount),
               look({"角色", "role"}),
               look(label::kName),
               look(label::kBody),
               look(label::kState),
               {look({"人员", "person"}), Shown::kWide},
               {look({"发言人本人", "official"}), Shown::kWide},
               {look({"建立时间", "created"}), Shown::kWide}});
  for (const v1::Account& a : accounts) {
    table.Add({a.name().substr(a.name().rfind('/') + 1),
               WordFor(a.role(), look.lang),
               a.display_name(),
               BodyName(look, a.body()),
               {a.disabled() ? look({"停用", "disabled"}) : look({"正常", "enabled"}),
                a.disabled() ? Tint::kBad : Tint::kNone},
               a.person(),
               OfficialName(look, a.official()),
               ShowTime(a.has_created_at(), a.created_at())});
  }
  Show(session.terminal.out, look, table);
}

int ShowAccount(Session& session, const absl::StatusOr<v1::Account>& account) {
  if (!account.ok()) return session.Fail(account.status());
  if (!session.PrintJson(*account)) PrintAccounts(session, {*account});
  return 0;
}

int RunUserAdd(Session& session, const UserOptions& o) {
  const auto region = session.Region();
  if (!region.ok()) return session.Fail(region.status());
  const auto password = AskNewPassword(session, o.password_file);
  if (!password) return NoPassword(session);
  v1::CreateAccountRequest request;
  request.set_parent("regions/" + *region);
  request.set_account_id(o.id);
  request.set_password(*password);
  v1::Account& account = *request.mutable_account();
  account.set_role(o.role);
  account.set_person(o.person);
  account.set_body(o.body);
  account.set_official(o.official);
  account.set_display_name(o.display);
  return ShowAccount(session,
                     Write(session, &v1::AdminService::StubInterface::CreateAccount, request));
}

int RunUserList(Session& session, const UserOptions&) {
  const auto region = session.Region();
  if (!region.ok()) return session.Fail(region.status());
  v1::ListAccountsRequest request;
  request.set_parent("regions/" + *region);
  const auto accounts = session.Call(&v1::AdminService::StubInterface::ListAccounts, request);
  if (!accounts.ok()) return session.Fail(accounts.status());
  if (PrintJsonList(session, accounts->accounts())) return 0;
  PrintAccounts(session, {accounts->accounts().begin(), accounts->accounts().end()});
  return 0;
}

int SetDisabled(Session& session, const UserOptions& o, bool disabled) {
  const auto name = AccountTyped(session, o.id);
  if (!name.ok()) return session.Fail(name.status());
  v1::SetAccountDisabledRequest request;
  request.set_name(*name);
  request.set_disabled(disabled);
  return ShowAccount(session,
                     Write(session, &v1::AdminService::StubInterface::SetAccountDisabled, request));
}

int RunUserDisable(Session& session, const UserOptions& o) { return SetDisabled(session, o, true); }
int RunUserEnable(Session& session, const UserOptions& o) { return SetDisabled(session, o, false); }

int RunUserReset(Session& session, const UserOptions& o) {
  const auto name = AccountTyped(session, o.id);
  if (!name.ok()) return session.Fail(name.status());
  const auto password = AskNewPassword(session, o.password_file);
  if (!password) return NoPassword(session);
  v1::ResetPasswordRequest request;
  request.set_name(*name);
  request.set_new_password(*password);
  return ShowAccount(session,
                     Write(session, &v1::AdminService::StubInterface::ResetPassword, request));
}

// Every token of the account ends, this context's too: it is signed in again at once.
int RunUserPassword(Session& session, const UserOptions& o) {
  const auto entry = session.Context();
  if (!entry.ok()) return session.Fail(entry.status());
  const auto old = AskPassword(session, o.old_password_file, {"现密码：", "Present password: "});
  const auto fresh = AskNewPassword(session, o.password_file);
  if (!old || !fresh) return NoPassword(session);
  v1::ChangePasswordRequest request;
  request.set_password(*old);
  request.set_new_password(*fresh);
  const auto account = Write(session, &v1::AdminService::StubInterface::ChangePassword, request);
  if (!account.ok()) return session.Fail(account.status());
  const std::string name = session.ContextName();
  const auto signed_in = SignInto(session, name, *entry, *fresh);
  if (!signed_in.ok()) return session.Fail(signed_in.status());
  session.Say({"密码已更换，其他登录均已失效。", "Password replaced: every other token ended."});
  return ShowSignedIn(session, name, *signed_in);
}

void AddPasswordFile(CLI::App& app, UserOptions& o) {
  app.add_option("--password-file", o.password_file,
                 "新密码文件，- 为标准输入 | file with the new password, - for stdin")
      ->type_name("FILE");
}

void AddUserAdd(CLI::App& noun, Chosen& chosen) {
  const auto [app, o] = AddCommand<UserOptions>(
      noun, chosen,
      {"add", "建立账号", "begin an account",
       "clarion user add duty1 --region 410726 --role duty --password-file -"},
      RunUserAdd);
  app.add_option("id", o.id, "账号 | id of the account")->required();
  AddWordOption(app, "--role", o.role, "角色 | role")->required();
  app.add_option("--person", o.person, "人员，默认同账号 | the person; default the account's id");
  app.add_option("--body", o.body, "单位 | body, an id of the roster");
  app.add_option("--official", o.official, "发言人本人 | official it speaks for");
  app.add_option("--display-name", o.display, "显示名 | name shown");
  AddPasswordFile(app, o);
}

void AddUserState(CLI::App& noun, Chosen& chosen) {
  constexpr char kWhich[] = "账号：duty2 或 410726/duty2 | account: duty2 or 410726/duty2";
  {
    const auto [app, o] = AddCommand<UserOptions>(
        noun, chosen,
        {"disable", "停用账号，登录随即失效", "let an account sign in no more; its tokens end",
         "clarion user disable duty2"},
        RunUserDisable);
    app.add_option("id", o.id, kWhich)->required();
  }
  {
    const auto [app, o] = AddCommand<UserOptions>(
        noun, chosen,
        {"enable", "启用账号", "let an account sign in again", "clarion user enable duty2"},
        RunUserEnable);
    app.add_option("id", o.id, kWhich)->required();
  }
  const auto [app, o] = AddCommand<UserOptions>(
      noun, chosen,
      {"reset", "重设他人密码", "replace the password of an account; its tokens end",
       "clarion user reset duty2 --password-file -"},
      RunUserReset);
  app.add_option("id", o.id, kWhich)->required();
  AddPasswordFile(app, o);
}

}  // namespace

void AddUser(CLI::App& program, Chosen& chosen) {
  CLI::App& noun = AddNoun(program, {"user", "账号", "accounts, and one's own password", ""});
  AddUserAdd(noun, chosen);
  AddCommand<UserOptions>(
      noun, chosen,
      {"list", "地区的账号", "the accounts of the region", "clarion user list --region 410726"},
      RunUserList);
  AddUserState(noun, chosen);
  AddUserTokens(noun, chosen);
  const auto [app, o] = AddCommand<UserOptions>(
      noun, chosen,
      {"password", "更换本人密码", "replace one's own password; other tokens end",
       "clarion --context duty user password"},
      RunUserPassword);
  app.add_option("--old-password-file", o.old_password_file,
                 "现密码文件 | file with the present password")
      ->type_name("FILE");
  AddPasswordFile(app, o);
}

}  // namespace clarion::cli
