// An act: the same request id for every try, the etag that was asked for, and what comes back,
// shown. One thread.
#pragma once

#include "clients/cli/look.h"
#include "clients/cli/names.h"
#include "clients/cli/session.h"

namespace clarion::cli {

// `roster` must outlive the look; null where ids will do.
Look LookOf(Session& session, const v1::Roster* roster);

int ShowOutcome(Session& session, const v1::Docket& docket);

// Says on `err` that what is shown is how it would be.
void SayTried(Session& session);

// Sends a write: under the run's request id, with the etag that was asked for where it takes one,
// and as a trial where one was asked for. A trial of what cannot be tried is refused.
template <class Stub, class Request, class Response>
absl::StatusOr<Response> Write(Session& session,
                               grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                            Response*),
                               Request request) {
  if constexpr (requires { request.set_validate_only(true); }) {
    if (session.options.dry_run) request.set_validate_only(true);
  } else if (absl::Status refused = session.RefuseDryRun(); !refused.ok()) {
    return refused;
  }
  request.set_request_id(session.RequestId());
  if constexpr (requires { request.set_etag(std::string()); }) {
    if (!session.options.etag.empty()) request.set_etag(session.options.etag);
  }
  auto answer = session.Call(method, request);
  if (answer.ok() && session.options.dry_run) SayTried(session);
  return answer;
}

template <class Stub, class Request>
int Act(Session& session,
        grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, v1::Docket*),
        Request request) {
  const absl::StatusOr<v1::Docket> docket = Write(session, method, request);
  if (docket.ok()) return ShowOutcome(session, *docket);
  if constexpr (requires { request.name(); }) {
    return session.Fail(docket.status(), NumberOf(request.name()));
  } else {
    return session.Fail(docket.status(), NumberOf(request.parent()));
  }
}

// Prints messages as JSON: an array, or a line each; false: the output is a table, print that.
template <class Messages>
bool PrintJsonList(Session& session, const Messages& messages) {
  if (!session.json()) return false;
  const bool array = session.output() == Output::kJson;
  const char* before = array ? "[\n  " : "";
  for (const auto& message : messages) {
    session.terminal.out << before << ToJson(message, false) << (array ? "" : "\n");
    if (array) before = ",\n  ";
  }
  if (array) session.terminal.out << (messages.empty() ? "[]\n" : "\n]\n");
  return true;
}

// The docket as it is now.
absl::StatusOr<v1::Docket> Get(Session& session, const std::string& name);

}  // namespace clarion::cli
