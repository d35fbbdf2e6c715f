// A second opinion on "never early", from outside: what a watcher had heard by an instant of its
// own clock was committed by then, whatever the records say of themselves.
#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "tests/faults/checks.h"

namespace clarion::faults {
namespace {

constexpr int64_t kFarMicros = 300'000'000;
constexpr int64_t kDrift = 2000;  // the wall clock is slewed by 500 parts in a million at most

// The latest the store's clock can have been at `t`; none when nobody asked it near `t`.
std::optional<int64_t> LatestMs(const std::vector<ClockSample>& samples, int64_t t) {
  const auto after =
      std::lower_bound(samples.begin(), samples.end(), t,
                       [](const ClockSample& sample, int64_t at) { return sample.t < at; });
  std::optional<int64_t> latest;
  for (const auto& sample : {after, after == samples.begin() ? samples.end() : after - 1}) {
    if (sample == samples.end() || std::abs(sample->t - t) > kFarMicros) continue;
    // Rounded up: a sample of whole milliseconds may be almost one behind.
    const int64_t apart = t - sample->t;
    const int64_t off = sample->off_us + std::abs(apart) / kDrift;
    const int64_t ms = sample->ms + (apart + off) / 1000 + 2;
    latest = std::min(latest.value_or(ms), ms);
  }
  return latest;
}

}  // namespace

void CheckNeverEarlyAsSeen(const Case& of, Verdicts& verdicts) {
  Verdict& verdict = verdicts.Named("never_early_as_seen");
  std::vector<ClockSample> samples = of.history.run.clock_samples;
  if (samples.empty() || of.clock_stepped()) {
    verdict.skipped = samples.empty() ? "the store's clock was not asked" : "a clock was stepped";
    return;
  }
  std::sort(samples.begin(), samples.end(),
            [](const ClockSample& a, const ClockSample& b) { return a.t < b.t; });
  for (const Watching& watching : of.history.watchers) {
    for (const WatchEvent& event : watching) {
      for (const WatchItem& item : event.items) {
        for (const int64_t due_ms : item.breaches) {
          const std::optional<int64_t> latest = LatestMs(samples, event.t);
          if (!latest.has_value()) continue;
          verdict.Require(*latest > due_ms, [&] {
            return absl::StrCat(item.incident, " version ", item.version,
                                ": a breach was heard of ", due_ms + 1 - *latest,
                                " ms before its instant");
          });
        }
      }
    }
  }
}

}  // namespace clarion::faults
