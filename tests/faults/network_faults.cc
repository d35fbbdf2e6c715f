// Faults of the network between desks and Redis: cut, one way, flapping, slow, lossy. Rows 15
// to 18.
//
// Silence, delay and lost answers are played by the relay and can be part of any run; the others by
// the kernel, with Redis in a network namespace.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/faults/fault.h"

namespace clarion::faults {
namespace {

constexpr absl::Duration kJoinedAgain = absl::Seconds(15);
// Connections through the relay: a link, a bell and a follower or two for each desk. Each may try
// again a few times a second.
constexpr int kTriesASecond = 100;

absl::Duration WhileCut(Scene& scene, Random& random) {
  return scene.options().long_faults
             ? absl::Seconds(6)
             : Between(random, absl::Milliseconds(300), absl::Milliseconds(3500));
}

void MustWork(Scene& scene, const absl::Status& done) { scene.Expect(done.ok(), done.ToString()); }

void AwaitWork(Scene& scene) {
  const absl::Time joined = absl::Now();
  scene.Expect(scene.traffic().WaitForMore(10, kJoinedAgain),
               "nothing is acknowledged 15 s after the network was mended");
  scene.Tell(absl::StrCat("work ", absl::ToInt64Milliseconds(absl::Now() - joined),
                          " ms after the network was mended"));
}

void Relayed(Scene& scene, Random& random, Relay::Mode mode) {
  scene.relay().SetMode(mode);
  Let(WhileCut(scene, random));
  scene.relay().SetMode(Relay::Mode::kPass);
  AwaitWork(scene);
}

void Partition(Scene& scene, Random& random) {
  MustWork(scene, scene.network().Cut());
  Let(WhileCut(scene, random));
  MustWork(scene, scene.network().Join());
  AwaitWork(scene);
}

void OneWay(Scene& scene, Random& random, bool requests) {
  MustWork(scene, requests ? scene.network().DropRequests() : scene.network().DropAnswers());
  Let(WhileCut(scene, random));
  MustWork(scene, scene.network().DropNothing());
  AwaitWork(scene);
}

void Flap(Scene& scene, Random& random) {
  const absl::Time begun = absl::Now();
  const int before = scene.relay().connected();
  const int times = scene.options().long_faults ? 10 : 3;
  for (int i = 0; i < times; ++i) {
    MustWork(scene, scene.network().Cut());
    Let(Between(random, absl::Milliseconds(200), absl::Milliseconds(1000)));
    MustWork(scene, scene.network().Join());
    Let(Between(random, absl::Milliseconds(200), absl::Milliseconds(1000)));
  }
  AwaitWork(scene);
  const int tries = scene.relay().connected() - before;
  const double seconds = absl::ToDoubleSeconds(absl::Now() - begun);
  scene.Tell(absl::StrCat(tries, " connections in ", static_cast<int>(seconds), " s"));
  scene.Expect(tries <= kTriesASecond * seconds,
               absl::StrCat("a storm of reconnects: ", tries, " in ", seconds, " s"));
}

// A store further away than the 250 ms by which the instant of a commit may be off takes none: each
// is refused, and nothing changed.
void Slow(Scene& scene, Random& random, int each_way_ms) {
  scene.relay().SetDelay(each_way_ms, each_way_ms / 5);
  Let(WhileCut(scene, random));
  if (each_way_ms < 200) {
    scene.Expect(scene.traffic().WaitForMore(5, kJoinedAgain),
                 absl::StrCat("no act is taken with ", 2 * each_way_ms, " ms to Redis and back"));
  }
  scene.relay().SetDelay(0, 0);
  AwaitWork(scene);
}

void Lossy(Scene& scene, Random& random) {
  MustWork(scene, scene.network().DropSome(5));
  Let(WhileCut(scene, random));
  scene.Expect(scene.traffic().WaitForMore(5, kJoinedAgain),
               "no act is taken while one packet in twenty is lost");
  MustWork(scene, scene.network().DropNothing());
  AwaitWork(scene);
}

Fault NetworkFault(int row, const std::string& name, const std::string& what,
                   std::function<void(Scene&, Random&)> inject) {
  return {.row = row,
          .name = name,
          .what = what,
          .ground = Fault::Ground::kNetwork,
          .inject = std::move(inject)};
}

}  // namespace

void AddNetworkFaults(std::vector<Fault>& all) {
  all.push_back({.row = 15,
                 .name = "relay-silent",
                 .what = "connections stay and nothing passes: refused or unknown, never lost",
                 .inject = [](Scene& scene, Random& random) {
                   Relayed(scene, random, Relay::Mode::kSilent);
                 }});
  all.push_back({.row = 15,
                 .name = "relay-no-answers",
                 .what = "requests arrive and no answer does",
                 .inject = [](Scene& scene, Random& random) {
                   Relayed(scene, random, Relay::Mode::kNoAnswers);
                 }});
  all.push_back(
      NetworkFault(15, "partition", "the link between desks and Redis is down", Partition));
  all.push_back(NetworkFault(15, "partition-requests",
                             "packets to Redis are dropped, those from it are not",
                             [](Scene& scene, Random& random) { OneWay(scene, random, true); }));
  all.push_back(NetworkFault(15, "partition-answers",
                             "packets from Redis are dropped, those to it are not",
                             [](Scene& scene, Random& random) { OneWay(scene, random, false); }));
  all.push_back(
      NetworkFault(16, "flapping-link", "the link goes down and up: no reconnect storm", Flap));
  for (const int ms : {100, 500}) {
    all.push_back(
        {.row = 17,
         .name = absl::StrCat("latency-", ms),
         .what = absl::StrCat(ms, " ms to Redis and back, with jitter: slower or refused"),
         .inject = [ms](Scene& scene, Random& random) { Slow(scene, random, ms / 2); }});
  }
  all.push_back(NetworkFault(18, "packet-loss", "one packet to Redis in twenty is lost", Lossy));
}

}  // namespace clarion::faults
