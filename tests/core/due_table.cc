// The instants of the timers, from the table of the domain.
#include <algorithm>

#include "services/core/proto_time.h"
#include "services/core/speakers.h"
#include "tests/core/laws.h"

namespace clarion::testing {
namespace {

using core::FromProto;

constexpr int64_t kQuarterOfAnHourMs = 15 * 60 * 1000;
constexpr int64_t kHalfAnHourMs = 30 * 60 * 1000;

// The earliest of the instants after `now`.
class Next {
 public:
  explicit Next(absl::Time now) : now_(now) {}
  void Consider(absl::Time at) {
    if (at > now_) next_ = std::min(next_, at);
  }
  absl::Time next() const { return next_; }

 private:
  const absl::Time now_;
  absl::Time next_ = absl::InfiniteFuture();
};

void ConsiderClock(const v1::Docket& docket, const v1::Obligation& clock, Next& next) {
  const absl::Time start = FromProto(clock.start_at());
  const int64_t limit = absl::ToInt64Milliseconds(FromProto(clock.limit()));
  const int64_t before = kQuarterOfAnHourMs / docket.time_scale();
  next.Consider(start + absl::Milliseconds(limit / 2));
  next.Consider(start + absl::Milliseconds(limit * 4 / 5));
  if (before < limit) next.Consider(start + absl::Milliseconds(limit - before));
  next.Consider(FromProto(clock.due_at()) + absl::Milliseconds(1));
}

}  // namespace

absl::Time NextDueByTable(const v1::Docket& docket, const v1::Roster& roster, absl::Time now) {
  Next next(now);
  for (const v1::Obligation& clock : docket.obligations()) {
    if (clock.status() == v1::OBLIGATION_STATUS_PENDING) ConsiderClock(docket, clock, next);
  }
  if (docket.assignment().lead().empty() && !docket.has_false_report()) {
    next.Consider(FromProto(docket.registered_at()) +
                  absl::Milliseconds(kHalfAnHourMs / docket.time_scale()));
  }
  const v1::Official* speaker = core::FindOfficial(roster, docket.assignment().speaker());
  if (speaker == nullptr) return next.next();
  for (const v1::Leave& leave : speaker->leave()) next.Consider(FromProto(leave.from()));
  return next.next();
}

}  // namespace clarion::testing
