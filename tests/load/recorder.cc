#include "tests/load/recorder.h"

#include <algorithm>
#include <cmath>

namespace clarion::load {

nanoseconds Percentile(const std::vector<nanoseconds>& sorted, double share) {
  if (sorted.empty()) return nanoseconds(0);
  const double rank = std::ceil(share * static_cast<double>(sorted.size()));
  const size_t index = static_cast<size_t>(std::max(rank, 1.0)) - 1;
  return sorted[std::min(index, sorted.size() - 1)];
}

const std::vector<double>& CurveShares() {
  static const std::vector<double>& shares = *new std::vector<double>([] {
    std::vector<double> made;
    for (int i = 3; i <= 50; ++i) made.push_back(1 - std::pow(10, -i / 10.0));
    return made;
  }());
  return shares;
}

Summary Summarise(std::vector<nanoseconds> latencies) {
  std::sort(latencies.begin(), latencies.end());
  Summary summary;
  summary.count = latencies.size();
  summary.p50 = Percentile(latencies, 0.5);
  summary.p99 = Percentile(latencies, 0.99);
  summary.p999 = Percentile(latencies, 0.999);
  summary.max = Percentile(latencies, 1);
  for (const double share : CurveShares()) {
    if ((1 - share) * static_cast<double>(latencies.size()) < 1) break;
    summary.curve.push_back(Percentile(latencies, share));
  }
  return summary;
}

Summary Recorder::Summarise(size_t warm_up) const {
  std::vector<nanoseconds> answered;
  size_t unanswered = 0;
  for (size_t i = warm_up; i < latencies_.size(); ++i) {
    if (latencies_[i] == kUnanswered) {
      ++unanswered;
    } else {
      answered.push_back(latencies_[i]);
    }
  }
  Summary summary = load::Summarise(std::move(answered));
  summary.unanswered = unanswered;
  return summary;
}

double Milliseconds(nanoseconds value) { return static_cast<double>(value.count()) / 1e6; }

}  // namespace clarion::load
