// Who of this desk lives, by what is heard on the replicas' channel. A hint: a wrong view costs a
// wasted attempt, never a deadline. Thread-safe.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace clarion::store {

class Replicas {
 public:
  // From now on this process is `desk/process`.
  void Announce(const std::string& desk, const std::string& process);
  // What to publish; empty before Announce.
  std::string announcement() const;
  // Heard `desk/process`.
  void Hear(const std::string& announcement);
  // Processes of this desk heard within 1.5 s, this one among them; sorted. Empty before Announce.
  std::vector<std::string> Live() const;

 private:
  mutable std::mutex mutex_;
  std::string desk_;
  std::string process_;
  std::map<std::string, absl::Duration> heard_;  // process -> steady instant
};

}  // namespace clarion::store
