// Faults of a service's process: killed, frozen. Rows 1 to 5.
#include <signal.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/faults/fault.h"
#include "tests/support/process.h"
#include "tests/support/process_group.h"

namespace clarion::faults {
namespace {

constexpr absl::Duration kBackMost = absl::Seconds(2);
constexpr absl::Duration kBackPatience = absl::Seconds(15);
constexpr absl::Duration kStartMost = absl::Milliseconds(60);

// Kills one desk amid the traffic; how long it took until it served again.
absl::Duration KillAndAwait(Scene& scene, const std::string& desk) {
  const absl::Time killed = absl::Now();
  scene.supervisor().Kill(desk);
  const bool back = scene.supervisor().AwaitServing(desk, kBackPatience);
  scene.Expect(back, absl::StrCat(desk, " does not serve 15 s after it was killed"));
  return absl::Now() - killed;
}

// How long a desk takes just to be loaded and to say its version.
absl::Duration StartOfAProgram() {
  const absl::Time begun = absl::Now();
  support::RunToEnd({support::ProgramFolder() + "/clarion-incident", "--version"}, kBackPatience)
      .IgnoreError();
  return absl::Now() - begun;
}

// One that took long proves nothing: the middle one is judged. Where the machine has so much else
// to do that merely starting a program takes many times what it should, so may this.
void JudgeBacks(Scene& scene, std::vector<absl::Duration> backs) {
  std::sort(backs.begin(), backs.end());
  const absl::Duration middle = backs[backs.size() / 2];
  scene.Tell(absl::StrCat("back in ", absl::ToInt64Milliseconds(middle), " ms, at most ",
                          absl::ToInt64Milliseconds(backs.back()), " ms"));
  if (!scene.alone()) return;
  const double busy = std::max(1.0, absl::FDivDuration(StartOfAProgram(), kStartMost));
  scene.Expect(middle <= kBackMost * busy, absl::StrCat("a killed desk was back only after ",
                                                        absl::ToInt64Milliseconds(middle), " ms"));
}

int Times(Scene& scene) { return scene.options().long_faults ? 5 : 1; }

void KillSometimes(Scene& scene, Random& random, const std::vector<std::string>& desks) {
  std::vector<absl::Duration> backs;
  for (int i = 0; i < Times(scene); ++i) {
    Let(Between(random, absl::ZeroDuration(), absl::Milliseconds(300)));
    backs.push_back(KillAndAwait(scene, desks[random() % desks.size()]));
  }
  JudgeBacks(scene, std::move(backs));
}

void KillBothTimelines(Scene& scene, Random& random) {
  std::vector<absl::Duration> backs;
  for (int i = 0; i < Times(scene); ++i) {
    Let(Between(random, absl::ZeroDuration(), absl::Milliseconds(300)));
    scene.supervisor().Kill("timeline");
    backs.push_back(KillAndAwait(scene, "timeline-2"));
    scene.Expect(scene.supervisor().AwaitServing("timeline", kBackPatience),
                 "timeline does not serve 15 s after it was killed");
  }
  JudgeBacks(scene, std::move(backs));
}

void Freeze(Scene& scene, Random& random, const std::string& desk) {
  scene.supervisor().Signal(desk, SIGSTOP);
  Let(scene.options().long_faults
          ? absl::Seconds(10)
          : Between(random, absl::Milliseconds(300), absl::Milliseconds(2500)));
  scene.supervisor().Signal(desk, SIGCONT);
}

Fault KillOf(int row, const std::string& name, const std::vector<std::string>& desks) {
  return {.row = row,
          .name = name,
          .what = "SIGKILL amid the traffic; it serves again within 2 s",
          .inject = [desks](Scene& scene, Random& random) { KillSometimes(scene, random, desks); }};
}

}  // namespace

void AddProcessFaults(std::vector<Fault>& all) {
  all.push_back(KillOf(1, "incident-kill", {"incident"}));
  all.push_back(KillOf(2, "timeline-kill", {"timeline", "timeline-2"}));
  all.push_back({.row = 2,
                 .name = "timelines-kill",
                 .what = "both replicas at once: what falls due meanwhile is decided afterwards",
                 .inject = KillBothTimelines});
  all.push_back(KillOf(3, "spokesperson-kill", {"spokesperson"}));
  all.push_back(KillOf(4, "broadcast-kill", {"broadcast"}));
  for (const std::string& desk : AllDesks()) {
    all.push_back(
        {.row = 5,
         .name = desk + "-freeze",
         .what = "SIGSTOP, then SIGCONT: what it began before, it does not do again",
         .inject = [desk](Scene& scene, Random& random) { Freeze(scene, random, desk); }});
  }
}

}  // namespace clarion::faults
