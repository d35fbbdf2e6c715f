// Who may call what: one row per RPC. An RPC without a row, or a row without an RPC, does not
// compile (see access_table.h).
//
// This is the outer gate. The core knows the finer rules (lowering a grade, approving one's own
// text) and checks them again. Pure; thread-safe.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "clarion/methods.h"
#include "clarion/v1/docket.pb.h"

namespace clarion::server {

// Region of an account that is of the whole deployment.
inline constexpr const char kWholeDeployment[] = "000000";

// Refuses `actor` calling `method` on something in `region` (six digits; empty: the request names
// none):
//   NOT_FOUND           NO_SUCH_INCIDENT, NO_SUCH_REGION, NO_SUCH_ACCOUNT   outside the actor's
//   region PERMISSION_DENIED   READ_ONLY, NOT_APPROVER, NOT_THE_SPEAKER, ROLE_NOT_ALLOWED
absl::Status CheckAccess(Method method, const v1::Actor& actor, const std::string& region);

// Whether the RPC needs no token: SignIn alone.
bool IsOpen(Method method);
// Whether it changes something.
bool IsWrite(Method method);

}  // namespace clarion::server
