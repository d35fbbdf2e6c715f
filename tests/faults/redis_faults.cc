// Faults of Redis' process: frozen, killed, stopped and started, its answers lost. Rows 6, 7, 30.
#include <signal.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/faults/fault.h"
#include "tests/support/wait_until.h"

namespace clarion::faults {
namespace {

constexpr absl::Duration kRedisBack = absl::Seconds(15);

// Whether acts are acknowledged again, once Redis is back.
void ExpectWork(Scene& scene, const std::string& after) {
  const absl::Time mended = absl::Now();
  const bool works = scene.traffic().WaitForMore(5, kRedisBack);
  scene.Expect(works, absl::StrCat("nothing is acknowledged 15 s after ", after));
  scene.Tell(
      absl::StrCat("work ", absl::ToInt64Milliseconds(absl::Now() - mended), " ms after ", after));
}

void FreezeRedis(Scene& scene, Random& random) {
  scene.supervisor().Signal(kRedis, SIGSTOP);
  Let(scene.options().long_faults
          ? absl::Seconds(10)
          : Between(random, absl::Milliseconds(300), absl::Milliseconds(3500)));
  scene.supervisor().Signal(kRedis, SIGCONT);
  ExpectWork(scene, "Redis thawed");
}

void KillRedis(Scene& scene, Random& random) {
  const int times = scene.options().long_faults ? 5 : 1;
  for (int i = 0; i < times; ++i) {
    Let(Between(random, absl::ZeroDuration(), absl::Milliseconds(300)));
    scene.supervisor().Kill(kRedis);
    ExpectWork(scene, "Redis was killed");
  }
}

void StopRedis(Scene& scene, Random& random) {
  scene.supervisor().HoldGently(kRedis);
  Let(Between(random, absl::ZeroDuration(), absl::Milliseconds(2500)));
  scene.supervisor().Release(kRedis);
  ExpectWork(scene, "Redis was started again");
}

// The commit is done, its answer does not arrive: who repeats the request is told the truth.
void LoseAnswers(Scene& scene, Random& /*random*/) {
  const int before = scene.relay().lost();
  const int times = scene.options().long_faults ? 10 : 3;
  for (int i = 1; i <= times; ++i) {
    scene.relay().LoseAnswer();
    const bool lost =
        support::WaitUntil(kRedisBack, [&] { return scene.relay().lost() >= before + i; });
    scene.Expect(lost, "no answer to a commit passed within 15 s");
  }
  ExpectWork(scene, "answers were lost");
}

}  // namespace

void AddRedisFaults(std::vector<Fault>& all) {
  all.push_back({.row = 6,
                 .name = "redis-freeze",
                 .what = "SIGSTOP, then SIGCONT: its late answers are not taken for others'",
                 .inject = FreezeRedis});
  all.push_back({.row = 7,
                 .name = "redis-kill",
                 .what = "SIGKILL amid commits: nothing acknowledged is lost",
                 .inject = KillRedis});
  all.push_back({.row = 7,
                 .name = "redis-restart",
                 .what = "stopped as an operator would, away for a while, started again",
                 .inject = StopRedis});
  all.push_back({.row = 30,
                 .name = "answer-lost",
                 .what = "a commit is done and its answer lost: the request repeated is told so",
                 .inject = LoseAnswers});
}

}  // namespace clarion::faults
