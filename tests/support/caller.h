// Calls a service of a ProcessGroup as somebody: token, deadline, and the answer as absl::StatusOr
// with its reason.
//
//     const auto docket = Call(group, "incident", token, &v1::IncidentService::Stub::GetIncident,
//                              request);
#pragma once

#include <chrono>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "grpcpp/client_context.h"
#include "services/server/status_grpc.h"
#include "tests/support/patience.h"
#include "tests/support/process_group.h"

namespace clarion::support {

// A fresh UUID.
std::string NewRequestId();

inline void SignAs(grpc::ClientContext& context, const std::string& token) {
  if (!token.empty()) context.AddMetadata("authorization", absl::StrCat("Bearer ", token));
}

inline void Limit(grpc::ClientContext& context, absl::Duration limit) {
  context.set_deadline(absl::ToChronoTime(absl::Now() + limit * kPatienceFactor));
}

template <class Stub, class Request, class Response>
absl::StatusOr<Response> Call(const std::shared_ptr<grpc::Channel>& channel,
                              const std::string& token,
                              grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                           Response*),
                              const Request& request, absl::Duration limit = absl::Seconds(10)) {
  grpc::ClientContext context;
  SignAs(context, token);
  Limit(context, limit);
  Stub stub(channel);
  Response response;
  const grpc::Status status = (stub.*method)(&context, request, &response);
  if (!status.ok()) return server::FromGrpc(status);
  return response;
}

template <class Stub, class Request, class Response>
absl::StatusOr<Response> Call(ProcessGroup& group, const std::string& process,
                              const std::string& token,
                              grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                           Response*),
                              const Request& request, absl::Duration limit = absl::Seconds(10)) {
  return Call(group.Channel(process), token, method, request, limit);
}

}  // namespace clarion::support
