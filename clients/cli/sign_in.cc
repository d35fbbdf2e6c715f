#include "clients/cli/sign_in.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/names.h"
#include "clients/cli/safe_text.h"
#include "clients/cli/times.h"

namespace clarion::cli {
namespace {

constexpr absl::Duration kSoon = absl::Hours(1);

}  // namespace

void KeepToken(const v1::SignInResponse& signed_in, ContextEntry& entry) {
  entry.target.token = signed_in.token();
  entry.region = signed_in.actor().region();
  const auto* role = v1::Role_descriptor()->FindValueByNumber(signed_in.actor().role());
  entry.role = role == nullptr ? "" : BareName(*role);
  entry.expires_at =
      signed_in.has_expires_at() ? FromProto(signed_in.expires_at()) : absl::InfinitePast();
}

std::optional<std::string> AskPassword(Session& session, const std::string& file,
                                       const Word& what) {
  if (file.empty()) return session.terminal.ask_password(what.In(session.lang()));
  const auto content = ReadInput(session.terminal, file);
  if (!content) return std::nullopt;
  return std::string(absl::StripTrailingAsciiWhitespace(*content));
}

std::optional<std::string> AskNewPassword(Session& session, const std::string& file) {
  auto first = AskPassword(session, file, {"新密码：", "New password: "});
  if (!first || !file.empty()) return first;
  const auto second = AskPassword(session, file, {"再次输入：", "Once more: "});
  return first == second ? first : std::nullopt;
}

int NoPassword(Session& session) {
  return session.Usage({"没有密码，或两次输入不同：请在终端输入，或用 --password-file。",
                        "No password, or two different ones: type it at a terminal, or give "
                        "--password-file."});
}

absl::StatusOr<v1::SignInResponse> SignInto(Session& session, const std::string& name,
                                            ContextEntry entry, const std::string& password) {
  entry.target.token.clear();
  const auto connection = session.DialTo(entry.target);
  if (!connection.ok()) return connection.status();
  v1::SignInRequest request;
  request.set_name(entry.account);
  request.set_password(password);
  auto signed_in = (*connection)->Call(&v1::AdminService::StubInterface::SignIn, request);
  if (!signed_in.ok()) return signed_in;
  KeepToken(*signed_in, entry);
  absl::StatusOr<Contexts> contexts = session.AllContexts();
  if (!contexts.ok()) return contexts.status();
  contexts->entries[name] = std::move(entry);
  contexts->current = name;
  const absl::Status saved = SaveContexts(ContextsPath(session.terminal), *contexts);
  if (!saved.ok()) return saved;
  return signed_in;
}

absl::StatusOr<std::string> AccountTyped(Session& session, const std::string& typed) {
  if (const auto name = AccountName(typed)) return *name;
  const auto region = session.Region();
  if (!region.ok()) return region.status();
  return absl::StrCat("regions/", *region, "/accounts/", typed);
}

bool IsEndingSoon(const ContextEntry& entry, absl::Time now) {
  return !entry.target.token.empty() && now < entry.expires_at && entry.expires_at - now < kSoon;
}

absl::StatusOr<v1::SignInResponse> RefreshInto(Session& session, client::Connection& connection,
                                               const std::string& context) {
  client::CallOptions once;
  once.timeout = absl::Seconds(2);
  once.retry.tries = 1;
  auto fresh = connection.Call(&v1::AdminService::StubInterface::RefreshToken,
                               v1::RefreshTokenRequest(), once);
  if (!fresh.ok()) return fresh;
  absl::StatusOr<Contexts> contexts = session.AllContexts();
  if (!contexts.ok()) return contexts.status();
  KeepToken(*fresh, contexts->entries[context]);
  const absl::Status saved = SaveContexts(ContextsPath(session.terminal), *contexts);
  if (!saved.ok()) return saved;
  return fresh;
}

absl::StatusOr<std::unique_ptr<client::Connection>> Renew(Session& session,
                                                          client::Connection& connection,
                                                          const std::string& context) {
  const auto fresh = RefreshInto(session, connection, context);
  if (!fresh.ok()) return fresh.status();
  const auto entry = session.ContextNamed(context);
  if (!entry.ok()) return entry.status();
  return session.DialTo(entry->target);
}

int ShowSignedIn(Session& session, const std::string& context,
                 const v1::SignInResponse& signed_in) {
  // The answer holds the token: it is kept, not shown.
  if (session.PrintJson(signed_in.actor())) return 0;
  const Lang lang = session.lang();
  session.terminal.out << label::kContext.In(lang) << " " << SafeLine(context) << "  "
                       << SafeLine(signed_in.actor().person()) << "  "
                       << WordFor(signed_in.actor().role(), lang) << "  "
                       << SafeLine(signed_in.actor().region()) << "  "
                       << (lang == Lang::kZh ? "有效至 " : "until ")
                       << ShowTime(FromProto(signed_in.expires_at())) << " +08:00\n";
  return 0;
}

}  // namespace clarion::cli
