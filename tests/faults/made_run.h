// Runs that never happened, for testing the checker: the real core decides random acts in virtual
// time, and a store, clients, readers and watchers that do everything right are made up around it.
//
//     MadeRun run = MakeRun({.seed = 7});
//     ... change something ...
//     Recorded recorded = Render(run);        // heads and hashes follow from the records
//     Verdicts verdicts = Check(recorded.history, recorded.dump);
//
// A MadeRun holds records as messages and leaves heads and hashes empty, so a change of a record
// looks as it would have if the services had decided so. Pure but for its seed.
#pragma once

#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "clarion/v1/events.pb.h"
#include "tests/faults/dump.h"
#include "tests/faults/history.h"

namespace clarion::faults {

struct MadeCommit {
  int shard = 0;
  int64_t sequence = 0;
  int64_t t = 0;
  std::vector<std::pair<std::string, int64_t>> records = {};  // paper and version
};

struct MadeRun {
  History history = {};
  std::map<std::string, std::vector<v1::Record>> papers = {};
  std::vector<MadeCommit> log = {};
  std::vector<KeptRequest> requests = {};
  std::map<std::string, std::string> names = {};
};

struct Recorded {
  History history = {};
  Dump dump = {};
};

struct MadeRunOptions {
  uint64_t seed = 1;
  int steps = 120;    // acts people try
  int incidents = 8;  // at most, of all regions
  int watchers = 3;
  bool mergers = true;
};

MadeRun MakeRun(const MadeRunOptions& options);

// Adds what `count` watchers heard.
void AddWatchers(MadeRun& run, int count, std::mt19937_64& random);

Recorded Render(const MadeRun& run);

// The paper as its records say.
v1::Paper FoldOf(const std::vector<v1::Record>& records);

}  // namespace clarion::faults
