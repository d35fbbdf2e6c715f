// The acts a replay file may name, each as one call to the desk that knows it.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clarion/v1/docket.pb.h"
#include "clients/cpp/connection.h"

namespace clarion::cli {

// What an act may look at besides its arguments.
struct Stage {
  client::Connection& connection;  // of the one who acts
  std::string region;
  std::string incident;  // resource name; empty before `register`
  v1::Docket docket;     // as last answered
  absl::Time t0;         // start of the drill
  int speed = 1;
};

bool IsAct(const std::string& act);

// The docket after it. `note` does nothing.
absl::StatusOr<v1::Docket> Perform(const Stage& stage, const std::string& act,
                                   const nlohmann::json& args);

}  // namespace clarion::cli
