#include "services/store/replicas.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "services/store/steady.h"

namespace clarion::store {
namespace {

constexpr absl::Duration kLives = absl::Milliseconds(1500);

}  // namespace

void Replicas::Announce(const std::string& desk, const std::string& process) {
  const std::lock_guard<std::mutex> lock(mutex_);
  desk_ = desk;
  process_ = process;
}

std::string Replicas::announcement() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return process_.empty() ? std::string() : absl::StrCat(desk_, "/", process_);
}

void Replicas::Hear(const std::string& announcement) {
  const size_t slash = announcement.find('/');
  if (slash == std::string::npos) return;
  const std::lock_guard<std::mutex> lock(mutex_);
  if (announcement.compare(0, slash, desk_) != 0) return;
  const absl::Duration now = SteadyNow();
  heard_[announcement.substr(slash + 1)] = now;
  for (auto it = heard_.begin(); it != heard_.end();) {
    it = now - it->second > kLives ? heard_.erase(it) : std::next(it);
  }
}

std::vector<std::string> Replicas::Live() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  std::vector<std::string> live;
  if (process_.empty()) return live;
  const absl::Duration now = SteadyNow();
  bool self = false;
  for (const auto& [process, heard_at] : heard_) {
    if (process == process_) self = true;
    if (process == process_ || now - heard_at <= kLives) live.push_back(process);
  }
  if (!self) live.insert(std::upper_bound(live.begin(), live.end(), process_), process_);
  return live;
}

}  // namespace clarion::store
