// Saturation keeps a fixed number of operations under way and counts how many are answered in a
// window: what a path can do, not how fast it answers.
//
// The window begins after a warm-up; `at_begin` and `at_end` are called at its ends, to read what
// was used in it. After it nothing new is sent, and Run returns when all is answered. Operations
// are numbered from 0, at most `operations_max` of them. Answered may come from any thread.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>

#include "tests/load/clock.h"

namespace clarion::load {

class Saturation {
 public:
  struct Plan {
    size_t outstanding = 64;
    size_t operations_max = 0;
    nanoseconds warm_up{0};
    nanoseconds window{0};
  };
  struct Result {
    size_t answered = 0;  // in the window, and well
    size_t failed = 0;    // at any time
    nanoseconds window{0};
  };

  Saturation(const Plan& plan, Clock& clock) : plan_(plan), clock_(clock) {}

  // `send(i)` starts operation i; Answered(ok) must follow, not from within `send`.
  Result Run(const std::function<void(size_t operation)>& send,
             const std::function<void()>& at_begin, const std::function<void()>& at_end);

  void Answered(bool ok);

 private:
  // Sends one more, if there is one to be sent.
  void SendNext();
  void Left();
  void WaitForAnswers();

  const Plan plan_;
  Clock& clock_;
  std::function<void(size_t)> send_;
  std::atomic<size_t> next_{0};
  std::atomic<size_t> answered_{0};
  std::atomic<size_t> failed_{0};
  std::atomic<bool> over_{false};

  std::mutex mutex_;
  std::condition_variable all_left_;
  size_t under_way_ = 0;
};

}  // namespace clarion::load
