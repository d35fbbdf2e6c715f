#include "tests/load/memory.h"

#include <unistd.h>

#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/store/keys.h"
#include "services/store/paper_store.h"
#include "services/store/stored_paper.h"
#include "tests/load/redis_probe.h"
#include "tests/support/process.h"

namespace clarion::load {
namespace {

constexpr size_t kSample = 100;
constexpr size_t kRecords = 6;     // of each, the registration among them
constexpr size_t kFrameBytes = 8;  // the part of a body's hash that a paper is stored with

// Bytes, summed over the sample.
struct Weighed {
  double product = 0;
  double floor = 0;  // the docket alone, the history as one string
  double docket = 0;
};

void Weigh(const std::string& incident, RedisProbe& product, RedisProbe& floor, Weighed& weighed) {
  const std::string paper_key = store::PaperKey(incident);
  const std::string history_key = store::HistoryKey(incident);
  weighed.product +=
      static_cast<double>(product.MemoryOf(paper_key) + product.MemoryOf(history_key));
  const std::string docket =
      product.Text({"GET", paper_key}).substr(store::kHeadBytes + kFrameBytes);
  std::string history;
  for (const std::string& record : product.List({"LRANGE", history_key, "0", "-1"})) {
    history += record;
  }
  floor.Text({"SET", paper_key, docket});
  floor.Text({"SET", history_key, history});
  weighed.floor += static_cast<double>(floor.MemoryOf(paper_key) + floor.MemoryOf(history_key));
  weighed.docket += static_cast<double>(docket.size());
}

}  // namespace

double ResidentBytes(pid_t pid) {
  std::istringstream statm(support::ReadFile(absl::StrCat("/proc/", pid, "/statm")));
  double total = 0;
  double resident = 0;
  statm >> total >> resident;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE));
}

absl::Status AddMemory(Bench& bench, Loader& loader, const std::string& region,
                       double broadcast_kib, Report& report) {
  const Loader::Batch batch = {.region = region,
                               .first = bench.TakeNumbers(kSample),
                               .count = kSample,
                               .detected_at = absl::Now() - absl::Minutes(1)};
  RedisProbe product(bench.deployment().redis().socket());
  RedisProbe floor(bench.floor_redis().socket());
  Weighed fresh;
  Weighed grown;
  absl::Status loaded = loader.Register(batch);
  for (size_t i = 0; i < kSample && loaded.ok(); ++i) {
    Weigh(Loader::NameOf(region, batch.first + i), product, floor, fresh);
  }
  for (size_t i = 1; i < kRecords && loaded.ok(); ++i) loaded = loader.AddNotes(batch);
  if (!loaded.ok()) return loaded;
  for (size_t i = 0; i < kSample; ++i) {
    Weigh(Loader::NameOf(region, batch.first + i), product, floor, grown);
  }
  const std::string due = store::ShardKey(store::ShardOf(region), "due");
  const double due_each = static_cast<double>(product.MemoryOf(due)) /
                          static_cast<double>(product.Integer({"ZCARD", due}));
  const auto kib = [&](double bytes, double more) { return (bytes / kSample + more) / 1024; };
  report.Add({.name = "Redis memory of an incident, 6 records",
              .unit = "KiB",
              .floor = {kib(grown.floor, due_each)},
              .product = {kib(grown.product, due_each)},
              .judge = Judge::kRatioAtMost,
              .goal = 1.25,
              .gate = 1.5});
  report.Add({.name = "Redis memory of an incident, 1 record",
              .unit = "KiB",
              .floor = {kib(fresh.floor, due_each)},
              .product = {kib(fresh.product, due_each)}});
  if (broadcast_kib == 0) return absl::OkStatus();
  report.Add({.name = "broadcast memory of an incident, and its docket",
              .unit = "KiB",
              .floor = {kib(fresh.docket, 0)},
              .product = {broadcast_kib},
              .judge = Judge::kMoreAtMost,
              .goal = 1,
              .gate = kNoGate});
  return absl::OkStatus();
}

}  // namespace clarion::load
