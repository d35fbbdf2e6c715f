// Faults of clocks: of a service's machine, and of Redis'. Rows 19 and 20.
//
// libfaketime gives a desk, and wrong_clock.cc gives Redis, a clock of its own (CLOCK_REALTIME
// alone) whose offset is read from a file, so that it steps while the process runs.
#include <fcntl.h>
#include <unistd.h>
#include <algorithm>

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/core/check.h"
#include "tests/faults/fault.h"
#include "tests/support/process.h"
#include "tests/support/process_group.h"
#include "tests/support/wait_until.h"

namespace clarion::faults {
namespace {

constexpr char kFakeTime[] = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";
constexpr absl::Duration kClockBack = absl::Seconds(15);
constexpr absl::Duration kAlarm = absl::Seconds(5);

// The words that put a command under the clock of `file`.
std::vector<std::string> UnderClock(const std::string& file) {
  return {"/usr/bin/env",
          absl::StrCat("LD_PRELOAD=", kFakeTime),
          absl::StrCat("FAKETIME_TIMESTAMP_FILE=", file),
          "FAKETIME_DONT_FAKE_MONOTONIC=1",
          "FAKETIME_CACHE_DURATION=1",
          "FAKETIME_NO_CACHE=1",
          "FAKETIME_DONT_RESET=1"};
}

int64_t OneHour(Random& random) { return Chance(random, 50) ? 3600 : -3600; }

// The line libfaketime reads.
std::string AsLine(int64_t seconds) { return absl::StrCat(seconds < 0 ? "" : "+", seconds, "\n"); }

// The eight bytes wrong_clock.cc reads, written in place: it has them mapped.
void SetOffset(const std::string& file, int64_t seconds) {
  const int fd = open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  CLARION_CHECK(pwrite(fd, &seconds, sizeof(seconds), 0) == sizeof(seconds));
  close(fd);
}

absl::Duration WhileWrong(Scene& scene, Random& random) {
  return scene.options().long_faults
             ? absl::Seconds(6)
             : Between(random, absl::Milliseconds(800), absl::Milliseconds(2500));
}

void Restart(Scene& scene, const std::string& name) {
  scene.supervisor().HoldGently(name);
  scene.supervisor().Release(name);
  scene.Expect(scene.supervisor().AwaitServing(name, kClockBack),
               absl::StrCat(name, " does not serve under another clock"));
}

void StepService(Scene& scene, Random& random) {
  const std::string& desk = AllDesks()[random() % AllDesks().size()];
  const std::string file = absl::StrCat(scene.options().folder, "/", desk, ".clock");
  support::WriteFile(file, AsLine(0));
  scene.desks().SetPrefix(desk, UnderClock(file));
  Restart(scene, desk);
  support::WriteFile(file, AsLine(OneHour(random)));
  Let(WhileWrong(scene, random));
  scene.Expect(scene.traffic().WaitForMore(10, kClockBack),
               absl::StrCat("no act is taken while the clock of ", desk, " is an hour off"));
  scene.desks().SetPrefix(desk, {});
  Restart(scene, desk);
}

// Started with a clock that is wrong from the beginning.
void StartOff(Scene& scene, Random& random) {
  const std::string& desk = AllDesks()[random() % AllDesks().size()];
  const std::string file = absl::StrCat(scene.options().folder, "/", desk, ".clock");
  support::WriteFile(file, AsLine(OneHour(random)));
  scene.desks().SetPrefix(desk, UnderClock(file));
  Restart(scene, desk);
  Let(WhileWrong(scene, random));
  scene.desks().SetPrefix(desk, {});
  Restart(scene, desk);
}

bool SomebodyAlarmed(Scene& scene) {
  const auto& desks = AllDesks();
  return std::any_of(desks.begin(), desks.end(), [&](const std::string& desk) {
    return absl::StrContains(scene.desks().Log(desk), "the clock of Redis stepped");
  });
}

void StepRedis(Scene& scene, Random& random) {
  const std::string file = scene.options().folder + "/redis.clock";
  SetOffset(file, 0);
  scene.redis().SetPrefix({"/usr/bin/env",
                           absl::StrCat("LD_PRELOAD=", support::ProgramFolder(), "/wrong_clock.so"),
                           absl::StrCat("WRONG_CLOCK_FILE=", file)});
  Restart(scene, kRedis);
  scene.Expect(scene.traffic().WaitForMore(5, kClockBack), "no act after Redis was started again");
  SetOffset(file, OneHour(random));
  const absl::Time stepped = absl::Now();
  const bool alarmed = support::WaitUntil(kAlarm, [&] { return SomebodyAlarmed(scene); });
  scene.Expect(alarmed, "no desk alarmed within 5 s that the clock of Redis stepped");
  scene.Tell(absl::StrCat("alarmed in ", absl::ToInt64Milliseconds(absl::Now() - stepped), " ms"));
  Let(WhileWrong(scene, random));
  // What enters nothing that is due goes on; drills, of which something always is, wait.
  const auto quiet = scene.traffic().SendPatiently(Hidden(RegisterQuiet(scene.traffic().people(0))),
                                                   kAlarm, scene.traffic().own_journal());
  scene.Expect(quiet.ok(), absl::StrCat("no act is taken while the clock of Redis is an hour off: ",
                                        quiet.status().ToString()));
  SetOffset(file, 0);
  Let(absl::Seconds(1));
  scene.redis().SetPrefix({});
  Restart(scene, kRedis);
}

}  // namespace

void AddClockFaults(std::vector<Fault>& all) {
  all.push_back({.row = 19,
                 .name = "service-clock-step",
                 .what = "a desk's clock steps by an hour while it runs: nothing is decided early",
                 .program = kFakeTime,
                 .clock = true,
                 .inject = StepService});
  all.push_back({.row = 19,
                 .name = "service-clock-off",
                 .what = "a desk starts with a clock an hour off, and works on",
                 .program = kFakeTime,
                 .clock = true,
                 .inject = StartOff});
  all.push_back({.row = 20,
                 .name = "redis-clock-step",
                 .what = "Redis' clock steps by an hour: alarm, timers hold, people's acts go on",
                 .mixes = false,
                 .clock = true,
                 .inject = StepRedis});
}

}  // namespace clarion::faults
