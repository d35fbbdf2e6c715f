// The contexts file: which servers, as whom, in which language.
//
//     {"current": "duty",
//      "contexts": {"duty": {"addresses": {"incident": "127.0.0.1:7101", "timeline": "...",
//                                          "spokesperson": "...", "broadcast": "..."},
//                            "ca": "/path/ca.pem", "account": "regions/410726/accounts/duty1",
//                            "token": "...", "expires": "2026-11-23T20:00:00+08:00", "role":
//                            "DUTY", "region": "410726", "lang": "zh"}}}
//
// It holds tokens: written with mode 0600, in one piece or not at all. `$CLARION_CONFIG` names it,
// else it is `~/.config/clarion/contexts.json`. One process at a time writes it: the last one wins.
#pragma once

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clients/cli/terminal.h"
#include "clients/cpp/channels.h"

namespace clarion::cli {

struct ContextEntry {
  client::Target target;
  std::string account;  // resource name
  std::string region;   // six digits
  std::string lang;     // `zh`, `en` or empty
  std::string role;     // as typed, such as `APPROVER`; empty when not known
  absl::Time expires_at = absl::InfinitePast();  // of the token; not known then
};

struct Contexts {
  std::string current;
  std::map<std::string, ContextEntry> entries;
};

// Names of the desks in the file and on the command line, indexed by client::Desk.
inline constexpr const char* kDeskNames[client::kDesks] = {"incident", "timeline", "spokesperson",
                                                           "broadcast"};

std::string ContextsPath(const Terminal& terminal);

// No file is no contexts; a file that cannot be read or understood is an error.
absl::StatusOr<Contexts> LoadContexts(const std::string& path);
absl::Status SaveContexts(const std::string& path, const Contexts& contexts);

}  // namespace clarion::cli
