// Figures of a latency, the same for each path that is measured: p50, p99, p99.9 and max beside
// those of the floor, and the whole curve. Pure.
#pragma once

#include <string>
#include <vector>

#include "tests/load/figures.h"
#include "tests/load/recorder.h"
#include "tests/load/report.h"

namespace clarion::load {

// What is asked of one percentile; nothing unless it is said.
struct Asked {
  Judge judge = Judge::kShown;
  double goal = 0;
  double gate = 0;
  double gate_times_floor = 0;
};

struct LatencyGoals {
  Asked p50 = {};
  Asked p99 = {};
  Asked p999 = {};
  Asked max = {};
};

// One summary a round; `floor` may be empty.
void AddLatency(const std::string& name, const std::vector<Summary>& floor,
                const std::vector<Summary>& product, const LatencyGoals& goals, Report& report);

// In milliseconds, one of each round.
std::vector<double> EachRound(const std::vector<Summary>& rounds, nanoseconds Summary::*field);

// The curve of a latency: at each share the median of the rounds.
void AddCurve(const std::string& name, const std::string& side, const std::vector<Summary>& rounds,
              Report& report);

}  // namespace clarion::load
