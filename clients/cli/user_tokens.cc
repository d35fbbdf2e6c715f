// `clarion user tokens`: contexts of other accounts without their passwords, on data sets with a
// manual clock: for exercises and trials.
#include "absl/strings/str_cat.h"
#include "clients/cli/act.h"
#include "clients/cli/local_failure.h"
#include "clients/cli/nouns.h"
#include "clients/cli/sign_in.h"
#include "clients/cli/times.h"

namespace clarion::cli {
namespace {

struct TokensOptions {
  std::vector<std::string> accounts;
};

// Named by the account's id, beside the context that asked.
absl::Status KeepTokens(Session& session, const v1::IssueTokensRequest& request,
                        const v1::IssueTokensResponse& issued) {
  const auto own = session.Context();
  if (!own.ok()) return own.status();
  absl::StatusOr<Contexts> contexts = session.AllContexts();
  if (!contexts.ok()) return contexts.status();
  if (issued.tokens_size() != request.accounts_size()) {
    return absl::InternalError("not a token for each account");
  }
  for (int i = 0; i < issued.tokens_size(); ++i) {
    const std::string& account = request.accounts(i);
    ContextEntry& entry = contexts->entries[account.substr(account.rfind('/') + 1)];
    entry.target.addresses = own->target.addresses;
    entry.target.ca_file = own->target.ca_file;
    entry.account = account;
    entry.lang = own->lang;
    KeepToken(issued.tokens(i), entry);
  }
  return SaveContexts(ContextsPath(session.terminal), *contexts);
}

int RunUserTokens(Session& session, const TokensOptions& o) {
  if (const absl::Status refused = session.RefuseDryRun(); !refused.ok()) {
    return session.Fail(refused);
  }
  v1::IssueTokensRequest request;
  for (const std::string& typed : o.accounts) {
    const auto account = AccountTyped(session, typed);
    if (!account.ok()) return session.Fail(account.status());
    request.add_accounts(*account);
  }
  const auto issued = session.Call(&v1::AdminService::StubInterface::IssueTokens, request);
  if (!issued.ok()) return session.Fail(issued.status());
  const absl::Status kept = KeepTokens(session, request, *issued);
  if (!kept.ok()) return session.Fail(kept);
  session.Say({"已建立各账号的环境，可用 clarion context list 查看。",
               "A context was made of each account: clarion context list."});
  return 0;
}

}  // namespace

void AddUserTokens(CLI::App& noun, Chosen& chosen) {
  const auto [app, o] = AddCommand<TokensOptions>(
      noun, chosen,
      {"tokens", "免密建立账号环境，限手动时钟",
       "contexts of accounts without passwords; manual clocks only",
       "clarion --context admin --region 410726 user tokens duty1 approver1"},
      RunUserTokens);
  app.add_option("accounts", o.accounts, "账号 | accounts: duty1 or 410726/duty1")->required();
}

}  // namespace clarion::cli
