// What a desk is given: everything a process has once, opened by the frame (process.h), outliving
// the desk.
#pragma once

#include <algorithm>
#include <string>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "clarion/v1/config.pb.h"
#include "services/server/account_standings.h"
#include "services/server/metrics.h"
#include "services/server/rule_packs.h"
#include "services/server/tokens.h"
#include "services/server/workers.h"
#include "services/store/store.h"

namespace clarion::server {

struct Runtime {
  const v1::Config& config;
  const std::string process;  // unique, such as `incident/3f2a`
  store::Store& store;
  RulePacks& packs;
  Tokens& tokens;
  Metrics& metrics;
  AccountStandings& standings;
  Workers& admitting;  // goes on with calls whose account had to be asked for

  // The clock tokens are issued and checked by: the data set's, but never a manual one, which jumps
  // over whole days and back. While it is suspect it may have been set back, and nobody's token
  // must seem to be of the future for that: the later of the two clocks counts.
  absl::Time TokenNow() const {
    if (store.data_set().manual_clock) return absl::Now();
    return store.ClockSuspect() ? std::max(store.Now(), absl::Now()) : store.Now();
  }
};

}  // namespace clarion::server
