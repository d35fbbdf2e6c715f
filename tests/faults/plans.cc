// Plans: which faults a run is made of, by its seed.
#include <unistd.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/core/check.h"
#include "tests/faults/runner.h"

namespace clarion::faults {
namespace {

constexpr int kSmallDiskMib = 24;
constexpr unsigned kFaultsLeast = 2;
constexpr unsigned kFaultsMost = 4;

bool FitsGround(const Fault& fault, Fault::Ground ground) {
  return fault.ground == Fault::Ground::kAny || fault.ground == ground;
}

// Those that random runs of this durability are made of, so that two neighbours never want
// different grounds, nor the last and the first.
std::vector<const Fault*> Deck(const std::string& durability) {
  std::vector<const Fault*> anywhere;
  std::vector<const Fault*> network;
  std::vector<const Fault*> disk;
  for (const Fault& fault : AllFaults()) {
    if (!Mixes(fault, durability) || !WhyNot(fault).empty()) continue;
    (fault.ground == Fault::Ground::kNetwork     ? network
     : fault.ground == Fault::Ground::kSmallDisk ? disk
                                                 : anywhere)
        .push_back(&fault);
  }
  CLARION_CHECK(anywhere.size() >= 2);
  anywhere.insert(anywhere.begin() + 1, network.begin(), network.end());
  anywhere.insert(anywhere.end() - 1, disk.begin(), disk.end());
  return anywhere;
}

// Where no fault wants another, one run in four lives on a network, one in eight on a small disk,
// where root may.
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

bool Mixes(const Fault& fault, const std::string& durability) {
  return fault.mixes && (fault.durability.empty() || fault.durability == durability);
}

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
  // The next two of the deck, so that some runs of following seeds meet every fault.
  const std::vector<const Fault*> deck = Deck(durability);
  Fault::Ground ground = GroundOf(random);
  for (const uint64_t place : {2 * seed, 2 * seed + 1}) {
    plan.faults.push_back(deck[place % deck.size()]);
    const Fault::Ground wanted = plan.faults.back()->ground;
    if (wanted != Fault::Ground::kAny) ground = wanted;
  }
  SetGround(plan, ground);
  const uint64_t count = kFaultsLeast + random() % (kFaultsMost - kFaultsLeast + 1);
  while (plan.faults.size() < count) {
    const Fault* const fault = deck[random() % deck.size()];
    const bool there = std::count(plan.faults.begin(), plan.faults.end(), fault) > 0;
    if (!there && FitsGround(*fault, ground)) plan.faults.push_back(fault);
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
