// A Recorder keeps the latency of each operation of a run, exactly: a slot for each, no buckets.
//
// The number of operations is known beforehand, so memory is bounded and no lock is needed: each
// operation writes its own slot, once, from whatever thread. Summarise when all threads are done.
#pragma once

#include <cstddef>
#include <vector>

#include "tests/load/clock.h"

namespace clarion::load {

struct Summary {
  size_t count = 0;       // answered, without the warm-up
  size_t unanswered = 0;  // never answered: in no percentile, so they must be zero
  nanoseconds p50{0};
  nanoseconds p99{0};
  nanoseconds p999{0};
  nanoseconds max{0};
  std::vector<nanoseconds> curve;  // at each of CurveShares() that so many values can tell of
};

// Shares from one half to all but 1 in 100,000, closer together towards the end: where the curve of
// a latency is worth seeing.
const std::vector<double>& CurveShares();

// The least value that a share of the values, such as 0.99, does not exceed. Zero when there are
// none.
nanoseconds Percentile(const std::vector<nanoseconds>& sorted, double share);

Summary Summarise(std::vector<nanoseconds> latencies);

class Recorder {
 public:
  explicit Recorder(size_t operations) : latencies_(operations, kUnanswered) {}

  void Record(size_t operation, nanoseconds latency) { latencies_[operation] = latency; }

  // Operations before `warm_up` are left out.
  Summary Summarise(size_t warm_up) const;

 private:
  static constexpr nanoseconds kUnanswered = nanoseconds::min();

  std::vector<nanoseconds> latencies_;
};

double Milliseconds(nanoseconds value);

}  // namespace clarion::load
