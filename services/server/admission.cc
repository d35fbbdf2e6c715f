#include "services/server/admission.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <utility>

#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "services/core/refusal.h"
#include "services/server/audit.h"
#include "services/server/authorization.h"
#include "services/server/request_form.h"
#include "services/store/steady.h"

namespace clarion::server {
namespace {

constexpr absl::Duration kAskingTakes = absl::Seconds(5);

absl::Status NoToken() {
  return core::Refuse({.code = absl::StatusCode::kUnauthenticated,
                       .reason = v1::ERROR_REASON_NOT_SIGNED_IN,
                       .en = "No token was sent. Sign in and send `authorization: Bearer {token}`.",
                       .zh = "请求未携带令牌，请先登录。"});
}

absl::Status AdmittingFull() {
  return core::Refuse({.code = absl::StatusCode::kResourceExhausted,
                       .reason = v1::ERROR_REASON_QUEUE_FULL,
                       .en = "Too much is waiting; nothing changed. Repeat in a moment.",
                       .zh = "排队已满，未作任何更改。请稍后重试。"});
}

// The token of `authorization: Bearer {token}`; none when it is absent or sent twice.
absl::StatusOr<std::string> TokenOf(const grpc::ServerContextBase& context) {
  const auto& metadata = context.client_metadata();
  if (metadata.count("authorization") != 1) return NoToken();
  const grpc::string_ref value = metadata.find("authorization")->second;
  absl::string_view token(value.data(), value.size());
  if (!absl::ConsumePrefix(&token, "Bearer ")) return NoToken();
  return std::string(token.data(), token.size());
}

absl::Time DeadlineOf(const grpc::ServerContextBase& context) {
  const absl::Time now = absl::Now();
  const auto deadline = context.deadline();
  if (deadline == std::chrono::system_clock::time_point::max()) return now + kDeadlineDefault;
  return std::min(absl::FromChrono(deadline), now + kDeadlineMax);
}

// Asks the store how the account stands, and remembers. `done` runs on the store's thread.
void AskStanding(Runtime& runtime, const std::string& account, absl::Time deadline,
                 std::function<void(absl::StatusOr<Standing>)> done) {
  const uint64_t ticket = runtime.standings.Ticket();
  runtime.store.papers().LoadCurrent(
      account, deadline,
      [&runtime, account, ticket, done = std::move(done)](absl::StatusOr<store::PaperPtr> paper) {
        if (!paper.ok()) return done(paper.status());
        const Standing standing = StandingOf(**paper);
        runtime.standings.Remember(account, standing, ticket, store::SteadyNow());
        done(standing);
      });
}

// A call at the door. Copied into the callbacks it waits for.
struct Visit {
  Runtime* runtime;
  const grpc::ServerContextBase* context;
  Method method;
  absl::StatusOr<std::string> region;
  const google::protobuf::Message* request;
  Caller caller;
  std::function<void(absl::StatusOr<Caller>)> done;

  void Audited(const absl::Status& refusal) const {
    AuditRefusal(method, *caller.actor, region.value_or(""), refusal, context->peer());
    done(refusal);  // last: the call's memory may go with it
  }
};

// The caller is who the token says: may he do this, there, and is it well formed?
void Finish(Visit& visit) {
  // gRPC made the request for this call alone and hands it out const; no handler has seen it yet.
  auto& request = const_cast<google::protobuf::Message&>(*visit.request);
  const absl::Status form = CheckForm(request, visit.region.status());
  if (!visit.region.ok()) return visit.done(form);
  if (absl::Status access = CheckAccess(visit.method, *visit.caller.actor, *visit.region);
      !access.ok()) {
    return visit.Audited(access);
  }
  if (!form.ok()) return visit.done(form);
  visit.done(std::move(visit.caller));
}

void JudgeStanding(Visit& visit, const Standing& standing) {
  const absl::Status judged = Judge(standing, visit.caller.account_version);
  if (!judged.ok()) return visit.Audited(judged);
  Finish(visit);
}

void GoOn(std::shared_ptr<Visit> visit, absl::StatusOr<Standing> standing) {
  if (!standing.ok()) return visit->done(standing.status());
  const bool posted = visit->runtime->admitting.Post(
      [visit, standing = *standing] { JudgeStanding(*visit, standing); });
  if (!posted) visit->done(AdmittingFull());
}

}  // namespace

std::shared_ptr<const v1::Actor> Nobody() {
  static const auto nobody = std::make_shared<const v1::Actor>();
  return nobody;
}

void Admit(Runtime& runtime, const grpc::ServerContextBase& context, Method method,
           const absl::StatusOr<std::string>& region, const google::protobuf::Message& request,
           std::function<void(absl::StatusOr<Caller>)> done) {
  Visit visit{&runtime, &context, method, region, &request, Caller(), std::move(done)};
  visit.caller.deadline = DeadlineOf(context);
  if (IsOpen(method)) return Finish(visit);
  absl::StatusOr<std::string> token = TokenOf(context);
  if (!token.ok()) return visit.Audited(token.status());
  absl::StatusOr<VerifiedToken> verified =
      runtime.tokens.Verify(*token, runtime.TokenNow(), runtime.store.data_set().id);
  if (!verified.ok()) return visit.Audited(verified.status());
  visit.caller.actor = std::move(verified->actor);
  visit.caller.expires_at = verified->expires_at;
  visit.caller.account_version = verified->account_version;
  visit.caller.signed_in_at = verified->signed_in_at;

  const std::string account = visit.caller.actor->account();
  const std::optional<Standing> known = runtime.standings.Find(account, store::SteadyNow());
  if (known.has_value()) return JudgeStanding(visit, *known);
  const absl::Time deadline = visit.caller.deadline;
  auto waiting = std::make_shared<Visit>(std::move(visit));
  AskStanding(runtime, account, deadline,
              [waiting](absl::StatusOr<Standing> standing) { GoOn(waiting, std::move(standing)); });
}

absl::Status StillAdmitted(Runtime& runtime, const Caller& caller) {
  const std::string& account = caller.actor->account();
  const absl::Duration now = store::SteadyNow();
  const std::optional<Standing> known = runtime.standings.Find(account, now);
  if (known.has_value()) return Judge(*known, caller.account_version);
  if (runtime.standings.MayAsk(account, now)) {
    AskStanding(runtime, account, absl::Now() + kAskingTakes, [](absl::StatusOr<Standing>) {});
  }
  return absl::OkStatus();
}

}  // namespace clarion::server
