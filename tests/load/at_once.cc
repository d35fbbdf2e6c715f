#include "tests/load/at_once.h"

#include <algorithm>
#include <memory>
#include <mutex>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/store/keys.h"
#include "services/store/paper_store.h"
#include "tests/load/cpu.h"
#include "tests/load/decisions.h"
#include "tests/load/latency_figures.h"
#include "tests/load/loader.h"
#include "tests/load/redis_probe.h"
#include "tests/load/saturation.h"
#include "tests/load/unary_caller.h"
#include "tests/support/wait_until.h"

namespace clarion::load {
namespace {

constexpr absl::Duration kLimit48h = absl::Hours(48);  // of the one clock of grade IV
constexpr double kDecidedInASecond = 10'000;           // what is asked
constexpr size_t kTrial = 300;                         // incidents that tell how fast loading is
constexpr absl::Duration kAllMayTake = absl::Seconds(60);
constexpr char kListRecords[] = "/clarion.v1.IncidentService/ListRecords";

using Committed = std::vector<std::pair<double, double>>;  // ms after due -> committed so far

// Loads `count` incidents, all due at the same instant, which is still ahead when they are there.
absl::StatusOr<absl::Time> LoadDue(Loader& loader, size_t first, size_t count) {
  const absl::Time begun = absl::Now();
  absl::Status loaded = loader.Register({.region = kDueRegion,
                                         .first = first + count,
                                         .count = kTrial,
                                         .detected_at = begun - absl::Minutes(1)});
  if (!loaded.ok()) return loaded;
  const absl::Duration each = (absl::Now() - begun) / kTrial;
  const absl::Time due =
      absl::FromUnixMillis(absl::ToUnixMillis(absl::Now() + 1.5 * count * each + absl::Seconds(1)));
  loaded = loader.Register(
      {.region = kDueRegion, .first = first, .count = count, .detected_at = due - kLimit48h});
  if (!loaded.ok()) return loaded;
  if (absl::Now() >= due) return absl::UnavailableError("loading took longer than was allowed for");
  return due;
}

// Looks at the due set until nothing of that instant is left in it.
absl::StatusOr<Committed> WatchDueSet(const std::string& socket, absl::Time due, size_t count) {
  RedisProbe probe(socket);
  const std::string key = store::ShardKey(store::ShardOf(kDueRegion), "due");
  const std::string until = absl::StrCat(absl::ToUnixMillis(due) + 1);
  SteadyClock clock;
  clock.SleepUntil(clock.Now() + absl::ToChronoNanoseconds(due - absl::Now()));
  Committed committed;
  const bool all = support::WaitUntil(kAllMayTake, [&] {
    const auto left = static_cast<size_t>(probe.Integer({"ZCOUNT", key, "-inf", until}));
    committed.emplace_back(absl::ToDoubleMilliseconds(absl::Now() - due),
                           static_cast<double>(count - std::min(left, count)));
    return left == 0;
  });
  if (!all) return absl::DeadlineExceededError("not all were decided");
  return committed;
}

// Reads every record of the incidents.
absl::StatusOr<Decisions> ReadAll(Bench& bench, const Profile& profile, size_t first,
                                  size_t count) {
  const auto channels = bench.ToDesk("incident", profile.channels);
  if (!channels.ok()) return channels.status();
  UnaryCaller caller(*channels, kListRecords, bench.Duty(kDueRegion));
  SteadyClock clock;
  Saturation saturation({.outstanding = profile.outstanding, .operations_max = count}, clock);
  std::mutex mutex;
  Decisions decisions;
  const auto result = saturation.Run(
      [&](size_t i) {
        v1::ListRecordsRequest request;
        request.set_parent(Loader::NameOf(kDueRegion, first + i));
        caller.Call(i, ToBuffer(request.SerializeAsString()),
                    [&](const grpc::Status& status, grpc::ByteBuffer& answer) {
                      v1::ListRecordsResponse records;
                      const bool ok = status.ok() && records.ParseFromString(ToBytes(answer));
                      {
                        const std::lock_guard<std::mutex> lock(mutex);
                        if (ok) ReadDecisions(records, decisions);
                      }
                      saturation.Answered(ok);
                    });
      },
      [] {}, [] {});
  if (result.failed > 0) return absl::UnavailableError("records could not be read");
  return decisions;
}

}  // namespace

std::string AtOnceName(const Profile& profile) {
  return Counted(profile.at_once) + " due at once, all committed";
}

absl::Status MeasureAtOnce(Bench& bench, const Profile& profile, Report& report) {
  if (absl::Status alone = bench.RunOnly({"incident", "timeline"}); !alone.ok()) return alone;
  const std::string socket = bench.deployment().redis().socket();
  auto loader = Loader::Open(socket, bench.folder());
  if (!loader.ok()) return loader.status();
  Figure all = {.name = AtOnceName(profile),
                .unit = "s",
                .judge = Judge::kAtMost,
                .goal = static_cast<double>(profile.at_once) / kDecidedInASecond,
                .gate = kNoGate};
  Figure each = {.name = "  CPU each, timeline and Redis", .unit = "us"};
  std::vector<Summary> late;
  Decisions decided;
  Committed last;
  for (size_t round = 0; round < profile.at_once_rounds; ++round) {
    const size_t first = bench.TakeNumbers(profile.at_once + kTrial);
    const auto due = LoadDue(**loader, first, profile.at_once);
    if (!due.ok()) return due.status();
    CpuMeter cpu({bench.DeskPid("timeline"), bench.RedisPid()});
    cpu.Begin();
    auto committed = WatchDueSet(socket, *due, profile.at_once);
    cpu.End();
    if (!committed.ok()) return committed.status();
    last = *std::move(committed);
    all.product.push_back(last.back().first / 1e3);
    each.product.push_back(Milliseconds(cpu.used()[0] + cpu.used()[1]) * 1e3 /
                           static_cast<double>(profile.at_once));
    const auto decisions = ReadAll(bench, profile, first, profile.at_once);
    if (!decisions.ok()) return decisions.status();
    late.push_back(Summarise(decisions->late));
    decided.Add(*decisions);
  }
  report.Add(std::move(all));
  report.Add(std::move(each));
  AddLatency("  lateness of these", {}, late, {}, report);
  report.curves.push_back({.name = "due at once",
                           .x = "ms after due",
                           .unit = "committed",
                           .side = "clarion",
                           .points = std::move(last)});
  AddCounts(decided, ", of those due at once", report);
  return absl::OkStatus();
}

}  // namespace clarion::load
