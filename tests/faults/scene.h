// A Scene is one run: a private Redis, the desks, people at work and watchers, all of it written
// down; faults act on it, and in the end it is settled and judged.
//
//     auto scene = Scene::Open(office, options);
//     fault.inject(**scene, random);
//     (*scene)->Settle();          // mended, quiet, everything decided and told
//     (*scene)->violations();      // what was not as it should be, in words
//
// Expect and Tell may be called from any thread.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "tests/faults/audience.h"
#include "tests/faults/desks.h"
#include "tests/faults/history.h"
#include "tests/faults/network.h"
#include "tests/faults/office.h"
#include "tests/faults/redis_program.h"
#include "tests/faults/relay.h"
#include "tests/faults/supervisor.h"
#include "tests/faults/traffic.h"

namespace clarion::faults {

class Scene {
 public:
  struct Options {
    uint64_t seed = 0;
    std::string folder = {};  // short: unix sockets lie in it
    std::string durability = "DISK";
    int disk_mib = 0;          // above 0: Redis writes to a disk of this size
    bool network = false;      // Redis lives in a network namespace of its own
    bool long_faults = false;  // freezes of 10 s rather than of some seconds
  };

  static absl::StatusOr<std::unique_ptr<Scene>> Open(const Office& office, const Options& options);
  ~Scene();

  const Options& options() const { return options_; }
  Supervisor& supervisor() { return supervisor_; }
  RedisProgram& redis() { return *redis_; }
  Desks& desks() { return *desks_; }
  Relay& relay() { return *relay_; }
  Network& network() { return *network_; }
  Traffic& traffic() { return *traffic_; }
  Audience& audience() { return *audience_; }
  const Office& office() const { return office_; }

  // Notes what should have been so; false is a violation.
  void Expect(bool holds, const std::string& what);
  // A figure worth showing, such as how long something took.
  void Tell(const std::string& what);
  std::vector<std::string> violations();
  std::vector<std::string> told();

  // Notes that a fault begins, for run.json; its number is given to EndFault.
  size_t BeginFault(const FaultFacts& fault);
  void EndFault(size_t number);
  // From now on watchers may be told to begin anew: the data set went back, or its log was cut.
  void AllowResyncs();
  // Expectations of time hold: no fault is mixed with another.
  void SetAlone(bool alone) { alone_ = alone; }
  bool alone() const { return alone_; }

  // `clarion-admin WORDS... --socket ...`: its output, or its failure with the output.
  absl::StatusOr<std::string> Admin(std::vector<std::string> words);
  // Last sequence in the log of a region's shard.
  int64_t LastSequence(const std::string& region);

  // Everything serves again, new acts are acknowledged, nothing overdue waits, all watchers have
  // come to the end; then everything is stopped but Redis, and the history is complete.
  void Settle();

 private:
  Scene(const Office& office, const Options& options) : office_(office), options_(options) {}
  absl::Status Begin();
  absl::Status MountDisk();
  void AwaitService();
  void AwaitNothingOverdue();
  void AwaitWatchers();
  void SampleClock();
  void List();

  const Office& office_;
  const Options options_;
  std::mutex mutex_;
  std::vector<std::string> violations_;  // guarded by mutex_
  std::vector<std::string> told_;        // guarded by mutex_
  RunFacts run_;                         // guarded by mutex_
  bool alone_ = true;
  bool mounted_ = false;
  std::unique_ptr<Network> network_;
  std::unique_ptr<RedisProgram> redis_;
  std::unique_ptr<Desks> desks_;
  Supervisor supervisor_;
  std::unique_ptr<Relay> relay_;
  std::unique_ptr<Traffic> traffic_;
  std::unique_ptr<Audience> audience_;
};

}  // namespace clarion::faults
