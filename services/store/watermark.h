// How far this process has seen each shard's log come: last sequence and 8 bytes of that entry's
// hash.
//
// Kept in memory and, once a second, in a small file in the process's state folder. When a
// connection is made the marks are compared with the log, so a data set that went back (a cut file,
// a lost failover, FLUSHALL, a restored copy) is noticed by everyone who had seen more.
// Thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <mutex>
#include <string>

#include "absl/status/status.h"
#include "services/store/paper_store.h"

namespace clarion::store {

struct Mark {
  int64_t sequence = 0;  // 0: nothing seen
  std::string hash8;
};
using Marks = std::array<Mark, kShards>;

class Watermark {
 public:
  // An empty path keeps the marks in memory alone.
  explicit Watermark(std::string path) : path_(std::move(path)) {}

  // Reads the file. Without one nothing is known; one that cannot be understood is refused, because
  // going on without it would promise what cannot be kept.
  absl::Status Load();
  // Writes the file if anything changed since; whole or not at all.
  absl::Status Save();

  void Raise(int shard, int64_t sequence, const std::string& hash8);
  // Begins anew for this data set and generation.
  void Reset(const std::string& id, int64_t generation, const Marks& marks);

  Marks marks() const;
  std::string id() const;  // empty: nothing known
  int64_t generation() const;

 private:
  const std::string path_;
  mutable std::mutex mutex_;
  std::string id_;
  int64_t generation_ = 0;
  Marks marks_;
  bool changed_ = false;
};

}  // namespace clarion::store
