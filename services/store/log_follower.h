// A LogFollower hands over every entry of every shard's log, once and in order.
//
// The bell (pub/sub) wakes it, the log tells: a missed bell costs at most a second, never an entry.
// Runs on a thread of its own with connections of its own.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "clarion/v1/events.pb.h"

namespace clarion::store {

struct Entry {
  int shard = 0;
  int64_t sequence = 0;
  std::string bytes;   // serialised LogEntry, as published
  std::string hash8;   // first 8 bytes of SHA-256(bytes): named in resume tokens
  v1::LogEntry entry;  // parsed: the records, byte for byte
};

class LogFollower {
 public:
  virtual ~LogFollower() = default;

  struct Options {
    std::string desk;     // `timeline`, `spokesperson`, `broadcast`: its cursor is written under it
    std::string process;  // unique name of this process
    // Called on the follower's thread with entries of one shard, in order and at least one: what
    // was found at one look, at most 500. Must not block for long.
    std::function<void(absl::Span<const Entry>)> on_entries;
    // The place to go on from is below the trimmed floor (or the data set is another one): go over
    // all open papers of the shard once, then entries go on after `sequence`.
    std::function<void(int shard, int64_t sequence)> on_resync;
  };

  // Last sequence of each shard's log now; where a process that loads papers afterwards begins.
  virtual absl::StatusOr<std::vector<int64_t>> Ends() = 0;
  // What was read through the store since the first Ends() is as durable as the mode promises;
  // UNAVAILABLE: read all of it again, beginning with Ends(). Asked by whoever loads papers and
  // then skips entries that they contain: a paper read ahead of the replicas may vanish.
  virtual absl::Status ConfirmReads() = 0;
  // How far this desk got in each shard: the most any process of it has handled, living or dead.
  // Where a desk that reacts begins after a restart. The log's end where the desk never followed.
  virtual absl::StatusOr<std::vector<int64_t>> DeskCursors() = 0;
  // Begins after `from[shard]` in each shard. Once.
  virtual absl::Status Start(const std::vector<int64_t>& from) = 0;
  // The process has handled everything up to `sequence` of `shard`; written to `{NN}:cursors` at
  // most a second late, at once with a manual clock. Thread-safe.
  virtual void Handled(int shard, int64_t sequence) = 0;
  // Entries of a shard after `after`, at most `limit`, with the entry `after` itself first if it is
  // still there: what a resume checks its token against. Blocks; for start-up and resumes.
  virtual absl::StatusOr<std::vector<Entry>> Read(int shard, int64_t after, int limit) = 0;
  virtual void Stop() = 0;
};

}  // namespace clarion::store
