// What a reason means in a few words, and what to type next.
//
// The services' own message says what was refused; this says how to go on from a terminal. In a
// command `{}` stands for the incident, `APPROVER` and `SPEAKER` for a context of such an account,
// `... --basis TEXT` for what was typed with that option in place of its own, `... -request-id` for
// what was typed without it, `--help` for the help of the command. Every reason of the contract has
// its row. Pure; thread-safe.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "clients/cli/words.h"

namespace clarion::cli {

struct Advice {
  const char* reason;  // without the prefix
  Word word;
  const char* next;  // a command
};

// Null unless the value is one of ErrorReason's.
const Advice* FindAdvice(const google::protobuf::EnumValueDescriptor& value);

// By the name a service sent; null for one this program does not know.
const Advice* FindAdvice(const std::string& reason);

// The process's exit code: 0 ok, 1 failure, 2 usage, 3 sign-in or permission, 4 not found,
// 5 conflict, 6 unavailable.
int ExitCode(absl::StatusCode code);
inline constexpr int kExitFailure = 1;
inline constexpr int kExitUsage = 2;
inline constexpr int kExitBreached = 7;  // `deadline --check` only
inline constexpr int kExitAtRisk = 8;    // `deadline --check` only

}  // namespace clarion::cli
