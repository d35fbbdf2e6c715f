// Plans: which faults a run is made of, by its seed.
#include <unistd.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tests/faults/runner.h"

namespace clarion::faults {
namespace {

constexpr int kSmallDiskMib = 24;
constexpr unsigned kFaultsLeast = 2;
constexpr unsigned kFaultsMost = 4;

bool FitsGround(const Fault& fault, Fault::Ground ground) {
  return fault.ground == Fault::Ground::kAny || fault.ground == ground;
}

// One run in four lives on a network, one in eight on a small disk, where root may.
Fault::Ground GroundOf(Random& random) {
  const uint64_t dice = random() % 8;
  if (geteuid() != 0) return Fault::Ground::kAny;
  if (dice < 2 && NoNetwork().empty()) return Fault::Ground::kNetwork;
  return dice == 2 ? Fault::Ground::kSmallDisk : Fault::Ground::kAny;
}

void SetGround(Plan& plan, Fault::Ground ground) {
  plan.network = ground == Fault::Ground::kNetwork;
  plan.disk_mib = ground == Fault::Ground::kSmallDisk ? kSmallDiskMib : 0;
}

}  // namespace

std::string WhyNot(const Fault& fault) {
  if (fault.ground == Fault::Ground::kNetwork) return NoNetwork();
  if (fault.ground == Fault::Ground::kSmallDisk && geteuid() != 0) return "needs root";
  if (!fault.program.empty() && access(fault.program.c_str(), R_OK) != 0) {
    return absl::StrCat("needs ", fault.program);
  }
  return "";
}

Plan RandomPlan(uint64_t seed, absl::Duration time, const std::string& durability) {
  Random random(seed);
  Plan plan = {
      .name = absl::StrCat("seed ", seed),
      .arguments = absl::StrCat("--runs 1 --seed ", seed, " --seconds ", absl::ToInt64Seconds(time),
                                " --durability ", durability == "DISK" ? "disk" : "relaxed"),
      .seed = seed,
      .time = time,
      .durability = durability};
  const Fault::Ground ground = GroundOf(random);
  SetGround(plan, ground);
  std::vector<const Fault*> fit;
  std::vector<const Fault*> of_ground;
  for (const Fault& fault : AllFaults()) {
    if (!fault.mixes || !FitsGround(fault, ground) || !WhyNot(fault).empty()) continue;
    if (!fault.durability.empty() && fault.durability != durability) continue;
    fit.push_back(&fault);
    if (fault.ground == ground) of_ground.push_back(&fault);
  }
  const uint64_t count = kFaultsLeast + random() % (kFaultsMost - kFaultsLeast + 1);
  // A ground that was laid is used.
  plan.faults.push_back(of_ground[random() % of_ground.size()]);
  while (plan.faults.size() < count) {
    const Fault* const fault = fit[random() % fit.size()];
    const bool there = std::count(plan.faults.begin(), plan.faults.end(), fault) > 0;
    if (!there) plan.faults.push_back(fault);
  }
  std::shuffle(plan.faults.begin(), plan.faults.end(), random);
  return plan;
}

Plan RowPlan(const Fault& fault, uint64_t seed) {
  Plan plan = {.name = absl::StrCat("row ", fault.row, " ", fault.name),
               .arguments = absl::StrCat("--row ", fault.row, " --seed ", seed),
               .seed = seed,
               .faults = {&fault},
               .time = absl::Seconds(2),
               .durability = fault.durability.empty() ? "DISK" : fault.durability,
               .rows = true};
  SetGround(plan, fault.ground);
  return plan;
}

}  // namespace clarion::faults
