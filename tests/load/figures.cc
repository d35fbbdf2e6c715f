#include "tests/load/figures.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "services/core/check.h"

namespace clarion::load {
namespace {

bool MoreIsBetter(const Figure& figure) { return figure.judge == Judge::kRatioAtLeast; }

bool Within(const Figure& figure, double value, double limit) {
  return MoreIsBetter(figure) ? value >= limit : value <= limit;
}

// The best first.
std::vector<size_t> Ranked(const Figure& figure) {
  CLARION_CHECK(!figure.product.empty());
  std::vector<size_t> rounds(figure.product.size());
  std::iota(rounds.begin(), rounds.end(), 0);
  std::stable_sort(rounds.begin(), rounds.end(), [&](size_t a, size_t b) {
    return MoreIsBetter(figure) ? Value(figure, a) > Value(figure, b)
                                : Value(figure, a) < Value(figure, b);
  });
  return rounds;
}

}  // namespace

double Value(const Figure& figure, size_t round) {
  const double product = figure.product.at(round);
  if (figure.judge == Judge::kAtMost || figure.floor.empty()) return product;
  const double floor = figure.floor.at(round);
  if (figure.judge == Judge::kMoreAtMost) return product - floor;
  return floor > 0 ? product / floor : std::numeric_limits<double>::infinity();
}

size_t BestRound(const Figure& figure) { return Ranked(figure).front(); }

size_t MedianRound(const Figure& figure) {
  const std::vector<size_t> ranked = Ranked(figure);
  return ranked[ranked.size() / 2];
}

bool MeetsGate(const Figure& figure) {
  return figure.judge == Judge::kShown ||
         Within(figure, Value(figure, BestRound(figure)), figure.gate);
}

bool MeetsGoal(const Figure& figure) {
  return figure.judge == Judge::kShown ||
         Within(figure, Value(figure, MedianRound(figure)), figure.goal);
}

}  // namespace clarion::load
