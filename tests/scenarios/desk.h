// A Desk carries out the acts of one scenario and shows what came of them.
//
// What an act means is decided here, once; the two desks differ only in whom they ask: the core in
// virtual time, or four real processes over gRPC. No desk knows a scenario by name.
//
//     desk.Open(scenario.given, first_instant);
//     desk.AdvanceTo(step.at);              // timers and reactions settle
//     Outcome outcome = desk.Do(step);
//     desk.AdvanceTo(step.at);              // reactions to it settle
//     absl::StatusOr<View> view = desk.Look("A");
//
// One thread.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clarion/v1/docket.pb.h"
#include "clarion/v1/events.pb.h"
#include "tests/scenarios/acts.h"
#include "tests/scenarios/scenario.h"

namespace clarion::scenarios {

// How a step ended, in the words of the scenarios.
struct Outcome {
  std::string code = "OK";  // canonical name
  std::string reason;
  std::string message;
};

// All that is durable or visible of an incident.
struct View {
  v1::Docket docket;
  std::vector<v1::Record> records;
  std::set<v1::NoticeRole> notices;  // roles told at least once
};

class Desk {
 public:
  virtual ~Desk() = default;

  // A fresh data set with region, roster and accounts of `given`, its clock at `now`. `actors` are
  // those who will act. `given` must outlive the desk.
  virtual absl::Status Open(const Given& given, const std::set<std::string>& actors,
                            absl::Time now) = 0;

  // Visits every instant up to `to` at which something falls due, and settles at each and at `to`.
  // While the services are stopped the clock alone goes on; an earlier instant sets it back.
  virtual absl::Status AdvanceTo(absl::Time to) = 0;

  // `incident` is a label.
  virtual absl::StatusOr<View> Look(const std::string& incident) = 0;

  // What must hold of the whole at the end.
  virtual absl::Status Finish() = 0;

  Outcome Do(const Step& step);

 protected:
  void Begin(const Given& given) {
    given_ = &given;
    labels_.emplace(given);
  }
  const Given& given() const { return *given_; }
  const Labels& labels() const { return *labels_; }

  // The docket after it; an empty one when the act was done on the roster.
  virtual absl::StatusOr<v1::Docket> Submit(const std::string& actor, const Request& request) = 0;
  virtual absl::Status StopServices() = 0;
  virtual absl::Status StartServices() = 0;
  // Sets the clock at once: no instant in between is visited.
  virtual absl::Status StepClock(absl::Duration by) = 0;

 private:
  absl::Status DoSystemAct(const Step& step);

  const Given* given_ = nullptr;
  std::optional<Labels> labels_;
};

// `NOT_FOUND` and reason `NO_SUCH_INCIDENT` of a refusal.
Outcome OutcomeOf(const absl::Status& status);

}  // namespace clarion::scenarios
