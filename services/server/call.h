// Serve is what every unary handler begins with: it authenticates and authorises, gives a deadline,
// counts, and ends the call exactly once.
//
//     grpc::ServerUnaryReactor* GetIncident(grpc::CallbackServerContext* context,
//                                           const v1::GetIncidentRequest* request,
//                                           v1::Docket* response) override {
//       return Serve(runtime_, context, request, response, Method::kGetIncident,
//                    RegionOf("name", request->name()), [this](auto call) {
//                      ... fill *call.response, now or later, on any thread ...
//                      call.done(absl::OkStatus());
//                    });
//     }
//
// Handlers never block. Request and response live until `done` was called; touch neither after it.
// A `done` whose last copy goes uncalled answers INTERNAL, as does an exception of a library.
//
// A stream calls Admit and ends itself at `expires_at`.
#pragma once

#include <exception>
#include <functional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clarion/methods.h"
#include "clarion/v1/docket.pb.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/server_callback.h"
#include "services/server/authorization.h"
#include "services/server/names.h"
#include "services/server/runtime.h"

namespace clarion::server {

inline constexpr absl::Duration kDeadlineDefault = absl::Seconds(5);
inline constexpr absl::Duration kDeadlineMax = absl::Seconds(30);

struct Caller {
  v1::Actor actor;        // empty for SignIn
  absl::Time expires_at;  // of the token; InfiniteFuture for SignIn
  absl::Time deadline;    // on the machine's clock: the client's, or 5 s, at most 30 s
};

// Copyable; the first call counts, the others do nothing.
using Done = std::function<void(absl::Status)>;

template <class Request, class Response>
struct Call {
  const Request* request;
  Response* response;
  v1::Actor actor;
  absl::Time deadline;
  Method method;
  Done done;
};

// Who calls, if it may. `region` is where the request wants to act (empty: names none); a fault in
// it is told only to somebody signed in.
absl::StatusOr<Caller> Admit(Runtime& runtime, const grpc::ServerContextBase& context,
                             Method method, const absl::StatusOr<std::string>& region);

// A Done that ends `reactor`, counts and logs.
Done FinishOnce(Runtime& runtime, grpc::ServerUnaryReactor* reactor, Method method);
// What an exception of a library becomes.
absl::Status Thrown(Method method, const char* what);

template <class Request, class Response, class Handler>
grpc::ServerUnaryReactor* Serve(Runtime& runtime, grpc::CallbackServerContext* context,
                                const Request* request, Response* response, Method method,
                                const absl::StatusOr<std::string>& region, Handler&& handler) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  Done done = FinishOnce(runtime, reactor, method);
  absl::StatusOr<Caller> caller = Admit(runtime, *context, method, region);
  if (!caller.ok()) {
    done(caller.status());
    return reactor;
  }
  try {
    handler(Call<Request, Response>{request, response, std::move(caller->actor), caller->deadline,
                                    method, done});
  } catch (const std::exception& e) {
    done(Thrown(method, e.what()));
  } catch (...) {
    done(Thrown(method, "unknown"));
  }
  return reactor;
}

}  // namespace clarion::server
