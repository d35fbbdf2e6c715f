// A call to Redis from the moment it is submitted until its callback ran. Move-only in spirit: the
// callback runs once, and whoever finishes the call takes it.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/store/reply.h"

namespace clarion::store {

struct PendingCall {
  enum class Kind { kCall, kLoad, kWait };  // the last two are the link's own: SCRIPT LOAD, WAIT

  Kind kind = Kind::kCall;
  std::string bytes;
  absl::Duration expires = absl::InfiniteDuration();  // on the steady clock
  bool writes = false;
  bool kept = false;   // answered once the replicas have what it saw, as a write is
  bool again = false;  // met NOSCRIPT once already
  int replicas = 0;    // of a WAIT: how many must confirm
  uint64_t end = 0;    // position in the stream of bytes where it is whole
  std::function<void(absl::StatusOr<Reply>)> done;  // empty once finished, and for the link's own
  std::atomic<int>* open_calls = nullptr;           // counted down when it is finished

  bool finished() const { return done == nullptr; }

  void Finish(absl::StatusOr<Reply> result) {
    if (finished()) return;
    const auto callback = std::exchange(done, nullptr);
    open_calls->fetch_sub(1);
    callback(std::move(result));
  }
};

}  // namespace clarion::store
