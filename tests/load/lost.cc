#include "tests/load/lost.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <memory>

#include "clarion/v1/incident_service.pb.h"
#include "tests/load/recorder.h"
#include "tests/load/registrations.h"
#include "tests/load/saturation.h"
#include "tests/load/unary_caller.h"

namespace clarion::load {
namespace {

constexpr char kGetMethod[] = "/clarion.v1.IncidentService/GetIncident";

}  // namespace

absl::Status CountLost(Bench& bench, const Profile& profile, Report& report) {
  if (absl::Status alone = bench.RunOnly({"incident"}); !alone.ok()) return alone;
  const auto channels = bench.ToDesk("incident", profile.channels);
  if (!channels.ok()) return channels.status();
  std::map<std::string, std::unique_ptr<UnaryCaller>> callers;
  for (const char* region : {kLoadRegion, kWatchRegion, kDrillRegion}) {
    callers[region] = std::make_unique<UnaryCaller>(*channels, kGetMethod, bench.Duty(region));
  }
  const std::vector<Bench::Acknowledgement> acknowledged = bench.acknowledged();
  std::atomic<size_t> found{0};
  SteadyClock clock;
  Saturation saturation({.outstanding = profile.outstanding, .operations_max = acknowledged.size()},
                        clock);
  const auto result = saturation.Run(
      [&](size_t i) {
        v1::GetIncidentRequest request;
        request.set_name(acknowledged[i].incident);
        UnaryCaller& caller = *callers.at(acknowledged[i].region);
        caller.Call(i, ToBuffer(request.SerializeAsString()),
                    [&, i](const grpc::Status& status, grpc::ByteBuffer& answer) {
                      const bool there =
                          status.ok() && IncidentIn(answer) == acknowledged[i].incident;
                      if (there) ++found;
                      saturation.Answered(there);
                    });
      },
      [] {}, [] {});
  const size_t all = acknowledged.size();
  report.counts.push_back({"acknowledged registrations lost", static_cast<long>(all - found)});
  report.facts.push_back({"registrations acknowledged", static_cast<double>(all)});
  report.facts.push_back(
      {"  read back, /s",
       static_cast<double>(all) / std::max(1e-3, Milliseconds(result.window) / 1e3)});
  return absl::OkStatus();
}

}  // namespace clarion::load
