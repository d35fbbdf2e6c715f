#include "tests/load/saturation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace clarion::load {
namespace {

// Answers what it is asked on a thread of its own; every third badly.
class Answerer {
 public:
  ~Answerer() {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      stopping_ = true;
    }
    wake_.notify_all();
    thread_.join();
  }

  void Ask(Saturation& saturation, size_t operation) {
    const std::lock_guard<std::mutex> lock(mutex_);
    asked_.emplace_back(&saturation, operation);
    under_way_max_ = std::max(under_way_max_, ++under_way_);
    wake_.notify_all();
  }

  size_t under_way_max() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return under_way_max_;
  }

 private:
  void Run() {
    std::unique_lock<std::mutex> lock(mutex_);
    while (true) {
      wake_.wait(lock, [this] { return stopping_ || !asked_.empty(); });
      if (stopping_) return;
      const auto [saturation, operation] = asked_.front();
      asked_.pop_front();
      --under_way_;
      lock.unlock();
      saturation->Answered(operation % 3 != 0);
      lock.lock();
    }
  }

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::pair<Saturation*, size_t>> asked_;
  size_t under_way_ = 0;
  size_t under_way_max_ = 0;
  bool stopping_ = false;
  std::thread thread_{[this] { Run(); }};
};

Saturation::Plan PlanOf(size_t operations_max) {
  return {.outstanding = 8,
          .operations_max = operations_max,
          .warm_up = std::chrono::milliseconds(5),
          .window = std::chrono::milliseconds(20)};
}

TEST(Saturation, KeepsTheNumberUnderWayAndCountsFailuresApart) {
  SteadyClock clock;
  Answerer answerer;
  Saturation saturation(PlanOf(100'000'000), clock);
  const Saturation::Result result =
      saturation.Run([&](size_t i) { answerer.Ask(saturation, i); }, [] {}, [] {});
  EXPECT_EQ(answerer.under_way_max(), 8U);
  EXPECT_GT(result.answered, 0U);
  EXPECT_GT(result.failed, 0U);
  EXPECT_GE(result.window, std::chrono::milliseconds(20));
}

TEST(Saturation, SendsNoMoreThanItsBound) {
  SteadyClock clock;
  Answerer answerer;
  Saturation saturation(PlanOf(100), clock);
  std::atomic<size_t> sent{0};
  saturation.Run(
      [&](size_t i) {
        ++sent;
        answerer.Ask(saturation, i);
      },
      [] {}, [] {});
  EXPECT_EQ(sent.load(), 100U);
}

TEST(Saturation, WithoutAWindowSendsAllHoweverLongItTakes) {
  SteadyClock clock;
  Answerer answerer;
  Saturation saturation({.outstanding = 8, .operations_max = 3000}, clock);
  const Saturation::Result result =
      saturation.Run([&](size_t i) { answerer.Ask(saturation, i); }, [] {}, [] {});
  EXPECT_EQ(result.failed, 1000U);
}

}  // namespace
}  // namespace clarion::load
