// What a decision may look at besides the paper and the command. The core has no clock of its own:
// `now` is the only time there is.
#pragma once

#include <string>

#include "absl/time/time.h"
#include "clarion/v1/docket.pb.h"
#include "clarion/v1/roster.pb.h"
#include "clarion/v1/rule_pack.pb.h"

namespace clarion::core {

struct Context {
  absl::Time now;                      // whole milliseconds
  v1::Actor actor;                     // from a verified token; ROLE_SYSTEM for timers
  const v1::RulePack* pack = nullptr;  // the pack the docket began with; for a new one, the default
  std::string pack_sha256;             // hash of that pack's bytes, 32 bytes
  const v1::Roster* roster = nullptr;  // of the docket's region; null when there is none
  const v1::Docket* other = nullptr;   // at a merger: the other docket; null when there is none
  bool clock_suspect = false;          // the data set's clock and the machine's differ
};

}  // namespace clarion::core
