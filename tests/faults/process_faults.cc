// Faults of a service's process: killed, frozen. Rows 1 to 5.
#include <signal.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/faults/fault.h"

namespace clarion::faults {
namespace {

constexpr absl::Duration kBackMost = absl::Seconds(2);
constexpr absl::Duration kBackPatience = absl::Seconds(15);

// Kills one desk amid the traffic and looks how soon it serves again.
void KillAndAwait(Scene& scene, const std::string& desk) {
  const absl::Time killed = absl::Now();
  scene.supervisor().Kill(desk);
  const bool back = scene.supervisor().AwaitServing(desk, kBackPatience);
  const absl::Duration took = absl::Now() - killed;
  scene.Tell(absl::StrCat(desk, " back in ", absl::ToInt64Milliseconds(took), " ms"));
  scene.Expect(back, absl::StrCat(desk, " does not serve 15 s after it was killed"));
  if (scene.alone()) {
    scene.Expect(took <= kBackMost, absl::StrCat(desk, " was back only after ",
                                                 absl::ToInt64Milliseconds(took), " ms"));
  }
}

void KillSometimes(Scene& scene, Random& random, const std::vector<std::string>& desks) {
  const int times = scene.options().long_faults ? 5 : 1;
  for (int i = 0; i < times; ++i) {
    Let(Between(random, absl::ZeroDuration(), absl::Milliseconds(300)));
    KillAndAwait(scene, desks[random() % desks.size()]);
  }
}

void KillBothTimelines(Scene& scene, Random& /*random*/) {
  scene.supervisor().Kill("timeline");
  KillAndAwait(scene, "timeline-2");
  scene.Expect(scene.supervisor().AwaitServing("timeline", kBackPatience),
               "timeline does not serve 15 s after it was killed");
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
