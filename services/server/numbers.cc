#include "services/server/numbers.h"

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace clarion::server {
namespace {

constexpr size_t kDaysKept = 4096;  // regions x days; the oldest day of the map goes first

std::string NameOf(const std::string& day, int64_t number) {
  return absl::StrCat("regions/", day.substr(0, 6), "/incidents/", day, "-",
                      absl::StrFormat("%04d", number));
}

// The day in Shanghai, which has had no daylight saving time since 1991. Written once a day and
// thread: it is asked for at each registration.
const std::string& DayOf(absl::Time now) {
  thread_local int64_t known = -1;
  thread_local std::string day;
  const int64_t number = absl::ToUnixSeconds(now + absl::Hours(8)) / (24 * 3600);
  if (number != known) {
    known = number;
    day = absl::FormatTime("%Y%m%d", now, absl::FixedTimeZone(8 * 3600));
  }
  return day;
}

// `regions/410726/incidents/410726-20261123-0007` -> `410726-20261123`, 7
std::pair<std::string, int64_t> Split(const std::string& name) {
  const std::string number = name.substr(name.rfind('/') + 1);
  const size_t dash = number.rfind('-');
  return {number.substr(0, dash), std::strtoll(number.c_str() + dash + 1, nullptr, 10)};
}

}  // namespace

// `exists` is known to be in use. While `missing` is 0 the step doubles; then the gap is halved.
struct Numbers::Probe {
  std::string day;
  int64_t exists = 0;
  int64_t missing = 0;
  int64_t step = 1;
  absl::Time deadline;
  std::function<void(absl::Status)> done;
};

std::string Numbers::Take(const std::string& region, absl::Time now) {
  const std::string day = absl::StrCat(region, "-", DayOf(now));
  std::lock_guard<std::mutex> lock(mutex_);
  if (last_.size() > kDaysKept) last_.erase(last_.begin());
  return NameOf(day, ++last_[day]);
}

void Numbers::GiveBack(const std::string& name) {
  const auto [day, number] = Split(name);
  std::lock_guard<std::mutex> lock(mutex_);
  const auto last = last_.find(day);
  if (last != last_.end() && last->second == number) --last->second;
}

void Numbers::Raise(const std::string& day, int64_t last) {
  std::lock_guard<std::mutex> lock(mutex_);
  int64_t& known = last_[day];
  known = std::max(known, last);
}

void Numbers::Search(const std::string& name, absl::Time deadline,
                     std::function<void(absl::Status)> done) {
  auto probe = std::make_shared<Probe>();
  std::tie(probe->day, probe->exists) = Split(name);
  probe->deadline = deadline;
  probe->done = std::move(done);
  Step(std::move(probe));
}

void Numbers::Step(std::shared_ptr<Probe> probe) {
  if (probe->missing != 0 && probe->missing - probe->exists <= 1) {
    Raise(probe->day, probe->exists);
    probe->done(absl::OkStatus());
    return;
  }
  const int64_t next = probe->missing == 0 ? probe->exists + probe->step
                                           : probe->exists + (probe->missing - probe->exists) / 2;
  papers_.LoadCurrent(NameOf(probe->day, next), probe->deadline,
                      [this, probe, next](absl::StatusOr<store::PaperPtr> paper) {
                        if (!paper.ok()) return probe->done(paper.status());
                        if ((*paper)->head.empty()) {
                          probe->missing = next;
                        } else {
                          probe->exists = next;
                          probe->step *= 2;
                        }
                        Step(probe);
                      });
}

}  // namespace clarion::server
