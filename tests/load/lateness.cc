#include "tests/load/lateness.h"

#include "tests/load/drills.h"
#include "tests/load/latency_figures.h"

namespace clarion::load {

absl::Status MeasureLateness(Bench& bench, const Profile& profile, Report& report) {
  if (absl::Status alone = bench.RunOnly({"incident", "timeline"}); !alone.ok()) return alone;
  const auto drilled = RunDrills(bench, {.rounds = profile.rounds,
                                         .drills = profile.drills,
                                         .per_second = profile.drills_per_second});
  if (!drilled.ok()) return drilled.status();
  AddLatency("deadline lateness", drilled->floor, drilled->product,
             {.p99 = {Judge::kAtMost, 5, 10, 4}, .max = {Judge::kAtMost, 250, 500, 4}}, report);
  AddCounts(drilled->decisions, "", report);
  report.counts.push_back({"drills that failed", drilled->failed});
  return absl::OkStatus();
}

}  // namespace clarion::load
