// Plays a case as a drill: in real time, each step at its offset divided by the speed, each by the
// account whose context the step names.
//
// The services run the same law on limits divided by the same number, so what is late in the case
// is late in the drill. A second thread watches the incident and says what the clocks do meanwhile.
// A step that is refused is said and counted, and the play goes on.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "clients/cli/replay/acts.h"
#include "clients/cli/replay/case_file.h"
#include "clients/cli/session.h"

namespace clarion::cli {

class Player {
 public:
  Player(Session& session, const Case& replayed, int speed)
      : session_(session), case_(replayed), speed_(speed) {}

  // Signs nobody in: fails when a context is missing, a token is not accepted, or the data set's
  // clock is a manual one.
  absl::Status Prepare();

  // Plays all steps; returns how many were refused.
  absl::StatusOr<int> Play();

  const std::string& incident() const { return incident_; }
  // As whom the case was registered: reads what the report needs.
  client::Connection& reader() { return *connections_.begin()->second; }

 private:
  absl::StatusOr<absl::Time> DataSetNow(client::Connection& connection);
  absl::Status PlayStep(const CaseStep& step);
  void Say(absl::Duration after, const std::string& what, bool bad);

  Session& session_;
  const Case& case_;
  const int speed_;
  std::map<std::string, std::unique_ptr<client::Connection>> connections_;  // by context
  std::string region_;
  std::string incident_;
  v1::Docket docket_;
  absl::Time t0_;
  std::mutex say_mutex_;  // the watching thread says things too
};

}  // namespace clarion::cli
