// Three timeline replicas, one killed at a random instant: each deadline that is missed has exactly
// one breach in the history, none early.
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <random>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/core/proto_time.h"
#include "tests/support/status_matchers.h"
#include "tests/support/wait_until.h"
#include "tests/system/office.h"

namespace clarion::system {
namespace {

constexpr int kIncidents = 120;
constexpr int kRegistering = 4;
constexpr int kScale = 3600;  // 24 h last 24 s

// A drill of grade II: its clocks are due 2, 5 and 24 s after detection.
v1::RegisterIncidentRequest Drill(Office& office, absl::Duration ago) {
  v1::RegisterIncidentRequest request = office.NewIncident();
  request.mutable_incident()->set_exercise(true);
  request.mutable_incident()->set_time_scale(kScale);
  *request.mutable_incident()->mutable_detected_at() = core::ToProto(absl::Now() - ago);
  return request;
}

// Names of drills registered from several threads, detected at random instants so that the
// deadlines of the one or the other kind fall in the next seconds.
std::vector<std::string> RegisterDrills(Office& office, unsigned seed) {
  std::vector<std::string> names(kIncidents);
  std::vector<std::thread> threads;
  threads.reserve(kRegistering);
  for (int t = 0; t < kRegistering; ++t) {
    threads.emplace_back([&, t] {
      std::mt19937 random(seed + static_cast<unsigned>(t));
      for (int i = t; i < kIncidents; i += kRegistering) {
        const int least = i % 2 == 0 ? 0 : 19000;
        const int ms = least + static_cast<int>(random() % 1000);
        names[i] = Must(office.Register(Drill(office, absl::Milliseconds(ms)))).name();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  return names;
}

// What was armed and is past due at `now`, by id.
std::map<std::string, absl::Time> Missed(const v1::Docket& docket, absl::Time now) {
  std::map<std::string, absl::Time> missed;
  for (const v1::Obligation& obligation : docket.obligations()) {
    const absl::Time due = core::FromProto(obligation.due_at());
    if (due < now) missed[obligation.id()] = due;
  }
  return missed;
}

bool AllDecided(Office& office, const std::string& name, absl::Time until) {
  const v1::Docket docket = Must(office.Get(name));
  const std::map<std::string, absl::Time> missed = Missed(docket, until);
  return std::all_of(docket.obligations().begin(), docket.obligations().end(),
                     [&](const v1::Obligation& obligation) {
                       return missed.count(obligation.id()) == 0 ||
                              obligation.status() == v1::OBLIGATION_STATUS_BREACHED;
                     });
}

// Checks the breaches of one history; adds the lateness of those that a timer decided.
void CheckBreaches(const std::vector<v1::Record>& records,
                   const std::map<std::string, absl::Time>& missed,
                   std::vector<absl::Duration>& lateness) {
  std::map<std::string, int> breaches;
  for (const v1::Record& record : records) {
    const absl::Time decided_at = core::FromProto(record.decided_at());
    for (const v1::Event& event : record.events()) {
      if (!event.has_obligation_breached()) continue;
      const absl::Time due = core::FromProto(event.obligation_breached().due_at());
      ++breaches[event.obligation_breached().obligation()];
      EXPECT_GE(decided_at, due + absl::Milliseconds(1)) << record.paper() << " decided early";
      if (record.actor().role() == v1::ROLE_SYSTEM) {
        lateness.push_back(decided_at - due - absl::Milliseconds(1));
      }
    }
  }
  for (const auto& [obligation, due] : missed) {
    EXPECT_EQ(breaches[obligation], 1) << records.front().paper() << " " << obligation;
  }
}

void PrintLateness(std::vector<absl::Duration> lateness) {
  std::sort(lateness.begin(), lateness.end());
  const auto share = [&](size_t percent) {
    const size_t i = std::min(lateness.size() - 1, lateness.size() * percent / 100);
    return absl::ToInt64Milliseconds(lateness[i]);
  };
  std::printf("lateness of %zu breaches: p50 %ld ms, p99 %ld ms, max %ld ms\n", lateness.size(),
              static_cast<long>(share(50)), static_cast<long>(share(99)),
              static_cast<long>(share(100)));
  EXPECT_LT(lateness.back(), absl::Seconds(5)) << "a deadline waited for more than the next look";
}

TEST(Timers, EachMissedDeadlineHasOneBreachAndNoneEarlyWhileAReplicaIsKilled) {
  const unsigned seed = std::random_device()();
  std::printf("seed %u\n", seed);
  std::mt19937 random(seed);
  const std::vector<std::string> replicas = {"timeline", "timeline-2", "timeline-3"};
  Office office({.processes = {"incident", "timeline", "timeline-2", "timeline-3", "spokesperson",
                               "broadcast"}});

  const std::vector<std::string> names = RegisterDrills(office, seed);
  const absl::Time registered = absl::Now();
  const absl::Time killed_at = registered + absl::Milliseconds(random() % 5000);
  support::WaitUntil(absl::Seconds(10), [&] { return absl::Now() >= killed_at; });
  office.group().Kill(replicas[random() % replicas.size()]);

  // Deadlines up to here are judged; the ones after it are still running.
  const absl::Time until = registered + absl::Milliseconds(6500);
  support::WaitUntil(absl::Seconds(10), [&] { return absl::Now() >= until; });
  std::vector<absl::Duration> lateness;
  for (const std::string& name : names) {
    EXPECT_TRUE(
        support::WaitUntil(absl::Seconds(10), [&] { return AllDecided(office, name, until); }))
        << name << " has a missed deadline that is not decided";
    CheckBreaches(Must(office.Records(name)), Missed(Must(office.Get(name)), until), lateness);
  }
  ASSERT_GE(lateness.size(), static_cast<size_t>(kIncidents)) << "too few fell due to timers";
  PrintLateness(lateness);
}

}  // namespace
}  // namespace clarion::system
