// clarion-timeline: keeps the clocks. Any number of replicas, all active.
#include <algorithm>
#include <memory>

#include "services/core/proto_time.h"
#include "services/server/process.h"
#include "services/server/workers.h"
#include "services/timeline/timeline_service.h"
#include "services/timeline/timer_loop.h"

namespace clarion::timeline {
namespace {

class TimelineDesk final : public server::Desk {
 public:
  explicit TimelineDesk(server::Runtime& runtime)
      : runtime_(runtime),
        path_(runtime.store, runtime.packs, runtime.metrics, workers_),
        timers_(runtime, path_),
        service_(runtime, path_) {}

  std::vector<Service> Services() override {
    return {{v1::TimelineService::service_full_name(), &service_}};
  }

  // The follower only wakes the timers earlier; the due set tells what is due.
  absl::Status Start() override {
    follower_ = runtime_.store.NewFollower(
        {.desk = "timeline",
         .process = runtime_.process,
         .on_entries = [this](absl::Span<const store::Entry> entries) { Heard(entries); },
         .on_resync = [this](int shard, int64_t) { timers_.Heard(shard, absl::InfinitePast()); }});
    absl::StatusOr<std::vector<int64_t>> ends = follower_->Ends();
    if (!ends.ok()) return ends.status();
    if (absl::Status s = follower_->Start(*ends); !s.ok()) return s;
    runtime_.store.Announce("timeline", runtime_.process);
    timers_.Start();
    return absl::OkStatus();
  }

  void Drain() override { timers_.Stop(); }

  void Stop() override {
    if (follower_ != nullptr) follower_->Stop();
    timers_.Stop();
  }

 private:
  void Heard(absl::Span<const store::Entry> entries) {
    absl::Time soonest = absl::InfiniteFuture();
    for (const store::Entry& entry : entries) {
      for (const std::string& bytes : entry.entry.records()) {
        v1::Record record;
        if (!record.ParseFromString(bytes) || !record.has_next_due()) continue;
        soonest = std::min(soonest, core::FromProto(record.next_due()));
      }
    }
    const store::Entry& last = entries.back();
    if (soonest < absl::InfiniteFuture()) timers_.Heard(last.shard, soonest);
    runtime_.metrics.SequenceHandled(last.shard, last.sequence);
    follower_->Handled(last.shard, last.sequence);
  }

  server::Runtime& runtime_;
  server::Workers workers_{2, 4096};
  server::WritePath path_;
  TimerLoop timers_;
  TimelineServiceImpl service_;
  std::unique_ptr<store::LogFollower> follower_;
};

}  // namespace
}  // namespace clarion::timeline

int main(int argc, char** argv) {
  return clarion::server::RunProcess(
      argc, argv, {"timeline", [](clarion::server::Runtime& runtime) {
                     return std::make_unique<clarion::timeline::TimelineDesk>(runtime);
                   }});
}
