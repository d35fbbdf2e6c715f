// absl::Status <-> grpc::Status. The only place where one becomes the other.
//
// Payloads travel as a `google.rpc.Status` in `grpc-status-details-bin`, each under its type URL. A
// status that carries no reason was not meant for a caller: it is logged under a random id and
// leaves as INTERNAL with that id and nothing of its text, unless its code says all there is to say
// (CANCELLED, DEADLINE_EXCEEDED, UNIMPLEMENTED).
#pragma once

#include "absl/status/status.h"
#include "grpcpp/support/status.h"

namespace clarion::server {

grpc::Status ToGrpc(const absl::Status& status);
absl::Status FromGrpc(const grpc::Status& status);

}  // namespace clarion::server
