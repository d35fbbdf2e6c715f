#include "clients/cpp/connection.h"

namespace clarion::client {

absl::StatusOr<std::unique_ptr<Connection>> Connection::Open(const Target& target,
                                                             CallOptions defaults) {
  absl::StatusOr<std::shared_ptr<Channels>> channels = Channels::Open(target);
  if (!channels.ok()) return channels.status();
  return std::make_unique<Connection>(*std::move(channels), std::move(defaults));
}

Connection::Connection(std::shared_ptr<Channels> channels, CallOptions defaults)
    : channels_(std::move(channels)),
      defaults_(std::move(defaults)),
      stubs_(v1::IncidentService::NewStub(channels_->To(Desk::kIncident)),
             v1::AdminService::NewStub(channels_->To(Desk::kIncident)),
             v1::TimelineService::NewStub(channels_->To(Desk::kTimeline)),
             v1::SpokespersonService::NewStub(channels_->To(Desk::kSpokesperson)),
             v1::ReleaseService::NewStub(channels_->To(Desk::kBroadcast)),
             v1::BroadcastService::NewStub(channels_->To(Desk::kBroadcast))) {}

}  // namespace clarion::client
