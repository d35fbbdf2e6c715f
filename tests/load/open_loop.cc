#include "tests/load/open_loop.h"

namespace clarion::load {
namespace {

// From making the plan to the first operation: the sender is asleep, not late, when it begins.
constexpr std::chrono::milliseconds kLead{20};

}  // namespace

OpenLoop::OpenLoop(const Plan& plan, Clock& clock)
    : plan_(plan), clock_(clock), begin_(clock.Now() + kLead), recorder_(plan.operations) {}

Instant OpenLoop::Due(size_t operation) const {
  const double seconds = static_cast<double>(operation) / plan_.per_second;
  return begin_ + nanoseconds(static_cast<int64_t>(seconds * 1e9));
}

void OpenLoop::Run(const std::function<void(size_t operation)>& send) {
  for (size_t i = 0; i < plan_.operations; ++i) {
    clock_.SleepUntil(Due(i));
    send(i);
  }
}

void OpenLoop::Answered(size_t operation) {
  recorder_.Record(operation, clock_.Now() - Due(operation));
  const std::lock_guard<std::mutex> lock(mutex_);
  if (++answered_ == plan_.operations) all_answered_.notify_all();
}

bool OpenLoop::WaitForAnswers(nanoseconds limit) {
  std::unique_lock<std::mutex> lock(mutex_);
  return all_answered_.wait_for(lock, limit, [this] { return answered_ == plan_.operations; });
}

}  // namespace clarion::load
