// Accounts: who may sign in. The person is what two-person rules compare; one person with two roles
// has two accounts. The password's hash is a text beside the paper.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/core/acts.h"
#include "services/core/fields.h"
#include "services/core/proto_time.h"
#include "services/core/refusal.h"
#include "services/core/speakers.h"
#include "services/core/usual_refusals.h"

namespace clarion::core {
namespace {

// The id in `regions/{region}/accounts/{account}`; empty when it is no such name.
std::string IdOf(const std::string& name) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  if (parts.size() != 4 || parts[0] != "regions" || parts[2] != "accounts") return "";
  return IsRegionCode(parts[1]) && IsId(parts[3]) ? parts[3] : "";
}

bool MaySignIn(v1::Role role) {
  return v1::Role_IsValid(role) && role != v1::ROLE_UNSPECIFIED && role != v1::ROLE_SYSTEM;
}

absl::Status CheckShape(const v1::CreateAccount& command) {
  const v1::Account& account = command.account();
  Fields fields;
  fields.Require(!IdOf(command.name()).empty(), "name",
                 "must be regions/{six digits}/accounts/{account}");
  fields.Text("account.person", account.person(), 0, 64);
  fields.Require(MaySignIn(account.role()), "account.role", "is required; SYSTEM never signs in");
  fields.OptionalId("account.body", account.body());
  fields.Require(account.role() != v1::ROLE_CLERK || !account.body().empty(), "account.body",
                 "is required for a clerk");
  fields.OptionalId("account.official", account.official());
  fields.Require((account.role() == v1::ROLE_SPEAKER) == !account.official().empty(),
                 "account.official", "is required for a speaker, and for nobody else");
  fields.Text("account.display_name", account.display_name(), 0, 50);
  if (account.has_credential()) fields.Content("account.credential", account.credential());
  return fields.ok() ? absl::OkStatus() : fields.Refused();
}

// One's own account is one's own; the others' are the administrators'.
absl::Status CheckOwnOrAdministrator(const Deliberation& deliberation) {
  const v1::Actor& actor = deliberation.actor();
  if (actor.role() == v1::ROLE_ADMINISTRATOR) return absl::OkStatus();
  if (actor.account() == deliberation.paper().account().name()) return absl::OkStatus();
  return Refuse({.code = absl::StatusCode::kPermissionDenied,
                 .reason = v1::ERROR_REASON_ROLE_NOT_ALLOWED,
                 .en = "This is another person's account. Ask an administrator.",
                 .zh = "这是他人的账号,请联系管理员办理。"});
}

// `account/{region}/{account}`: the accounts of a region are listed by it.
std::string AccountClaim(const std::string& name) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  return absl::StrCat("account/", parts[1], "/", parts[3]);
}

}  // namespace

absl::Status CreateAccount(Deliberation& deliberation, const v1::CreateAccount& command) {
  if (absl::Status shape = CheckShape(command); !shape.ok()) return shape;
  const v1::Roster* roster = deliberation.context().roster;
  if (roster != nullptr) {
    const v1::Account& account = command.account();
    if (!account.official().empty() && FindOfficial(*roster, account.official()) == nullptr) {
      return NoSuchOfficial(account.official());
    }
    if (!account.body().empty() && FindBody(*roster, account.body()) == nullptr) {
      return NoSuchBody(account.body());
    }
  }
  v1::Event event;
  v1::Account& account = *event.mutable_account_created()->mutable_account();
  account = command.account();
  account.set_name(command.name());
  account.clear_etag();
  account.clear_version();
  account.clear_disabled();
  account.clear_tokens_valid_from_version();
  if (account.person().empty()) account.set_person(IdOf(command.name()));
  *account.mutable_created_at() = ToProto(deliberation.now());
  deliberation.Hold({AccountClaim(command.name()), "", command.name()});
  deliberation.Enter(std::move(event));
  return absl::OkStatus();
}

absl::Status SetPassword(Deliberation& deliberation, const v1::SetPassword& command) {
  if (absl::Status may = CheckOwnOrAdministrator(deliberation); !may.ok()) return may;
  Fields fields;
  fields.Content("credential", command.credential());
  if (!fields.ok()) return fields.Refused();
  v1::Event event;
  *event.mutable_password_set()->mutable_credential() = command.credential();
  *event.mutable_password_set()->mutable_at() = ToProto(deliberation.now());
  deliberation.Enter(std::move(event));
  return absl::OkStatus();
}

absl::Status SetDisabled(Deliberation& deliberation, const v1::SetDisabled& command) {
  if (deliberation.paper().account().disabled() == command.disabled()) return absl::OkStatus();
  v1::Event event;
  event.mutable_disabled_set()->set_disabled(command.disabled());
  *event.mutable_disabled_set()->mutable_at() = ToProto(deliberation.now());
  deliberation.Enter(std::move(event));
  return absl::OkStatus();
}

absl::Status RevokeTokens(Deliberation& deliberation) {
  if (absl::Status may = CheckOwnOrAdministrator(deliberation); !may.ok()) return may;
  v1::Event event;
  *event.mutable_tokens_revoked()->mutable_at() = ToProto(deliberation.now());
  deliberation.Enter(std::move(event));
  return absl::OkStatus();
}

}  // namespace clarion::core
