#include "tests/load/reading.h"

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "clarion/v1/broadcast_service.grpc.pb.h"
#include "tests/load/unary_caller.h"
#include "tests/load/watch_stream.h"
#include "tests/support/caller.h"
#include "tests/support/wait_until.h"

namespace clarion::load {
namespace {

constexpr absl::Duration kSnapshotMayTake = absl::Seconds(60);

struct Snapshot {
  double ms = 0;
  size_t states = 0;
};

absl::StatusOr<Snapshot> TakeSnapshot(const std::shared_ptr<grpc::Channel>& channel,
                                      const std::string& token, const std::string& region) {
  v1::WatchRequest request;
  request.set_parent(absl::StrCat("regions/", region));
  SteadyClock clock;
  const Instant begun = clock.Now();
  WatchStream stream(channel, token, request.SerializeAsString());
  Snapshot snapshot;
  bool complete = false;
  support::WaitUntil(kSnapshotMayTake, [&] {
    for (const WatchStream::Arrival& arrival : stream.Take()) {
      v1::WatchResponse message;
      if (complete || !message.ParseFromString(ToBytes(arrival.message))) continue;
      snapshot.states += static_cast<size_t>(message.items_size());
      snapshot.ms = Milliseconds(arrival.at - begun);
      complete = message.bookmark();
    }
    return complete || stream.Ended();
  });
  if (!complete) return absl::DeadlineExceededError("the snapshot did not end");
  return snapshot;
}

}  // namespace

absl::StatusOr<ReadingResult> MeasureReading(Bench& bench, const std::string& region, size_t lists,
                                             size_t snapshots) {
  const auto channels = bench.ToDesk("broadcast", 1);
  if (!channels.ok()) return channels.status();
  const std::shared_ptr<grpc::Channel>& channel = channels->front();
  const std::string& token = bench.Duty(region);
  v1::ListIncidentsRequest request;
  request.set_parent(absl::StrCat("regions/", region));
  SteadyClock clock;
  std::vector<nanoseconds> latencies;
  for (size_t i = 0; i < lists; ++i) {
    const Instant begun = clock.Now();
    const auto page =
        support::Call(channel, token, &v1::BroadcastService::Stub::ListIncidents, request);
    if (!page.ok()) return page.status();
    latencies.push_back(clock.Now() - begun);
  }
  ReadingResult result;
  result.list = Summarise(std::move(latencies));
  for (size_t i = 0; i < snapshots; ++i) {
    const auto snapshot = TakeSnapshot(channel, token, region);
    if (!snapshot.ok()) return snapshot.status();
    result.snapshot_ms.push_back(snapshot->ms);
    result.snapshot_states = snapshot->states;
  }
  return result;
}

}  // namespace clarion::load
