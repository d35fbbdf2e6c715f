// An act on one incident: the same request id for every try, the etag that was asked for, and the
// docket that comes back, shown.
#pragma once

#include "clients/cli/look.h"
#include "clients/cli/names.h"
#include "clients/cli/session.h"

namespace clarion::cli {

// `roster` must outlive the look; null where ids will do.
Look LookOf(Session& session, const v1::Roster* roster);

int ShowOutcome(Session& session, const v1::Docket& docket);

template <class Stub, class Request>
int Act(Session& session,
        grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, v1::Docket*),
        Request request) {
  request.set_request_id(session.RequestId());
  if constexpr (requires { request.set_etag(std::string()); }) {
    request.set_etag(session.options.etag);
  }
  const absl::StatusOr<v1::Docket> docket = session.Call(method, request);
  if (docket.ok()) return ShowOutcome(session, *docket);
  if constexpr (requires { request.name(); }) {
    return session.Fail(docket.status(), NumberOf(request.name()));
  } else {
    return session.Fail(docket.status(), NumberOf(request.parent()));
  }
}

// The docket as it is now.
absl::StatusOr<v1::Docket> Get(Session& session, const std::string& name);

}  // namespace clarion::cli
