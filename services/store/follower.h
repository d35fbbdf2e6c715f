// The LogFollower over Redis: a thread and a connection of its own.
//
// It sleeps until the bell is heard, and looks at every log once a second besides. What it hands
// over it read from the log, after the last entry handed over, so a missed bell costs time and
// never an entry. A hole (the place to go on from was trimmed away) or a new generation is told as
// a resync.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "services/store/confirmations.h"
#include "services/store/data_clock.h"
#include "services/store/held_set.h"
#include "services/store/log_follower.h"
#include "services/store/redis_connection.h"
#include "services/store/redis_link.h"
#include "services/store/ring_board.h"
#include "services/store/watermark.h"
#include "services/store/whereabouts.h"

namespace clarion::store {

class Follower : public LogFollower {
 public:
  // What a follower works with; all of it outlives it.
  struct Parts {
    Whereabouts& where;
    const Confirmations& confirmations;
    RedisLink& link;
    HeldSet& held;
    DataClock& clock;
    Watermark& watermark;
    RingBoard& board;
    std::function<void(const std::string&)> on_alarm = nullptr;  // what an operator must know
  };
  Follower(Parts parts, Options options);
  ~Follower() override { Stop(); }

  absl::StatusOr<std::vector<int64_t>> Ends() override;
  absl::Status ConfirmReads() override;
  absl::StatusOr<std::vector<int64_t>> DeskCursors() override;
  absl::Status Start(const std::vector<int64_t>& from) override;
  void Handled(int shard, int64_t sequence) override;
  absl::StatusOr<std::vector<Entry>> Read(int shard, int64_t after, int limit) override;
  void Stop() override;

 private:
  void Run();
  bool Connected();
  absl::Status CheckPlace();
  absl::Status Look(const RingBoard::Sequences& heard, bool everything);
  absl::Status HandOver(int shard, const redisReply& log, bool* more);
  absl::Status ReadKept(const std::vector<Argv>& commands, std::vector<Reply>* replies);
  void Unreadable(int shard, int64_t sequence);
  absl::Status Resync(int shard);
  void WriteCursors();
  void WriteCursor(int shard);
  absl::Status RemoveDead();

  const Parts parts_;
  const Options options_;
  const std::string name_;  // `desk/process`
  std::array<std::atomic<int64_t>, kShards> handled_;
  // Of the link, when the ends were asked first since ConfirmReads; 0 when they were not.
  std::atomic<int64_t> ends_connection_{0};
  std::atomic<bool> started_{false};
  std::atomic<bool> stopping_{false};

  // Of the follower's thread.
  std::unique_ptr<RedisConnection> connection_;
  int64_t connected_as_ = 0;                   // version of the place
  RingBoard::Sequences at_ = {};               // last handed over
  std::array<std::string, kShards> at_hash8_;  // and its hash; empty when not known
  int64_t epoch_ = 0;
  std::thread thread_;
};

}  // namespace clarion::store
