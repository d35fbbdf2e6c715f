// Redis as durability `replicated` wants it: three machines on one wire, each with a Redis and a
// Sentinel, and further machines for clients. The real programs.
//
//     RedisTrio trio({.clients = 2});
//     trio.network().Inside(trio.client(0), [&] { ... Store::Open(...) ... });
//     trio.network().Cut({0, trio.client(0)});       // the first node with its client
//     trio.redis(0).Kill();
//     trio.WaitForMaster({1, 2});
//
// Needs root. Ends what it started, by its process id, and removes its folders.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/process.h"
#include "tests/support/redis_server.h"
#include "tests/support/temp_dir.h"
#include "tests/support/wire.h"

namespace clarion::support {

class RedisTrio {
 public:
  static constexpr int kNodes = 3;
  static constexpr char kMaster[] = "clarion";

  struct Options {
    int clients = 1;
    int down_after_ms = 1000;
    int failover_timeout_ms = 5000;
    // `min-replicas-to-write`; 0 to see what happens without.
    int min_replicas = 1;
  };

  explicit RedisTrio(Options options);

  Wire& network() { return wire_; }
  // The machine of a client.
  int client(int number) const { return kNodes + number; }

  RedisServer& redis(int node) { return *nodes_.at(static_cast<size_t>(node)); }
  // As after a power cut of its machine: it comes back as what it was, and the Sentinels tell it
  // what it is now.
  void Restart(int node);
  // Redis and Sentinel: the machine stands still.
  void Freeze(int node);
  void Thaw(int node);

  // `10.77.0.1:26379` and on.
  std::vector<std::string> sentinels() const;
  // What one Sentinel answers, through the network of its machine.
  std::string AskSentinel(int node, const std::vector<std::string>& argv) const;

  // Which of these nodes is a master whom a replica follows, after waiting for it; none in 30 s.
  std::optional<int> WaitForMaster(const std::vector<int>& among);
  // One master, two replicas that keep up with it, and every Sentinel says so.
  bool WaitUntilWhole();

 private:
  void StartRedis();
  void StartSentinels();
  bool Whole();

  const Options options_;
  Wire wire_;
  TempDir folder_;
  std::vector<std::unique_ptr<RedisServer>> nodes_;
  std::vector<std::unique_ptr<Process>> sentinels_;
};

}  // namespace clarion::support
