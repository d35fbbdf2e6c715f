#include "tests/load/latency_figures.h"

#include <algorithm>

namespace clarion::load {

std::vector<double> EachRound(const std::vector<Summary>& rounds, nanoseconds Summary::*field) {
  std::vector<double> values;
  values.reserve(rounds.size());
  for (const Summary& summary : rounds) values.push_back(Milliseconds(summary.*field));
  return values;
}

void AddCurve(const std::string& name, const std::string& side, const std::vector<Summary>& rounds,
              Report& report) {
  if (rounds.empty()) return;
  size_t length = CurveShares().size();
  for (const Summary& summary : rounds) length = std::min(length, summary.curve.size());
  Curve curve = {.name = name, .x = "share", .unit = "ms", .side = side, .points = {}};
  for (size_t i = 0; i < length; ++i) {
    std::vector<double> values;
    values.reserve(rounds.size());
    for (const Summary& summary : rounds) values.push_back(Milliseconds(summary.curve[i]));
    curve.points.emplace_back(CurveShares()[i], MedianOf(std::move(values)));
  }
  report.curves.push_back(std::move(curve));
}

void AddLatency(const std::string& name, const std::vector<Summary>& floor,
                const std::vector<Summary>& product, const LatencyGoals& goals, Report& report) {
  const auto add = [&](const char* percentile, nanoseconds Summary::*field, const Asked& asked) {
    report.Add({.name = name + ", " + percentile,
                .unit = "ms",
                .floor = EachRound(floor, field),
                .product = EachRound(product, field),
                .judge = asked.judge,
                .goal = asked.goal,
                .gate = asked.gate,
                .gate_times_floor = asked.gate_times_floor});
  };
  add("p50", &Summary::p50, goals.p50);
  add("p99", &Summary::p99, goals.p99);
  add("p99.9", &Summary::p999, goals.p999);
  add("max", &Summary::max, goals.max);
  AddCurve(name, "floor", floor, report);
  AddCurve(name, "clarion", product, report);
}

}  // namespace clarion::load
