// Admit decides whether a call is let in: who calls, whether the account still stands behind the
// token, where the request wants to act, whether that role may, and whether the request is well
// formed. Always in this order, so a stranger learns nothing of what he asks for.
//
// An account heard of within 30 s is judged at once, on the caller's thread; else the store is
// asked and the call goes on on a thread of `runtime.admitting`, never on the store's. While the
// store cannot be asked, whoever is not known lately is refused as the store itself refuses.
//
// Refusals for reasons of identity or right are audited here (audit.h). Fields that this release
// does not know are dropped from the request: nothing is decided, hashed or stored of them.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clarion/methods.h"
#include "clarion/v1/docket.pb.h"
#include "google/protobuf/message.h"
#include "grpcpp/server_context.h"
#include "services/server/runtime.h"

namespace clarion::server {

inline constexpr absl::Duration kDeadlineDefault = absl::Seconds(5);
inline constexpr absl::Duration kDeadlineMax = absl::Seconds(30);

// An actor without a name.
std::shared_ptr<const v1::Actor> Nobody();

struct Caller {
  std::shared_ptr<const v1::Actor> actor = Nobody();  // as the token says; nobody for SignIn
  absl::Time expires_at = absl::InfiniteFuture();     // of the token
  int64_t account_version = 0;                        // the token's
  absl::Time signed_in_at;                            // when its password was last given
  absl::Time deadline = absl::InfiniteFuture();  // on the machine's clock: the client's, or 5 s,
                                                 // at most 30 s
};

// `region` is where the request wants to act (empty: names none); a fault in it is told only to
// somebody signed in. `context` and `request` must live until `done` ran, which it does once, on
// this thread or another.
void Admit(Runtime& runtime, const grpc::ServerContextBase& context, Method method,
           const absl::StatusOr<std::string>& region, const google::protobuf::Message& request,
           std::function<void(absl::StatusOr<Caller>)> done);

// Whether a stream of `caller` goes on. Never blocks: what is not known lately is asked in the
// background, and told by a later call.
absl::Status StillAdmitted(Runtime& runtime, const Caller& caller);

}  // namespace clarion::server
