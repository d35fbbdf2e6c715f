// The audit of refusals: one line `refused` for everybody turned away for who they are or what they
// may. It is written at every log level, since an audit that can be switched off is none.
//
// Says who, what, where and why; never a token, a password or what the request held. Thread-safe.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "clarion/methods.h"
#include "clarion/v1/docket.pb.h"

namespace clarion::server {

// Whether `refusal` is for reasons of identity or right: UNAUTHENTICATED and PERMISSION_DENIED.
bool IsForRight(const absl::Status& refusal);

// `actor` as far as it is known: nothing without a good token; for a sign-in the account alone, as
// claimed. `region` is where the request wanted to act, `peer` where it came from.
void AuditRefusal(Method method, const v1::Actor& actor, const std::string& region,
                  const absl::Status& refusal, const std::string& peer);

}  // namespace clarion::server
