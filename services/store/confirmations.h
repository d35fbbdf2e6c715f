// How many replicas must have a write before it is answered: durability `replicated`.
//
// Every replica that keeps up, and at least one. Not just any one: while a fail-over is under way
// one replica has become the master already, and the other still confirms what the old master
// writes; what only that one confirmed is lost a second later. So a replica that has gone is
// counted for three seconds more. By then the Sentinels, asked each second, have named the new
// master if there is one, and the old one is left.
//
// Thread-safe.
#pragma once

#include <array>
#include <atomic>
#include <mutex>

#include "absl/time/time.h"

namespace clarion::store {

class Confirmations {
 public:
  // `asked` false: no replica need confirm anything, `needed` is 0.
  explicit Confirmations(bool asked) : asked_(asked), needed_(asked ? 1 : 0) {}

  // So many replicas keep up with the master now.
  void Observe(int replicas, absl::Duration now);
  // Another node has become the master: what was seen of the old one does not count.
  void Reset();

  bool asked() const { return asked_; }
  int needed() const { return needed_.load(std::memory_order_relaxed); }
  // As many keep up as are needed. If not, waiting for them long is for nothing.
  bool attainable() const { return needed() <= present_.load(std::memory_order_relaxed); }
  // How long to wait for them: the third argument of WAIT.
  const char* patience_ms() const { return attainable() ? "1000" : "100"; }

 private:
  static constexpr int kMostCounted = 8;

  const bool asked_;
  std::atomic<int> needed_;
  std::atomic<int> present_{0};
  std::mutex mutex_;
  // When so many, or more, were seen last.
  std::array<absl::Duration, kMostCounted + 1> seen_ = Never();

  static std::array<absl::Duration, kMostCounted + 1> Never();
};

}  // namespace clarion::store
