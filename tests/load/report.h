// The report of a run: a table for people, JSON for whatever compares runs (README.md has the
// schema), and the count that tests/run reads. Pure but for the file.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "tests/load/figures.h"

namespace clarion::load {

struct Fact {
  std::string name;
  double value = 0;
};

struct Report {
  std::string profile;
  std::vector<Figure> figures;
  std::vector<Count> counts;
  std::vector<Fact> facts;  // what the figures were taken on: sizes, numbers of operations
  double seconds = 0;

  size_t Failed() const;
  size_t Passed() const;
};

std::string ToTable(const Report& report);
std::string ToJson(const Report& report);

}  // namespace clarion::load
