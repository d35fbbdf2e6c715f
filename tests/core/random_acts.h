// Random commands over one docket: mostly sensible, sometimes by the wrong person, of the wrong
// release, in the wrong state; at instants that crowd around those at which something is due.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <string>
#include <utility>

#include "absl/time/time.h"
#include "clarion/v1/commands.pb.h"
#include "clarion/v1/docket.pb.h"
#include "clarion/v1/events.pb.h"
#include "clarion/v1/roster.pb.h"

namespace clarion::testing {

struct RandomAct {
  v1::Command command;
  v1::Actor actor;
};

class RandomActs {
 public:
  // Any number, evenly spread or not: a generator with its seed, or bytes a fuzzer chose.
  using Choices = std::function<uint64_t()>;

  explicit RandomActs(Choices choices) : random_(std::move(choices)) {}

  RandomAct Next(const v1::Docket& docket, absl::Time now);
  RandomAct Registration(absl::Time now);
  // The sample county, some of it on leave, now and then with a vacant post.
  v1::Roster Roster(absl::Time now);
  // Mostly forth, now and then at the next due instant or a millisecond beside it, rarely back.
  absl::Time Later(const v1::Paper& paper, absl::Time now);
  bool OneIn(int n) { return Below(n) == 0; }

 private:
  int Below(int n) { return static_cast<int>(random_() % static_cast<uint64_t>(n)); }
  template <typename T>
  const T& Pick(std::initializer_list<T> values) {
    return *(values.begin() + Below(static_cast<int>(values.size())));
  }
  // The id of one of `items`, or one that none of them has.
  template <typename Items>
  std::string AnyOf(const Items& items) {
    return items.empty() || OneIn(20) ? "none" : items.Get(Below(items.size())).id();
  }
  // A text that was once required, or none.
  std::string Words(const char* words) { return OneIn(10) ? "" : words; }
  v1::Actor OneOfTwo(v1::Role role);
  const v1::Release* Awaiting(const v1::Docket& docket, v1::ReleaseState state);
  std::string ReleaseIn(const v1::Docket& docket, v1::ReleaseState state);
  std::string HashOf(const v1::Docket& docket, const std::string& id);
  v1::ObligationKind AnyObligation(const v1::Docket& docket);
  std::string AnyOfficial();
  v1::Grade AnyGrade();
  // random_acts.cc
  void FillFacts(const v1::Docket& docket, absl::Time now, RandomAct& act);
  void FillPapers(absl::Time now, RandomAct& act);
  void FillEnd(const v1::Docket& docket, RandomAct& act);
  void FillHandover(const v1::Docket& docket, RandomAct& act);
  // random_release_acts.cc
  void FillRelease(const v1::Docket& docket, RandomAct& act);
  void FillSignature(const v1::Docket& docket, RandomAct& act);
  void FillConference(const v1::Docket& docket, absl::Time now, RandomAct& act);
  // random_second_acts.cc
  void FillSpeaker(const v1::Docket& docket, absl::Time now, RandomAct& act);
  void FillLeave(absl::Time now, RandomAct& act);
  void FillWaiver(const v1::Docket& docket, RandomAct& act);
  void FillEvidence(const v1::Docket& docket, absl::Time now, RandomAct& act);

  const Choices random_;
};

}  // namespace clarion::testing
