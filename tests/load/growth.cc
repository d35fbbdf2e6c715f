#include "tests/load/growth.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "tests/load/bench.h"
#include "tests/load/drills.h"
#include "tests/load/latency_figures.h"
#include "tests/load/loader.h"
#include "tests/load/memory.h"
#include "tests/load/reading.h"
#include "tests/load/registration.h"
#include "tests/load/start_up.h"
#include "tests/support/sample_county.h"

namespace clarion::load {
namespace {

constexpr size_t kListed = 10'000;  // open incidents of the one region that is listed
constexpr size_t kRegions = 16;     // the others share the rest
constexpr size_t kAllDesksMax = 100'000;

std::string GrownRegion(size_t index) { return absl::StrFormat("42%04d", index + 1); }

// One data set, filled further from size to size.
class Growth {
 public:
  Growth(Bench& bench, const Profile& profile, Report& report)
      : bench_(bench), profile_(profile), report_(report) {
    profile_.operations = profile.growth_operations;
    profile_.drills = profile.growth_drills;
    for (const size_t size : profile.open_incidents) {
      if (size <= kAllDesksMax) largest_ = std::max(largest_, size);
    }
  }

  absl::Status Open();
  absl::Status MeasureAt(size_t size);
  void AddCurves();

 private:
  absl::Status Fill(size_t size);
  absl::Status MeasureAllDesks();
  absl::Status MeasureRegistering();
  absl::Status MeasureDeadlines();
  // One point of a curve, of all that is measured at this size.
  void Point(const std::string& name, const std::string& unit, const std::string& side,
             double value);
  std::string At(const std::string& what) const {
    return absl::StrCat(what, ", ", Counted(size_), " open");
  }

