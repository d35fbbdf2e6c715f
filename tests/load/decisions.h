// What the records of incidents say of their deadlines: how late each breach was decided, and
// whether any was decided early, twice or never. Pure.
#pragma once

#include <vector>

#include "clarion/v1/incident_service.pb.h"
#include "tests/load/clock.h"
#include "tests/load/report.h"

namespace clarion::load {

struct Decisions {
  std::vector<nanoseconds> late;  // of each breach, against `due + 1 ms`
  long early = 0;                 // breaches and warnings before their instant
  long missing = 0;               // incidents without a breach
  long repeated = 0;              // breaches after the first of an incident

  void Add(const Decisions& more);
};

// Reads the records of one incident that has one clock to miss. Returns the number of breaches.
long ReadDecisions(const v1::ListRecordsResponse& records, Decisions& decisions);

// The three counts, each under a name that ends with `of`.
void AddCounts(const Decisions& decisions, const std::string& of, Report& report);

}  // namespace clarion::load
