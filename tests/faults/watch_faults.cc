// Faults of watchers: slow, gone on all at once, resuming from before a trimmed log. Rows 25 to 27.
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/store/keys.h"
#include "services/store/paper_store.h"
#include "tests/faults/fault.h"
#include "tests/support/process.h"
#include "tests/support/wait_until.h"

namespace clarion::faults {
namespace {

// A write is given 10 s.
constexpr absl::Duration kStallNoticed = absl::Seconds(12);
constexpr absl::Duration kWatchesAgain = absl::Seconds(15);
constexpr int kStalled = 20;
constexpr int kCrowd = 150;
constexpr int64_t kGrowthMostKib = 200 * 1024;

// Resident memory of a process, in KiB.
int64_t ResidentKib(pid_t pid) {
  const std::string status = support::ReadFile(absl::StrCat("/proc/", pid, "/status"));
  const size_t at = status.find("VmRSS:");
  int64_t kib = 0;
  if (at == std::string::npos) return 0;
  const size_t begin = status.find_first_of("0123456789", at);
  if (!absl::SimpleAtoi(status.substr(begin, status.find(' ', begin) - begin), &kib)) return 0;
  return kib;
}

// A watcher of a fault's own, beside those of the run.
std::unique_ptr<Spectator> Another(Scene& scene, int number, bool reading = true) {
  const People& people = scene.traffic().people(0);
  return std::make_unique<Spectator>(
      scene.desks(), people.inspector, people.region,
      absl::StrCat(scene.options().folder, "/watchers/", 1000 + number, ".ndjson"), reading);
}

void PauseReading(Scene& scene, Random& random) {
  Spectator& one = scene.audience().spectator(random() % scene.audience().size());
  one.SetReading(false);
  Let(Between(random, absl::Milliseconds(500), absl::Milliseconds(2500)));
  one.SetReading(true);
}

// A stream whose write stalls is cancelled: a reason would have to wait behind what is not read.
bool Stalled(Spectator& one) {
  const auto& ends = one.ends();
  return std::any_of(ends.begin(), ends.end(), [](const absl::Status& end) {
    return end.code() == absl::StatusCode::kCancelled;
  });
}

// Watchers that open a stream and read no further: each is ended, and nobody else notices.
void StopReading(Scene& scene, Random& /*random*/) {
  // Enough is to be told that it does not fit into what lies between.
  scene.Expect(scene.traffic().WaitForMore(400, absl::Seconds(30)), "too few acts for a snapshot");
  const pid_t pid = scene.supervisor().PidOf("broadcast");
  const int64_t before = ResidentKib(pid);
  const int64_t heard = scene.audience().deliveries();
  std::vector<std::unique_ptr<Spectator>> stalled;
  stalled.reserve(kStalled);
  for (int i = 0; i < kStalled; ++i) {
    stalled.push_back(Another(scene, i, false));
  }
  scene.Expect(support::WaitUntil(kWatchesAgain,
                                  [&] {
                                    return std::all_of(
                                        stalled.begin(), stalled.end(),
                                        [](const auto& one) { return one->deliveries() > 0; });
                                  }),
               "watchers that will not read do not get their first message");
  Let(kStallNoticed);
  scene.Expect(scene.audience().deliveries() > heard + 100,
               "others hear nothing while some watchers do not read");
  scene.Expect(ResidentKib(pid) - before < kGrowthMostKib,
               absl::StrCat("broadcast grew by ", ResidentKib(pid) - before, " KiB"));
  // How soon it stalls hangs on how fast people work: one after another reads again and sees
  // whether it was ended, the others go on not reading.
  size_t asked = 0;
  while (asked < stalled.size()) {
    Spectator& one = *stalled[asked++];
    one.SetReading(true);
    if (support::WaitUntil(absl::Seconds(2), [&] { return Stalled(one); })) break;
  }
  for (const auto& one : stalled) one->SetReading(true);
  int64_t ended = 0;
  support::WaitUntil(kWatchesAgain, [&] {
    ended = std::count_if(stalled.begin(), stalled.end(),
                          [](const auto& one) { return Stalled(*one); });
    return ended > kStalled - static_cast<int64_t>(asked);
  });
  scene.Tell(absl::StrCat(ended, " of ", kStalled, " watchers that did not read were ended"));
  scene.Expect(ended > 0, "no watcher that did not read was ended");
}

void AllAtOnce(Scene& scene, Random& random) {
  const int times = scene.options().long_faults ? 10 : 2;
  for (int i = 0; i < times; ++i) {
    scene.audience().ReconnectAll();
    Let(Between(random, absl::Milliseconds(50), absl::Milliseconds(400)));
  }
}

// A crowd connects, loses its desk, and connects again all at once.
void Crowd(Scene& scene, Random& /*random*/) {
  std::vector<std::unique_ptr<Spectator>> crowd;
  crowd.reserve(kCrowd);
  for (int i = 0; i < kCrowd; ++i) crowd.push_back(Another(scene, i));
  const auto all_at = [&](int64_t sequence) {
    return support::WaitUntil(kWatchesAgain, [&] {
      return std::all_of(crowd.begin(), crowd.end(),
                         [&](const auto& one) { return one->sequence() >= sequence; });
    });
  };
  const std::string& region = scene.traffic().people(0).region;
  scene.Expect(all_at(scene.LastSequence(region)),
               "a crowd of watchers does not get its snapshots");
  scene.supervisor().Kill("broadcast");
  scene.Expect(scene.supervisor().AwaitServing("broadcast", kWatchesAgain),
               "broadcast does not serve");
  const absl::Time again = absl::Now();
  scene.Expect(all_at(scene.LastSequence(region)), "a crowd of watchers does not come back");
  scene.Tell(absl::StrCat(kCrowd, " watchers back in ",
                          absl::ToInt64Milliseconds(absl::Now() - again), " ms"));
}

// The log is trimmed behind a watcher's token, and broadcast started anew: it cannot go on from the
// token, says so, and begins with a snapshot.
void TrimmedLog(Scene& scene, Random& /*random*/) {
  Spectator& late = scene.audience().spectator(3);
  const std::string& region = late.parent();
  const std::string token = late.resume_token();
  scene.Expect(scene.traffic().WaitForMore(60, kWatchesAgain), "no acts");
  scene.AllowResyncs();
  const std::string log = store::ShardKey(store::ShardOf(region), "log");
  scene.redis().Run({"XTRIM", log, "MAXLEN", "5"});
  scene.supervisor().Kill("broadcast");
  scene.Expect(scene.supervisor().AwaitServing("broadcast", kWatchesAgain),
               "broadcast does not serve after its log was trimmed");
  const int64_t before = late.resyncs();
  late.ReconnectFrom(token);
  const bool said = support::WaitUntil(kWatchesAgain, [&] { return late.resyncs() > before; });
  scene.Expect(said, "a watcher from before the trimmed log is not told to begin anew");
}

}  // namespace

void AddWatchFaults(std::vector<Fault>& all) {
  all.push_back({.row = 25,
                 .name = "watcher-pauses",
                 .what = "a watcher does not read for a while: it misses nothing",
                 .inject = PauseReading});
  all.push_back({.row = 25,
                 .name = "watchers-stop-reading",
                 .what = "twenty watchers do not read: ended after 10 s, others do not notice",
                 .mixes = false,
                 .inject = StopReading});
  all.push_back({.row = 26,
                 .name = "watchers-reconnect",
                 .what = "all watchers connect anew at once, several times",
                 .inject = AllAtOnce});
  all.push_back({.row = 26,
                 .name = "crowd-reconnects",
                 .what = "a crowd of watchers loses its desk and comes back at once",
                 .mixes = false,
                 .inject = Crowd});
  all.push_back({.row = 27,
                 .name = "log-trimmed",
                 .what = "a token from before the trimmed log: RESYNC and a snapshot, never a gap",
                 .mixes = false,
                 .inject = TrimmedLog});
}

}  // namespace clarion::faults
