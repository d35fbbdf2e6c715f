// Write is the rest of every handler that changes a paper: the call becomes an act, and the paper
// after it the answer.
//
//     Write(path_, std::move(call), name, std::move(command));
//
// The request's `request_id` must be a UUID (FIELD_INVALID else); `etag` and `validate_only` are
// taken from the request where it has them. A request's hash is over the message as parsed, so that
// the same id with another request is found out.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "clarion/v1/commands.pb.h"
#include "services/proof/chain.h"
#include "services/server/call.h"
#include "services/server/write_path.h"

namespace clarion::server {

// FIELD_INVALID unless `id` is a UUID in its usual form.
absl::Status CheckRequestId(const std::string& id);

// The full name of an RPC, which scopes request ids.
std::string ScopeOf(Method method);

inline void Fill(v1::Paper& paper, v1::Docket& response) { response.Swap(paper.mutable_docket()); }
inline void Fill(v1::Paper& paper, v1::Roster& response) { response.Swap(paper.mutable_roster()); }
inline void Fill(v1::Paper& paper, v1::Account& response) {
  response.Swap(paper.mutable_account());
  response.clear_credential();  // never leaves the services
}

template <class Request, class Response>
void Write(WritePath& path, const Call<Request, Response>& call, std::string paper,
           v1::Command command, std::vector<std::string> texts = {},
           std::string request_hash = {}) {
  if (absl::Status status = CheckRequestId(call.request->request_id()); !status.ok()) {
    return call.done(std::move(status));
  }
  Act act{.paper = std::move(paper),
          .command = std::move(command),
          .actor = call.actor,
          .texts = std::move(texts),
          .method = ScopeOf(call.method),
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
  path.Submit(std::move(act), [call](absl::StatusOr<Outcome> outcome) {
    if (!outcome.ok()) return call.done(outcome.status());
    Fill(outcome->paper, *call.response);
    call.done(absl::OkStatus());
  });
}

}  // namespace clarion::server
