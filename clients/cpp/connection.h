// A Connection asks the desks and waits for the answer.
//
//     auto connection = Connection::Open(target);
//     v1::VerifyIncidentRequest request;  // with name, basis and request_id = NewRequestId()
//     absl::StatusOr<v1::Docket> docket =
//         (*connection)->Call(&v1::IncidentService::StubInterface::VerifyIncident, request);
//     if (!docket.ok()) Show(FailureOf(docket.status()));
//
// Each try has a deadline of 5 s; UNAVAILABLE, RESOURCE_EXHAUSTED and DEADLINE_EXCEEDED are tried
// again as the same request, 5 times and 15 s at most. A write must therefore carry a request id.
// Thread-safe; blocks the calling thread. Beneath it lie Channels, for those who must not block.
#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clarion/v1/admin_service.grpc.pb.h"
#include "clarion/v1/broadcast_service.grpc.pb.h"
#include "clarion/v1/incident_service.grpc.pb.h"
#include "clarion/v1/release_service.grpc.pb.h"
#include "clarion/v1/spokesperson_service.grpc.pb.h"
#include "clarion/v1/timeline_service.grpc.pb.h"
#include "clients/cpp/channels.h"
#include "clients/cpp/failure.h"
#include "clients/cpp/retry.h"

namespace clarion::client {

struct CallOptions {
  absl::Duration timeout = absl::Seconds(5);  // of each try
  RetryPolicy retry;
};

class Connection {
 public:
  static absl::StatusOr<std::unique_ptr<Connection>> Open(const Target& target,
                                                          CallOptions defaults = {});
  explicit Connection(std::shared_ptr<Channels> channels, CallOptions defaults = {});

  // Calls one method of any of the services, such as `&v1::AdminService::StubInterface::SignIn`.
  template <class Stub, class Request, class Response>
  absl::StatusOr<Response> Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                                const Request& request,
                                const std::optional<CallOptions>& own = std::nullopt) {
    const CallOptions& options = own ? *own : defaults_;
    RetryPolicy retry = options.retry;
    if (!retry.sleep) {
      retry.sleep = [this](absl::Duration pause) { channels_->Rest(DeskOf<Stub>(), pause); };
    }
    Response response;
    const absl::Status status = WithRetries(retry, [&](absl::Duration left) {
      grpc::ClientContext context;
      channels_->Prepare(context, std::min(options.timeout, left));
      response.Clear();
      return ToStatus((StubFor<Stub>().*method)(&context, request, &response));
    });
    if (!status.ok()) return status;
    return response;
  }

  template <class Stub>
  Stub& StubFor() {
    return *std::get<std::unique_ptr<Stub>>(stubs_);
  }

  const std::shared_ptr<Channels>& channels() const { return channels_; }

 private:
  template <class Stub>
  static constexpr Desk DeskOf() {
    if (std::is_same_v<Stub, v1::TimelineService::StubInterface>) return Desk::kTimeline;
    if (std::is_same_v<Stub, v1::SpokespersonService::StubInterface>) return Desk::kSpokesperson;
    if (std::is_same_v<Stub, v1::ReleaseService::StubInterface>) return Desk::kBroadcast;
    if (std::is_same_v<Stub, v1::BroadcastService::StubInterface>) return Desk::kBroadcast;
    return Desk::kIncident;
  }

  std::shared_ptr<Channels> channels_;
  CallOptions defaults_;
  std::tuple<std::unique_ptr<v1::IncidentService::StubInterface>,
             std::unique_ptr<v1::AdminService::StubInterface>,
             std::unique_ptr<v1::TimelineService::StubInterface>,
             std::unique_ptr<v1::SpokespersonService::StubInterface>,
             std::unique_ptr<v1::ReleaseService::StubInterface>,
             std::unique_ptr<v1::BroadcastService::StubInterface>>
      stubs_;
};

}  // namespace clarion::client
