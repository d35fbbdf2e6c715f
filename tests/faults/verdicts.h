// What the checker found, validator by validator.
//
// Each rule has a validator of its own with a name of its own, so that a report says which promise
// was broken rather than that something was. A Verdict keeps the first violations in words and
// counts the rest. One thread.
#pragma once

#include <cstdint>
#include <deque>
#include <ostream>
#include <string>
#include <vector>

namespace clarion::faults {

struct Verdict {
  std::string name = {};
  int64_t checked = 0;
  int64_t violations = 0;
  std::vector<std::string> first = {};  // the first violations: what and where
  std::string skipped = {};             // why it was not asked

  void Violated(const std::string& what);
  // Counts one that was looked at; reports `what` when the rule does not hold.
  template <typename What>
  void Require(bool holds, What what) {
    ++checked;
    if (!holds) Violated(what());
  }
};

class Verdicts {
 public:
  // The verdict of that name, begun when it is new. Stays where it is.
  Verdict& Named(const std::string& name);
  const std::deque<Verdict>& all() const { return all_; }
  void Append(Verdicts more);

  int failed() const;
  // A line for each validator, its first violations below; then `N passed, N failed, N skipped`.
  void Print(std::ostream& out) const;

 private:
  std::deque<Verdict> all_;
};

}  // namespace clarion::faults
