// An OpenLoop starts operations at instants fixed beforehand, whatever the answers do.
//
// A latency counts from the instant an operation was due to be sent, not from when it was sent: a
// server that stalls for a second is late for each of the operations that fell into that second,
// and so is a sender that was held up. (A loop that waits for an answer before it sends the next
// would leave out just those: coordinated omission.)
//
//     OpenLoop loop({.per_second = 500, .operations = 1000, .warm_up = 100}, clock);
//     loop.Run([&](size_t i) { Send(i, [&loop, i] { loop.Answered(i); }); });
//     loop.WaitForAnswers(std::chrono::seconds(10));
//     Summary summary = loop.Summarise();
//
// Run belongs to one thread, and what it calls must not wait; Answered may come from any.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>

#include "tests/load/clock.h"
#include "tests/load/recorder.h"

namespace clarion::load {

inline constexpr std::chrono::seconds kAnswersMayTake{30};  // longer than a call may

class OpenLoop {
 public:
  struct Plan {
    double per_second = 1;
    size_t operations = 0;
    size_t warm_up = 0;  // the first ones are sent, and left out of the summary
  };

  OpenLoop(const Plan& plan, Clock& clock);

  // The instant operation `i` is due to be sent.
  Instant Due(size_t operation) const;

  // Sends all, in order. Blocks until the last one is sent.
  void Run(const std::function<void(size_t operation)>& send);

  void Answered(size_t operation);

  // Whether all were answered within `limit`.
  bool WaitForAnswers(nanoseconds limit);

  Summary Summarise() const { return recorder_.Summarise(plan_.warm_up); }

 private:
  const Plan plan_;
  Clock& clock_;
  const Instant begin_;
  Recorder recorder_;

  std::mutex mutex_;
  std::condition_variable all_answered_;
  size_t answered_ = 0;
};

}  // namespace clarion::load
