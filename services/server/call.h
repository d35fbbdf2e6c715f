// Serve is what every unary handler begins with: it lets the call in or not (admission.h), gives a
// deadline, counts, and ends the call exactly once.
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
// A stream calls Admit, ends itself at `expires_at`, and asks StillAdmitted from time to time.
#pragma once

#include <atomic>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clarion/methods.h"
#include "clarion/v1/docket.pb.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/server_callback.h"
#include "services/server/admission.h"
#include "services/server/authorization.h"
#include "services/server/names.h"
#include "services/server/runtime.h"

namespace clarion::server {

// Copyable; the first call counts, the others do nothing.
using Done = std::function<void(absl::Status)>;

template <class Request, class Response>
struct Call {
  const Request* request = nullptr;
  Response* response = nullptr;
  std::shared_ptr<const v1::Actor> actor = {};  // empty for SignIn
  int64_t account_version = 0;                  // of the actor's token
  absl::Time signed_in_at = {};                 // when the password behind the token was last given
  absl::Time deadline = {};
  Method method = {};
  Done done = {};
};

// Ends a call once, counts and logs. Its last owner goes only when nobody can end it any more.
class Ending {
 public:
  // All but the runtime live as long as the call.
  Ending(Runtime& runtime, grpc::ServerUnaryReactor* reactor,
         const grpc::ServerContextBase& context, Method method);
  ~Ending();
  Ending(const Ending&) = delete;
  Ending& operator=(const Ending&) = delete;

  // Who was let in, and where to: what the audit says when a handler refuses him all the same.
  void Admitted(std::shared_ptr<const v1::Actor> actor, const std::string& region);
  void Finish(const absl::Status& status);

 private:
  Runtime& runtime_;
  grpc::ServerUnaryReactor* const reactor_;
  const grpc::ServerContextBase& context_;
  const Method method_;
  const absl::Time began_;
  bool admitted_ = false;
  std::shared_ptr<const v1::Actor> actor_;
  std::string region_;
  std::atomic<bool> finished_{false};
};

// What an exception of a library becomes.
absl::Status Thrown(Method method, const char* what);

// Who signs in says who he is: no more than a claim, but the audit shall have it.
template <class Request>
std::shared_ptr<const v1::Actor> ClaimedActor(const Request& request) {
  auto actor = std::make_shared<v1::Actor>();
  if constexpr (requires {
                  request.password();
                  request.name();
                })
    actor->set_account(request.name());
  return actor;
}

template <class Request, class Response, class Handler>
grpc::ServerUnaryReactor* Serve(Runtime& runtime, grpc::CallbackServerContext* context,
                                const Request* request, Response* response, Method method,
                                const absl::StatusOr<std::string>& region, Handler&& handler) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  auto ending = std::make_shared<Ending>(runtime, reactor, *context, method);
  Admit(runtime, *context, method, region, *request,
        [ending, request, response, method, region,
         handler = std::forward<Handler>(handler)](absl::StatusOr<Caller> caller) {
          if (!caller.ok()) return ending->Finish(caller.status());
          ending->Admitted(IsOpen(method) ? ClaimedActor(*request) : caller->actor, *region);
          const Done done = [ending](const absl::Status& status) { ending->Finish(status); };
          try {
            handler(Call<Request, Response>{.request = request,
                                            .response = response,
                                            .actor = std::move(caller->actor),
                                            .account_version = caller->account_version,
                                            .signed_in_at = caller->signed_in_at,
                                            .deadline = caller->deadline,
                                            .method = method,
                                            .done = done});
          } catch (const std::exception& e) {
            done(Thrown(method, e.what()));
          } catch (...) {
            done(Thrown(method, "unknown"));
          }
        });
  return reactor;
}

}  // namespace clarion::server
