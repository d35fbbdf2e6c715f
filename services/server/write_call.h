// Write is the rest of every handler that changes a paper: the call becomes an act, and the paper
// after it the answer.
//
//     Write(path_, std::move(call), name, std::move(command));
//
// `etag` and `validate_only` are taken from the request where it has them. A request's hash is over
// the message as parsed and let in (admission.h), so that the same id with another request is found
// out.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "clarion/v1/admin_service.pb.h"
#include "clarion/v1/commands.pb.h"
#include "services/proof/chain.h"
#include "services/server/call.h"
#include "services/server/names.h"
#include "services/server/write_path.h"

namespace clarion::server {

inline void Fill(v1::Paper& paper, v1::Docket& response) { response.Swap(paper.mutable_docket()); }
inline void Fill(v1::Paper& paper, v1::Roster& response) { response.Swap(paper.mutable_roster()); }
inline void Fill(v1::Paper&, v1::SignOutResponse&) {}
inline void Fill(v1::Paper& paper, v1::Account& response) {
  response.Swap(paper.mutable_account());
  response.clear_credential();  // never leaves the services
}

template <class Request, class Response>
void Write(WritePath& path, const Call<Request, Response>& call, std::string paper,
           v1::Command command, std::vector<std::string> texts = {},
           std::string request_hash = {}) {
  Act act{.paper = std::move(paper),
          .command = std::move(command),
          .actor = *call.actor,
          .texts = std::move(texts),
          .method = MethodName(call.method),
          .request_id = call.request->request_id(),
          .request_hash = std::move(request_hash),
          .deadline = call.deadline};
  if (act.request_hash.empty()) {
    act.request_hash = proof::Sha256(call.request->SerializeAsString());
  }
  if constexpr (requires { call.request->etag(); }) act.etag = call.request->etag();
  if constexpr (requires { call.request->validate_only(); }) {
    act.validate_only = call.request->validate_only();
  }
  path.Submit(std::move(act),
              [response = call.response, done = call.done](absl::StatusOr<Outcome> outcome) {
                if (!outcome.ok()) return done(outcome.status());
                Fill(outcome->paper, *response);
                done(absl::OkStatus());
              });
}

// The usual handler: `name` (or `parent`) is an incident, `fill(request, command)` makes the
// command.
template <class Request, class FillCommand>
grpc::ServerUnaryReactor* ServeIncidentWrite(Runtime& runtime, WritePath& path,
                                             grpc::CallbackServerContext* context,
                                             const Request* request, v1::Docket* response,
                                             Method method, FillCommand fill) {
  std::string field = "name";
  const std::string* name = nullptr;
  if constexpr (requires { request->name(); }) {
    name = &request->name();
  } else {
    field = "parent";
    name = &request->parent();
  }
  return Serve(runtime, context, request, response, method, RegionOf(field, *name),
               [&path, field, name, fill](auto call) {
                 auto incident = ParseName(field, *name, {NameKind::kIncident});
                 if (!incident.ok()) return call.done(incident.status());
                 v1::Command command;
                 fill(*call.request, command);
                 Write(path, call, *name, std::move(command));
               });
}

}  // namespace clarion::server
