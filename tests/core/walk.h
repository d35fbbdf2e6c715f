// A Walk does random acts on one docket after another, beside some of them another that it may be
// merged with, and holds each step against the laws.
//
// The property test walks with a seed, the fuzzer with bytes that libFuzzer chose. Not thread-safe.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "services/core/decide.h"
#include "tests/core/random_acts.h"

namespace clarion::testing {

class Walk {
 public:
  // Alters a command before it is decided on: what nobody would send.
  using Spoil = std::function<void(v1::Command&)>;

  explicit Walk(RandomActs::Choices choices, Spoil spoil = nullptr);

  // False when a law broke; `broken` says which, and on what.
  bool Step();
  const std::string& broken() const { return broken_; }

  void PrintCounts() const;
  // What should have come up and did not.
  std::vector<std::string> NeverReached() const;
  int courses() const { return courses_; }

  const v1::Paper& paper() const { return paper_; }
  // Of the present course.
  const std::vector<v1::Record>& records() const { return records_; }

 private:
  bool Finished() const;
  void Restart();
  core::Context ContextOf(const v1::Actor& actor) const;
  void Count(const v1::Command& command, const std::string& how);
  bool Do(const v1::Paper& paper, const RandomAct& act);
  bool ChangeRoster(const RandomAct& act);
  bool RegisterAgain(const RandomAct& act);
  void BeginOther();
  bool Merge(const RandomAct& act);
  std::string WhatAnAuditorFinds(v1::Paper paper);
  bool TakeClaims(const std::vector<core::Claim>& claims);
  bool Keep(const core::Decision& decision);
  bool KeepEvents(const core::Decision& decision, absl::Time decided_at);
  bool KeepTimers(const core::Decision& decision, absl::Time decided_at);
  bool Broken(const std::string& what);
  bool Broken(const std::string& what, const core::Decision& decision);

  RandomActs acts_;
  const Spoil spoil_;
  v1::Paper roster_;
  v1::Paper paper_;
  v1::Paper other_;  // an incident that may turn out to be the same matter; empty: there is none
  v1::Paper fold_;
  std::vector<v1::Record> records_;
  absl::Time now_;
  std::set<std::pair<std::string, absl::Time>> breaches_;
  std::map<std::string, std::string> claims_;
  std::map<std::string, int> counts_;
  std::string broken_;
  int steps_after_the_end_ = 0;
  int courses_ = 0;
};

}  // namespace clarion::testing
