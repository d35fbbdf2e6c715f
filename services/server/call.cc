#include "services/server/call.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <memory>

#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "services/core/refusal.h"
#include "services/server/log.h"
#include "services/server/status_grpc.h"

namespace clarion::server {
namespace {

// Ends a call once. Its last owner goes only when nobody can end it any more.
class Finisher {
 public:
  Finisher(Runtime& runtime, grpc::ServerUnaryReactor* reactor, Method method)
      : runtime_(runtime), reactor_(reactor), method_(method), began_(absl::Now()) {}

  ~Finisher() { Finish(absl::InternalError("the handler ended without an answer")); }

  void Finish(const absl::Status& status) {
    if (finished_.exchange(true)) return;
    runtime_.metrics.RequestAnswered(method_, status, absl::Now() - began_);
    if (!status.ok()) {
      Log(LogLevel::kInfo, "request.refused",
          {{"method", MethodName(method_)},
           {"code", absl::StatusCodeToString(status.code())},
           {"reason", core::ReasonName(core::ReasonOf(status))}});
    }
    reactor_->Finish(ToGrpc(status));  // last: the call's memory may go with it
  }

 private:
  Runtime& runtime_;
  grpc::ServerUnaryReactor* const reactor_;
  const Method method_;
  const absl::Time began_;
  std::atomic<bool> finished_{false};
};

absl::Status NotSignedIn() {
  return core::Refuse({.code = absl::StatusCode::kUnauthenticated,
                       .reason = v1::ERROR_REASON_NOT_SIGNED_IN,
                       .en = "No token was sent. Sign in and send `authorization: Bearer {token}`.",
                       .zh = "请求未携带令牌，请先登录。"});
}

// The token of `authorization: Bearer {token}`; none when it is absent or sent twice.
absl::StatusOr<std::string> TokenOf(const grpc::ServerContextBase& context) {
  const auto& metadata = context.client_metadata();
  if (metadata.count("authorization") != 1) return NotSignedIn();
  const grpc::string_ref value = metadata.find("authorization")->second;
  absl::string_view token(value.data(), value.size());
  if (!absl::ConsumePrefix(&token, "Bearer ")) return NotSignedIn();
  return std::string(token.data(), token.size());
}

absl::Time DeadlineOf(const grpc::ServerContextBase& context) {
  const absl::Time now = absl::Now();
  const auto deadline = context.deadline();
  if (deadline == std::chrono::system_clock::time_point::max()) return now + kDeadlineDefault;
  return std::min(absl::FromChrono(deadline), now + kDeadlineMax);
}

}  // namespace

absl::StatusOr<Caller> Admit(Runtime& runtime, const grpc::ServerContextBase& context,
                             Method method, const absl::StatusOr<std::string>& region) {
  Caller caller;
  caller.expires_at = absl::InfiniteFuture();
  caller.deadline = DeadlineOf(context);
  if (!IsOpen(method)) {
    absl::StatusOr<std::string> token = TokenOf(context);
    if (!token.ok()) return token.status();
    absl::StatusOr<VerifiedToken> verified =
        runtime.tokens.Verify(*token, runtime.TokenNow(), runtime.store.data_set().id);
    if (!verified.ok()) return verified.status();
    caller.actor = std::move(verified->actor);
    caller.expires_at = verified->expires_at;
  }
  if (!region.ok()) return region.status();
  if (absl::Status access = CheckAccess(method, caller.actor, *region); !access.ok()) return access;
  return caller;
}

Done FinishOnce(Runtime& runtime, grpc::ServerUnaryReactor* reactor, Method method) {
  auto finisher = std::make_shared<Finisher>(runtime, reactor, method);
  return [finisher](const absl::Status& status) { finisher->Finish(status); };
}

absl::Status Thrown(Method method, const char* what) {
  return absl::InternalError(std::string(MethodName(method)) + ": exception: " + what);
}

}  // namespace clarion::server
