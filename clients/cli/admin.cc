// `clarion region add`, `clarion user add`: for administrators.
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/act.h"
#include "clients/cli/nouns.h"
#include "clients/cli/safe_text.h"

namespace clarion::cli {
namespace {

struct RegionOptions {
  std::string code, name_zh, name_en;
};

int RunRegionAdd(Session& session, const RegionOptions& o) {
  v1::CreateRegionRequest request;
  request.mutable_region()->set_code(o.code);
  request.mutable_region()->set_name_zh(o.name_zh);
  request.mutable_region()->set_name_en(o.name_en);
  request.set_request_id(session.RequestId());
  const auto roster = session.Call(&v1::AdminService::StubInterface::CreateRegion, request);
  if (!roster.ok()) return session.Fail(roster.status());
  if (!session.PrintJson(*roster)) {
    session.terminal.out << SafeLine(roster->name()) << "  " << SafeLine(roster->name_zh()) << "\n";
  }
  return 0;
}

struct UserOptions {
  std::string id, person, body, official, display, password_file;
  v1::Role role = v1::ROLE_UNSPECIFIED;
};

int RunUserAdd(Session& session, const UserOptions& o) {
  const auto region = session.Region();
  if (!region.ok()) return session.Fail(region.status());
  std::optional<std::string> password;
  if (o.password_file.empty()) {
    password =
        session.terminal.ask_password(session.lang() == Lang::kZh ? "新密码：" : "New password: ");
  } else {
    password = ReadInput(session.terminal, o.password_file);
  }
  if (!password) {
    return session.Usage({"没有密码：请在终端输入，或用 --password-file。",
                          "No password: type it at a terminal, or give --password-file."});
  }
  v1::CreateAccountRequest request;
  request.set_parent("regions/" + *region);
  request.set_account_id(o.id);
  request.set_password(std::string(absl::StripTrailingAsciiWhitespace(*password)));
  request.set_request_id(session.RequestId());
  v1::Account& account = *request.mutable_account();
  account.set_role(o.role);
  account.set_person(o.person);
  account.set_body(o.body);
  account.set_official(o.official);
  account.set_display_name(o.display);
  const auto created = session.Call(&v1::AdminService::StubInterface::CreateAccount, request);
  if (!created.ok()) return session.Fail(created.status());
  if (!session.PrintJson(*created)) {
    session.terminal.out << SafeLine(created->name()) << "  "
                         << WordFor(created->role(), session.lang()) << "  "
                         << SafeLine(created->display_name()) << "\n";
  }
  return 0;
}

}  // namespace

void AddRegion(CLI::App& program, Chosen& chosen) {
  CLI::App& noun = AddNoun(program, {"region", "地区", "regions, for administrators", ""});
  const auto [app, o] = AddCommand<RegionOptions>(
      noun, chosen,
      {"add", "建立地区", "begin a region", "clarion region add 410726 --name-zh 延津县"},
      RunRegionAdd);
  app.add_option("code", o.code, "地区代码 | six digits (GB/T 2260)")->required();
  app.add_option("--name-zh", o.name_zh, "中文名 | name in Chinese")->required();
  app.add_option("--name-en", o.name_en, "英文名 | name in English");
}

void AddUser(CLI::App& program, Chosen& chosen) {
  CLI::App& noun = AddNoun(program, {"user", "账号", "accounts, for administrators", ""});
  const auto [app, o] = AddCommand<UserOptions>(
      noun, chosen,
      {"add", "建立账号", "begin an account",
       "clarion user add duty1 --region 410726 --role duty --password-file -"},
      RunUserAdd);
  app.add_option("id", o.id, "账号 | id of the account")->required();
  AddWordOption(app, "--role", o.role, "角色 | duty, approver, speaker, clerk, inspector, ...")
      ->required();
  app.add_option("--person", o.person, "人员 | the person; default the account's id");
  app.add_option("--body", o.body, "单位 | body, an id of the roster");
  app.add_option("--official", o.official, "发言人本人 | official it speaks for");
  app.add_option("--display-name", o.display, "显示名 | name shown");
  app.add_option("--password-file", o.password_file,
                 "密码文件 | file with the password, - for stdin");
}

}  // namespace clarion::cli
