// Numbers gives new incidents their numbers: `410726-20261123-0007`, the day of registration in
// Asia/Shanghai and a counter.
//
// No lock in the store and, as a rule, no round trip: the process takes the next number it knows
// of, and the commit demands that the paper does not exist yet. When a number turns out to be in
// use (the process is new, or beside others), the end is searched by probing: 1, 2, 4, ... beyond,
// then halving. Numbers are used once and nearly dense. Thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/store/paper_store.h"

namespace clarion::server {

class Numbers {
 public:
  explicit Numbers(store::PaperStore& papers) : papers_(papers) {}

  // Resource name of an incident of `region` registered at `now` that nobody in this process holds.
  std::string Take(const std::string& region, absl::Time now);

  // The number of `name` was not used: it is given out again, unless a later one is.
  void GiveBack(const std::string& name);

  // `name` turned out to be in use: searches the end of that day, then calls `done`; Take gives a
  // number after it.
  void Search(const std::string& name, absl::Time deadline, std::function<void(absl::Status)> done);

 private:
  struct Probe;
  void Step(std::shared_ptr<Probe> probe);
  void Raise(const std::string& day, int64_t last);

  store::PaperStore& papers_;
  std::mutex mutex_;
  std::map<std::string, int64_t> last_;  // `410726-20261123` -> highest number given out or seen
};

}  // namespace clarion::server
