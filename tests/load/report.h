// The report of a run: a table for people, JSON for whatever compares runs (README.md has the
// schema), and the count that tests/run reads. Pure but for the file.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "tests/load/figures.h"

namespace clarion::load {

struct Fact {
  std::string name;
  double value = 0;
};

// A line of a plot: percentiles of a latency, or how a figure grows.
struct Curve {
  std::string name;
  std::string x;  // what the points are at: `share`, `open incidents`, `ms after due`
  std::string unit;
  std::string side;  // `floor`, `clarion` or a peer
  std::vector<std::pair<double, double>> points;
};

struct Report {
  std::string profile;
  std::vector<Figure> figures;
  std::vector<Count> counts;
  std::vector<Fact> facts;  // what the figures were taken on: sizes, numbers of operations
  std::vector<Curve> curves;
  double seconds = 0;

  void Add(Figure figure) { figures.push_back(std::move(figure)); }

  size_t Failed() const;
  size_t Passed() const;
};

// `10,000`.
std::string Counted(size_t count);

std::string ToTable(const Report& report);
std::string ToJson(const Report& report);

}  // namespace clarion::load
