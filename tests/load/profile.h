// How much a run measures: `ci` in about a minute, `full` in about ten. Rounds, rates, sizes and
// counts are the only difference; what is measured, and how it is judged, is the same.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

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
  size_t drills = 0;   // a round
  size_t at_once = 0;  // deadlines at one instant
  size_t at_once_rounds = 1;

  // A crowd of watchers.
  size_t crowd = 0;
  size_t crowd_events = 0;   // a burst
  size_t behind_events = 0;  // missed by those who come back; the desk keeps 2,048

  // Growth.
  std::vector<size_t> open_incidents;
  size_t growth_rounds = 1;
  size_t growth_operations = 0;  // registrations a round, and so on, at each size
  size_t growth_drills = 0;
  size_t start_rounds = 1;
  size_t lists = 0;
  size_t snapshots = 2;

  // Counts under callgrind; the core alone; peers.
  size_t counted = 0;  // a round
  size_t counted_rounds = 2;
  nanoseconds core_window{0};
  size_t peer_rounds = 2;
};

// `ci` or `full`; an empty name when it is neither.
inline Profile ProfileNamed(const std::string& name) {
  using std::chrono::milliseconds;
  Profile profile;
  if (name == "ci") {
    profile.name = name;
    profile.warm_up = milliseconds(200);
    profile.window = milliseconds(700);
    profile.operations = 600;
    profile.warm_up_operations = 100;
    profile.events = 120;
    profile.warm_up_events = 20;
    profile.drills = 100;
    profile.at_once = 2'000;
    profile.crowd = 300;
    profile.crowd_events = 60;
    profile.behind_events = 500;
    profile.growth_operations = 500;
    profile.growth_drills = 100;
    profile.lists = 50;
    profile.counted = 50;
    profile.open_incidents = {10'000};
    profile.core_window = milliseconds(100);
  } else if (name == "full") {
    profile.name = name;
    profile.warm_up = milliseconds(1000);
    profile.window = milliseconds(3000);
    profile.operations = 3500;
    profile.warm_up_operations = 500;
    profile.events = 500;
    profile.warm_up_events = 100;
    profile.drills_per_second = 200;
    profile.drills = 1000;
    profile.at_once = 10'000;
    profile.at_once_rounds = 3;
    profile.crowd = 1000;
    profile.crowd_events = 200;
    profile.behind_events = 2000;
    profile.open_incidents = {1'000, 10'000, 100'000, 1'000'000};
    profile.growth_rounds = 3;
    profile.growth_operations = 1000;
    profile.growth_drills = 400;
    profile.start_rounds = 3;
    profile.lists = 1000;
    profile.snapshots = 5;
    profile.counted = 200;
    profile.counted_rounds = 4;
    profile.core_window = milliseconds(500);
  }
  return profile;
}

}  // namespace clarion::load
