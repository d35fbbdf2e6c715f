// SpeakerReview is the desk's reaction to the roster: when leave was recorded or a roster imported,
// the speaker of each open incident of the region is looked at again.
//
// The log tells which roster changed, ReviewSpeaker decides what it means: running it twice enters
// nothing twice, so every replica may react, and a crash between change and reaction only delays it
// until the restart, which goes on at the desk's cursor.
#pragma once

#include <array>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "services/server/runtime.h"
#include "services/server/write_path.h"

namespace clarion::spokesperson {

class SpeakerReview {
 public:
  // Both must outlive the review.
  SpeakerReview(server::Runtime& runtime, server::WritePath& path)
      : runtime_(runtime), path_(path) {}

  // Goes on where the desk stopped.
  absl::Status Start();
  // What is under way ends; what waits is left to the next start.
  void Stop();

 private:
  // What is to be done in a shard. Coalesced: its size is bounded by the number of regions.
  struct Shard {
    std::set<std::string> regions;  // to look at, six digits
    bool all = false;               // the log was trimmed: look at every region
    int64_t heard = 0;              // last entry of the log
    int64_t handled = 0;            // last one told to be handled
  };

  void Heard(absl::Span<const store::Entry> entries);
  void Resync(int shard, int64_t sequence);
  void Run();
  // Reviews the open incidents of `work` in shard number `shard`; false: try again.
  bool Review(int shard, const Shard& work);

  server::Runtime& runtime_;
  server::WritePath& path_;
  std::unique_ptr<store::LogFollower> follower_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::array<Shard, store::kShards> shards_;
  std::thread thread_;
};

}  // namespace clarion::spokesperson
