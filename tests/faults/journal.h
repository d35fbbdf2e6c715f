// One file of a run's history: a line of JSON for each thing that was sent or heard, written out at
// once. Thread-safe.
#pragma once

#include <cstdint>
#include <fstream>
#include <mutex>
#include <string>

#include "nlohmann/json.hpp"

namespace clarion::faults {

// Microseconds of CLOCK_MONOTONIC: one clock for all processes of a machine.
int64_t MonotonicMicros();

class Journal {
 public:
  explicit Journal(const std::string& path);

  void Write(const nlohmann::ordered_json& line);

 private:
  std::mutex mutex_;
  std::ofstream file_;
};

}  // namespace clarion::faults
