// How much a run measures: `ci` in under a minute, `full` in under ten. Rounds, rates and counts
// are the only difference; what is measured, and how it is judged, is the same.
#pragma once

#include <cstddef>
#include <string>

#include "tests/load/clock.h"

namespace clarion::load {

struct Profile {
  std::string name;
  size_t rounds = 3;

  // Saturation.
  size_t channels = 2;
  size_t outstanding = 64;
  nanoseconds warm_up{0};
  nanoseconds window{0};

  // Registration, open loop.
  double per_second = 500;
  size_t operations = 0;  // a round
  size_t warm_up_operations = 0;

  // Fan-out, open loop.
  size_t watchers = 100;
  double events_per_second = 100;
  size_t events = 0;  // a round
  size_t warm_up_events = 0;

  // Deadlines.
  double drills_per_second = 100;
  size_t drills = 0;  // a round
};

// `ci` or `full`; an empty name when it is neither.
inline Profile ProfileNamed(const std::string& name) {
  using std::chrono::milliseconds;
  Profile profile;
  if (name == "ci") {
    profile.name = name;
    profile.warm_up = milliseconds(300);
    profile.window = milliseconds(1000);
    profile.operations = 800;
    profile.warm_up_operations = 100;
    profile.events = 150;
    profile.warm_up_events = 20;
    profile.drills = 100;
  } else if (name == "full") {
    profile.name = name;
    profile.rounds = 5;
    profile.warm_up = milliseconds(1000);
    profile.window = milliseconds(5000);
    profile.operations = 5500;
    profile.warm_up_operations = 500;
    profile.events = 1000;
    profile.warm_up_events = 100;
    profile.drills_per_second = 200;
    profile.drills = 1000;
  }
  return profile;
}

}  // namespace clarion::load
