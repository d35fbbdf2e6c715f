// Signing in, and keeping what it gives in a context.
//
// A token ends after hours; shortly before it does, the first command that needs it replaces it.
// Tokens are kept, never shown. One thread; one process at a time writes the contexts.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "clients/cli/session.h"

namespace clarion::cli {

// A password from the file, else typed without echo; none when there is nobody to type it. A new
// one is typed twice: none when the two differ.
std::optional<std::string> AskPassword(Session& session, const std::string& file, const Word& what);
std::optional<std::string> AskNewPassword(Session& session, const std::string& file);

// Says why there is no password, as a usage fault.
int NoPassword(Session& session);

// Signs in as the entry's account and keeps token, region and role under the name, as the context
// in use from now on.
absl::StatusOr<v1::SignInResponse> SignInto(Session& session, const std::string& name,
                                            ContextEntry entry, const std::string& password);

// Token, region, role and end into the entry.
void KeepToken(const v1::SignInResponse& signed_in, ContextEntry& entry);

// `duty2` in the session's region, `410726/duty2`, or the whole resource name.
absl::StatusOr<std::string> AccountTyped(Session& session, const std::string& typed);

// The token ends within the hour, and has not ended.
bool IsEndingSoon(const ContextEntry& entry, absl::Time now);

// A fresh token for the one of the connection, kept in the context.
absl::StatusOr<v1::SignInResponse> RefreshInto(Session& session, client::Connection& connection,
                                               const std::string& context);
// The same, and a connection with it.
absl::StatusOr<std::unique_ptr<client::Connection>> Renew(Session& session,
                                                          client::Connection& connection,
                                                          const std::string& context);

// Who signed in, where and until when; never the token.
int ShowSignedIn(Session& session, const std::string& context, const v1::SignInResponse& signed_in);

}  // namespace clarion::cli
