// A Watch follows a region or an incident for as long as it is wanted.
//
// It survives restarts: after UNAVAILABLE, RESOURCE_EXHAUSTED or silence it comes back with the
// last token, and the caller sees neither gap nor repeat. When the token cannot be followed, a
// snapshot follows and `snapshot_begins` says to forget. What breaks the promise of the stream (a
// version skipped, a sequence going back) ends the watch with DATA_LOSS.
//
//     Watch watch(channels, {.parent = "regions/410726"});
//     absl::Status end = watch.Run({.item = [](const v1::WatchItem& item) { ... }});
//
// Run blocks; its callbacks run on the calling thread. Cancel may come from any thread.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "clarion/v1/broadcast_service.grpc.pb.h"
#include "clients/cpp/channels.h"
#include "clients/cpp/retry.h"
#include "clients/cpp/watch_order.h"

namespace clarion::client {

struct WatchOptions {
  std::string parent;
  std::string resume_token;  // empty: from a snapshot
  int bookmark_seconds = 15;
  RetryPolicy pauses;  // only the pauses count: a watch has no last try of its own
  // Without a single message for this long it gives up. Infinite by default.
  absl::Duration give_up_after = absl::InfiniteDuration();
};

struct WatchHandler {
  // Forget everything: states of all open papers follow. `resync`: a token could not be followed.
  std::function<void(bool resync)> snapshot_begins = [](bool) {};
  std::function<void(const v1::WatchItem& item)> item = [](const v1::WatchItem&) {};
  // All up to here is seen; the first one after a snapshot ends it.
  std::function<void(const v1::WatchResponse& message)> bookmark = [](const v1::WatchResponse&) {};
  // The stream broke and is taken up again.
  std::function<void(const absl::Status& why)> interrupted = [](const absl::Status&) {};
};

class Watch {
 public:
  Watch(std::shared_ptr<const Channels> channels, WatchOptions options);

  // CANCELLED after Cancel; DATA_LOSS; or what no repetition cures (PERMISSION_DENIED, ...).
  absl::Status Run(const WatchHandler& handler);
  void Cancel();

  // Goes on after everything handed to the handler.
  std::string resume_token() const;

 private:
  absl::Status RunStream(const WatchHandler& handler, bool again, bool& progressed);
  absl::Status Take(const v1::WatchResponse& message, const WatchHandler& handler, bool& fresh);
  bool Pause(absl::Duration duration);  // false: cancelled meanwhile

  const std::shared_ptr<const Channels> channels_;
  const WatchOptions options_;
  const std::unique_ptr<v1::BroadcastService::StubInterface> stub_;
  WatchOrder order_;
  bool in_snapshot_ = false;

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::string token_;                       // guarded by mutex_
  grpc::ClientContext* context_ = nullptr;  // guarded by mutex_; of the stream being read
  bool cancelled_ = false;                  // guarded by mutex_
};

}  // namespace clarion::client
