#include "tests/load/peers.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "tests/load/at_once.h"
#include "tests/load/latency_figures.h"
#include "tests/load/pub_sub.h"
#include "tests/support/process.h"
#include "tests/support/redis_server.h"

namespace clarion::load {
namespace {

constexpr char kScript[] = CLARION_SOURCE_DIR "/tests/load/peers/delayed_jobs.mjs";
constexpr absl::Duration kJobsMayTake = absl::Minutes(5);

// What this run measured of Clarion under `name`; empty when it did not.
std::vector<double> Measured(const Report& report, const std::string& name) {
  for (const Figure& figure : report.figures) {
    if (figure.name == name) return figure.product;
  }
  return {};
}

// A peer's figure with Clarion's beside it, median against median: they were not taken in turns.
void Beside(const std::string& name, const std::string& unit, const std::vector<double>& peer,
            const std::string& ours, Report& report) {
  const std::vector<double> product = Measured(report, ours);
  if (product.empty()) return;
  report.Add(
      {.name = name, .unit = unit, .floor = {MedianOf(peer)}, .product = {MedianOf(product)}});
}

absl::Status MeasureDelayedJobs(const Profile& profile, Report& report) {
  const support::RedisServer redis;
  const auto ran = support::RunToEnd(
      {"/usr/bin/env", "node", kScript, redis.socket(), absl::StrCat(profile.peer_rounds)},
      kJobsMayTake);
  if (!ran.ok()) return ran.status();
  const auto result = nlohmann::json::parse(*ran, nullptr, false);
  if (result.is_discarded()) return absl::InternalError("BullMQ printed no JSON:\n" + *ran);
  std::vector<Summary> rounds;
  for (const auto& round : result["lateness_ms"]) {
    std::vector<nanoseconds> late;
    for (const double ms : round) {
      late.push_back(std::chrono::duration_cast<nanoseconds>(
          std::chrono::duration<double, std::milli>(std::max(0.0, ms))));
    }
    rounds.push_back(Summarise(std::move(late)));
  }
  Beside("BullMQ: lateness, p50", "ms", EachRound(rounds, &Summary::p50), "deadline lateness, p50",
         report);
  Beside("BullMQ: lateness, p99", "ms", EachRound(rounds, &Summary::p99), "deadline lateness, p99",
         report);
  Beside("BullMQ: lateness, max", "ms", EachRound(rounds, &Summary::max), "deadline lateness, max",
         report);
  AddCurve("deadline lateness", "BullMQ", rounds, report);
  Beside("BullMQ: 10,000 due at once, all done", "s",
         result["at_once_s"].get<std::vector<double>>(), AtOnceName(profile), report);
  Curve curve = {.name = "due at once",
                 .x = "ms after due",
                 .unit = "committed",
                 .side = "BullMQ",
                 .points = {}};
  auto finished = result["finished_ms"].get<std::vector<double>>();
  std::sort(finished.begin(), finished.end());
  for (size_t i = 0; i < finished.size(); i += std::max<size_t>(1, finished.size() / 200)) {
    curve.points.emplace_back(finished[i], static_cast<double>(i + 1));
  }
  report.curves.push_back(std::move(curve));
  return absl::OkStatus();
}

absl::Status MeasurePubSub(const Profile& profile, Report& report) {
  const support::RedisServer redis;
  std::vector<Summary> rounds;
  for (size_t round = 0; round < profile.rounds; ++round) {
    const auto summary = RunPubSub(redis.socket(), profile);
    if (!summary.ok()) return summary.status();
    rounds.push_back(*summary);
  }
  Beside("raw Redis pub/sub, p50", "ms", EachRound(rounds, &Summary::p50),
         "register to last watcher, p50", report);
  Beside("raw Redis pub/sub, p99", "ms", EachRound(rounds, &Summary::p99),
         "register to last watcher, p99", report);
  AddCurve("register to last watcher", "Redis pub/sub", rounds, report);
  return absl::OkStatus();
}

}  // namespace

absl::Status MeasurePeers(const Profile& profile, Report& report) {
  if (absl::Status jobs = MeasureDelayedJobs(profile, report); !jobs.ok()) return jobs;
  return MeasurePubSub(profile, report);
}

}  // namespace clarion::load
