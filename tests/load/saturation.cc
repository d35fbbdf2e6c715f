#include "tests/load/saturation.h"

namespace clarion::load {

Saturation::Result Saturation::Run(const std::function<void(size_t operation)>& send,
                                   const std::function<void()>& at_begin,
                                   const std::function<void()>& at_end) {
  send_ = send;
  under_way_ = plan_.outstanding;
  for (size_t i = 0; i < plan_.outstanding; ++i) SendNext();
  clock_.SleepUntil(clock_.Now() + plan_.warm_up);
  at_begin();
  const Instant begin = clock_.Now();
  const size_t before = answered_.load();
  if (plan_.window == nanoseconds(0)) WaitForAnswers();
  clock_.SleepUntil(begin + plan_.window);
  Result result;
  result.answered = answered_.load() - before;
  result.window = clock_.Now() - begin;
  at_end();
  over_.store(true);
  WaitForAnswers();
  result.failed = failed_.load();
  return result;
}

void Saturation::WaitForAnswers() {
  std::unique_lock<std::mutex> lock(mutex_);
  all_left_.wait(lock, [this] { return under_way_ == 0; });
}

void Saturation::Answered(bool ok) {
  (ok ? answered_ : failed_).fetch_add(1);
  SendNext();
}

void Saturation::SendNext() {
  if (over_.load()) return Left();
  const size_t operation = next_.fetch_add(1);
  if (operation >= plan_.operations_max) return Left();
  send_(operation);
}

void Saturation::Left() {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (--under_way_ == 0) all_left_.notify_all();
}

}  // namespace clarion::load
