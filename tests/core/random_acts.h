// Random commands over one docket: mostly sensible, sometimes by the wrong person, of the wrong
// release, in the wrong state; at instants that crowd around those at which something is due.
#pragma once

#include <random>
#include <string>

#include "absl/time/time.h"
#include "clarion/v1/commands.pb.h"
#include "clarion/v1/docket.pb.h"
#include "clarion/v1/events.pb.h"

namespace clarion::testing {

struct RandomAct {
  v1::Command command;
  v1::Actor actor;
};

class RandomActs {
 public:
  explicit RandomActs(uint64_t seed) : random_(seed) {}

  RandomAct Next(const v1::Docket& docket, absl::Time now);
  RandomAct Registration(absl::Time now);
  // Mostly forth, now and then at the next due instant or a millisecond beside it, rarely back.
  absl::Time Later(const v1::Paper& paper, absl::Time now);
  bool OneIn(int n) { return Below(n) == 0; }

 private:
  int Below(int n) { return static_cast<int>(random_() % static_cast<uint64_t>(n)); }
  template <typename T>
  const T& Pick(std::initializer_list<T> values) {
    return *(values.begin() + Below(static_cast<int>(values.size())));
  }
  std::string AnyRelease(const v1::Docket& docket);
  std::string AnyConference(const v1::Docket& docket);
  std::string AnyOfficial();
  v1::Grade AnyGrade();
  void FillFacts(const v1::Docket& docket, absl::Time now, RandomAct& act);
  void FillRelease(const v1::Docket& docket, RandomAct& act);
  void FillConference(const v1::Docket& docket, absl::Time now, RandomAct& act);

  std::mt19937_64 random_;
};

}  // namespace clarion::testing
