#include "tests/load/start_up.h"

#include "tests/load/recorder.h"

namespace clarion::load {

absl::StatusOr<std::map<std::string, std::vector<double>>> StartEach(
    Bench& bench, const std::vector<std::string>& desks, size_t rounds) {
  support::ProcessGroup& group = bench.deployment().group();
  SteadyClock clock;
  std::map<std::string, std::vector<double>> seconds;
  for (size_t round = 0; round < rounds; ++round) {
    for (const std::string& desk : desks) {
      const Instant killed = clock.Now();
      group.Kill(desk);
      if (absl::Status started = group.Start({desk}); !started.ok()) return started;
      seconds[desk].push_back(Milliseconds(clock.Now() - killed) / 1e3);
    }
  }
  return seconds;
}

}  // namespace clarion::load
