// Faults planted into made runs, each with the validator that must find it.
//
// `plan` changes what was decided or told, before heads and hashes are made; `spoil` changes what
// was recorded afterwards, as damage does. Both are false when the run has no place for the fault.
#pragma once

#include <functional>
#include <random>
#include <string>
#include <vector>

#include "tests/faults/made_run.h"

namespace clarion::faults {

using Dice = std::mt19937_64;

struct Mutation {
  std::string name = {};
  std::string found_by = {};
  std::function<bool(MadeRun&, Dice&)> plan = nullptr;
  std::function<bool(Recorded&, Dice&)> spoil = nullptr;
};

// Of what clients were told, of records, of the store around them, of what watchers heard.
std::vector<Mutation> RequestMutations();
std::vector<Mutation> ClockMutations();
std::vector<Mutation> PeopleMutations();
std::vector<Mutation> StoreMutations();
std::vector<Mutation> WatchMutations();
std::vector<Mutation> AllMutations();

// One of `things`, or null when there is none.
template <typename Thing>
Thing* OneOf(std::vector<Thing*> things, Dice& dice) {
  return things.empty() ? nullptr : things[dice() % things.size()];
}

// A record of a docket for which `suits` holds; null when there is none.
v1::Record* AnyRecord(MadeRun& run, Dice& dice,
                      const std::function<bool(const v1::Record&)>& suits);
// An event of such records, with its record.
struct EventPlace {
  v1::Record* record = nullptr;
  v1::Event* event = nullptr;
};
EventPlace AnyEvent(MadeRun& run, Dice& dice, v1::Event::KindCase kind,
                    const std::function<bool(const v1::Event&)>& suits = nullptr);
// A try that was acknowledged with a record of its own, sent once.
Attempt* AnyAcknowledged(MadeRun& run, Dice& dice);
// Takes the last record of a paper away, as if its commit had never been.
void Forget(MadeRun& run, const std::string& paper);

}  // namespace clarion::faults
