// Clients of one replicated store while its nodes fail: writers, each with a paper of its own whose
// versions it writes one after the other, and a follower of the log.
//
// A writer does as callers are told: what was refused or is unknown it repeats with the same
// request, until it is answered. What was acknowledged and what was delivered is kept, to be looked
// for in the end.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "services/store/store.h"
#include "tests/support/redis_trio.h"
#include "tests/support/temp_dir.h"

namespace clarion::store {

class OfficeOfWriters {
 public:
  struct Options {
    support::RedisTrio& trio;
    int client = 0;
    int writers = 4;
    v1::Durability durability = v1::DURABILITY_REPLICATED;
  };
  struct Written {
    std::string paper;
    int64_t version = 0;
    std::string record;
  };
  struct Delivered {
    int shard = 0;
    int64_t sequence = 0;
    std::string hash8;
  };
  // What was seen so far.
  struct Seen {
    std::vector<Written> acknowledged;
    std::vector<absl::Time> acknowledged_at;
    std::vector<Delivered> delivered;
    std::vector<absl::Status> damages;
    int unknown = 0;     // acts that were, at least once
    int refused = 0;     // acts that were, at least once
    int resyncs = 0;     // of the follower
    int overtaken = 0;   // acts that found another history in their paper
    int unresolved = 0;  // acts still unanswered at the end
  };

  explicit OfficeOfWriters(Options options);
  ~OfficeOfWriters();

  // Writers end their act first, in 30 s at most. Then the store is closed.
  void Stop();
  Seen seen() const;
  int acknowledged() const { return acknowledged_.load(); }
  int unknown() const { return unknown_.load(); }
  Store& store() { return *store_; }

 private:
  void Open();
  void Follow();
  void Write(int writer);
  bool Settle(Change change, const Written& written, std::string* head);
  void Acknowledge(const Written& written);

  const Options options_;
  const support::TempDir state_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<LogFollower> follower_;
  std::atomic<bool> stopping_{false};
  std::atomic<int> acknowledged_{0};
  std::atomic<int> unknown_{0};
  std::atomic<int> refused_{0};
  mutable std::mutex mutex_;
  Seen seen_;  // guarded by mutex_
  std::vector<std::thread> writers_;
};

}  // namespace clarion::store
