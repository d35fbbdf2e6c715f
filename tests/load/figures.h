// Figures of a run, and what is asked of them.
//
// Floors and product are measured in turns, in rounds; round k of one stands beside round k of the
// other, so that both saw the same machine. A Figure is judged on its best round, because what
// disturbs a round only ever makes it worse; the median round is shown beside it, and is the one to
// quote. Gates are at half of the goals: they catch what is broken, not what is noisy. Pure.
#pragma once

#include <limits>
#include <string>
#include <vector>

namespace clarion::load {

enum class Judge {
  kRatioAtLeast,  // product / floor
  kRatioAtMost,   // product / floor
  kMoreAtMost,    // product - floor
  kAtMost,        // product alone
  kAtLeast,       // product alone
  kShown,         // product / floor, judged by nobody
};

// Of figures that have a goal and no gate: what depends on the machine alone fails nobody.
inline constexpr double kNoGate = std::numeric_limits<double>::infinity();

struct Figure {
  std::string name;
  std::string unit;
  std::vector<double> floor = {};  // one a round; empty when there is none
  std::vector<double> product = {};
  Judge judge = Judge::kShown;
  double goal = 0;
  double gate = 0;
  // For gates in milliseconds: so many times its floor is well enough too. A machine that others
  // use wakes everybody late, and what is late in both is not the product's.
  double gate_times_floor = 0;
};

// What must be zero, whatever the machine does.
struct Count {
  std::string name;
  long value = 0;
};

// The figure that is judged, of round `round`: a ratio, a difference or the value itself. A ratio
// to a floor of zero is infinite.
double Value(const Figure& figure, size_t round);

// Over the rounds; of an even number the worse of the middle two is the median.
double Best(const Figure& figure);
double Median(const Figure& figure);

// Of rounds of one side; of an even number the greater of the middle two.
double MedianOf(std::vector<double> rounds);

bool MeetsGate(const Figure& figure);  // the best round
bool MeetsGoal(const Figure& figure);  // the median round

}  // namespace clarion::load