  Bench& bench_;
  Profile profile_;
  Report& report_;
  std::unique_ptr<Loader> loader_;
  size_t size_ = 0;
  Judge judge_ = Judge::kShown;  // of what has a goal: below the sizes asked for, nothing
  size_t largest_ = 0;           // at which all desks are measured
  double empty_rss_ = 0;         // of the broadcast desk, bytes
  std::map<std::pair<std::string, std::string>, Curve> curves_;
};

absl::Status Growth::Open() {
  absl::Status added = bench_.AddRegion(GrownRegion(0));  // read by its duty officer
  for (size_t i = 1; i < kRegions && added.ok(); ++i) {
    v1::Roster roster = testing::SampleRoster();
    roster.set_name(absl::StrCat("regions/", GrownRegion(i), "/roster"));
    added = bench_.deployment().AddRegion(roster);
  }
  if (!added.ok()) return added;
  empty_rss_ = ResidentBytes(bench_.DeskPid("broadcast"));
  auto loader = Loader::Open(bench_.deployment().redis().socket(), bench_.folder());
  if (!loader.ok()) return loader.status();
  loader_ = *std::move(loader);
  return absl::OkStatus();
}

absl::Status Growth::Fill(size_t size) {
  const absl::Time begun = absl::Now();
  const size_t more = size - size_;
  size_t turn = 0;
  while (size_ < size) {
    size_t count = std::min(size, kListed) - std::min(size_, kListed);
    const bool listed = count > 0;
    if (!listed) count = std::min(size - size_, std::max<size_t>(1, more / (kRegions - 1)));
    const std::string region = GrownRegion(listed ? 0 : 1 + turn++ % (kRegions - 1));
    absl::Status done = loader_->Register({.region = region,
                                           .first = bench_.TakeNumbers(count),
                                           .count = count,
                                           .detected_at = absl::Now() - absl::Minutes(1)});
    if (!done.ok()) return done;
    size_ += count;
  }
  const double seconds = absl::ToDoubleSeconds(absl::Now() - begun);
  report_.facts.push_back({At("loaded, /s"), static_cast<double>(more) / seconds});
  return absl::OkStatus();
}

void Growth::Point(const std::string& name, const std::string& unit, const std::string& side,
                   double value) {
  Curve& curve = curves_[{name, side}];
  curve.name = name;
  curve.x = "open incidents";
  curve.unit = unit;
  curve.side = side;
  curve.points.emplace_back(static_cast<double>(size_), value);
}

void Growth::AddCurves() {
  for (auto& [key, curve] : curves_) report_.curves.push_back(std::move(curve));
}

absl::Status Growth::MeasureAllDesks() {
  if (absl::Status all = bench_.RunOnly(support::FourDesks()); !all.ok()) return all;
  const auto started = StartEach(bench_, support::FourDesks(), profile_.start_rounds);
  if (!started.ok()) return started.status();
  const double goal = size_ <= kListed ? 2 : 5;
  for (const auto& [desk, seconds] : *started) {
    report_.Add({.name = At(absl::StrCat("start-up, ", desk)),
                 .unit = "s",
                 .product = seconds,
                 .judge = judge_,
                 .goal = goal,
                 .gate = kNoGate});
    Point("start-up", "s", desk, MedianOf(seconds));
  }
  const double rss = ResidentBytes(bench_.DeskPid("broadcast")) - empty_rss_;
  const double each_kib = rss / 1024 / static_cast<double>(size_);
  Point("broadcast memory per incident", "KiB", "clarion", each_kib);
  const auto read = MeasureReading(bench_, GrownRegion(0), profile_.lists, profile_.snapshots);
  if (!read.ok()) return read.status();
  AddLatency(At("list, first page"), {}, {read->list}, {.p50 = {judge_, 5, kNoGate}}, report_);
  report_.Add({.name = At(absl::StrCat("snapshot of ", Counted(read->snapshot_states))),
               .unit = "ms",
               .product = read->snapshot_ms,
               .judge = judge_,
               .goal = 500,
               .gate = kNoGate});
  Point("list, first page, p50", "ms", "clarion", Milliseconds(read->list.p50));
  Point("list, first page, p99", "ms", "clarion", Milliseconds(read->list.p99));
  Point("snapshot of one region", "ms", "clarion", MedianOf(read->snapshot_ms));
  if (size_ < largest_) return absl::OkStatus();
  return AddMemory(bench_, *loader_, GrownRegion(1), size_ >= kListed ? each_kib : 0, report_);
}

absl::Status Growth::MeasureRegistering() {
  if (absl::Status alone = bench_.RunOnly({"incident"}); !alone.ok()) return alone;
  const auto paced = PaceRegistrations(bench_, profile_, profile_.growth_rounds);
  if (!paced.ok()) return paced.status();
  AddLatency(At("registration"), paced->floor, paced->product, {}, report_);
  report_.counts.push_back({At("registrations that failed"), paced->failed});
  Point("registration, p50", "ms", "floor", MedianOf(EachRound(paced->floor, &Summary::p50)));
  Point("registration, p50", "ms", "clarion", MedianOf(EachRound(paced->product, &Summary::p50)));
  Point("registration, p99", "ms", "floor", MedianOf(EachRound(paced->floor, &Summary::p99)));
  Point("registration, p99", "ms", "clarion", MedianOf(EachRound(paced->product, &Summary::p99)));
  return absl::OkStatus();
}

absl::Status Growth::MeasureDeadlines() {
  if (absl::Status both = bench_.RunOnly({"incident", "timeline"}); !both.ok()) return both;
  const auto drilled = RunDrills(bench_, {.rounds = profile_.growth_rounds,
                                          .drills = profile_.drills,
                                          .per_second = profile_.drills_per_second});
  if (!drilled.ok()) return drilled.status();
  AddLatency(At("deadline lateness"), drilled->floor, drilled->product,
             {.p99 = {judge_, 5, kNoGate}, .max = {judge_, 250, kNoGate}}, report_);
  AddCounts(drilled->decisions, absl::StrCat(", ", Counted(size_), " open"), report_);
  report_.counts.push_back({At("drills that failed"), drilled->failed});
  for (const auto& [name, field] : {std::pair{"deadline lateness, p50", &Summary::p50},
                                    std::pair{"deadline lateness, p99", &Summary::p99},
                                    std::pair{"deadline lateness, max", &Summary::max}}) {
    Point(name, "ms", "floor", MedianOf(EachRound(drilled->floor, field)));
    Point(name, "ms", "clarion", MedianOf(EachRound(drilled->product, field)));
  }
  return absl::OkStatus();
}

absl::Status Growth::MeasureAt(size_t size) {
  absl::Status status = bench_.RunOnly({});  // nobody follows while it is filled
  if (status.ok()) status = Fill(size);
  judge_ = size < kListed ? Judge::kShown : Judge::kAtMost;
  if (status.ok() && size <= kAllDesksMax) status = MeasureAllDesks();
  if (status.ok()) status = MeasureRegistering();
  if (status.ok()) status = MeasureDeadlines();
  return status;
}

}  // namespace

absl::Status MeasureGrowth(const Profile& profile, Report& report) {
  const auto bench = Bench::Open();
  if (!bench.ok()) return bench.status();
  Growth growth(**bench, profile, report);
  if (absl::Status opened = growth.Open(); !opened.ok()) return opened;
  for (const size_t size : profile.open_incidents) {
    if (absl::Status measured = growth.MeasureAt(size); !measured.ok()) return measured;
  }
  growth.AddCurves();
  return absl::OkStatus();
}

}  // namespace clarion::load
