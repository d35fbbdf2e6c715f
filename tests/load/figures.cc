#include "tests/load/figures.h"

#include <algorithm>
#include <limits>

#include "services/core/check.h"

namespace clarion::load {
namespace {

bool MoreIsBetter(const Figure& figure) {
  return figure.judge == Judge::kRatioAtLeast || figure.judge == Judge::kAtLeast;
}

bool Within(const Figure& figure, double value, double limit) {
  return MoreIsBetter(figure) ? value >= limit : value <= limit;
}

// The best first.
std::vector<double> Ranked(const Figure& figure) {
  CLARION_CHECK(!figure.product.empty());
  std::vector<double> values;
  for (size_t i = 0; i < figure.product.size(); ++i) values.push_back(Value(figure, i));
  std::sort(values.begin(), values.end());
  if (MoreIsBetter(figure)) std::reverse(values.begin(), values.end());
  return values;
}

}  // namespace

double Value(const Figure& figure, size_t round) {
  const double product = figure.product.at(round);
  const bool alone = figure.judge == Judge::kAtMost || figure.judge == Judge::kAtLeast;
  if (alone || figure.floor.empty()) return product;
  const double floor = figure.floor.at(round);
  if (figure.judge == Judge::kMoreAtMost) return product - floor;
  return floor > 0 ? product / floor : std::numeric_limits<double>::infinity();
}

double Best(const Figure& figure) { return Ranked(figure).front(); }

double Median(const Figure& figure) {
  const std::vector<double> ranked = Ranked(figure);
  return ranked[ranked.size() / 2];
}

double MedianOf(std::vector<double> rounds) {
  CLARION_CHECK(!rounds.empty());
  std::sort(rounds.begin(), rounds.end());
  return rounds[rounds.size() / 2];
}

bool MeetsGate(const Figure& figure) {
  if (figure.judge == Judge::kShown || figure.gate == kNoGate) return true;
  if (Within(figure, Best(figure), figure.gate)) return true;
  for (size_t round = 0; round < figure.floor.size(); ++round) {
    if (figure.product[round] <= figure.gate_times_floor * figure.floor[round]) return true;
  }
  return false;
}

bool MeetsGoal(const Figure& figure) {
  return figure.judge == Judge::kShown || Within(figure, Median(figure), figure.goal);
}

}  // namespace clarion::load
