// A Store is one process's hold on a data set: link, clock, papers and log.
//
//     absl::StatusOr<std::unique_ptr<Store>> store = Store::Open(options);   // checks durability,
//                                                                            // data set, watermark
// Thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clarion/v1/config.pb.h"
#include "services/store/log_follower.h"
#include "services/store/paper_store.h"

namespace clarion::store {

struct DataSet {
  std::string id;  // 32 hex digits
  int64_t generation = 1;
  int shards = kShards;
  bool manual_clock = false;
};

// How far a shard has come, for GetProgress and for *settled*.
struct ShardProgress {
  int64_t last_sequence = 0;
  std::optional<absl::Time> next_due;
  std::vector<std::pair<std::string, int64_t>> cursors;  // `desk/process` -> sequence
};

// Whether the running Redis keeps what an answer promises, as found last.
struct DurabilityState {
  v1::Durability configured = v1::DURABILITY_UNSPECIFIED;
  bool kept = false;
  std::string fault;  // what is wrong and what to do; empty when kept
  std::string fault_zh;
  std::string node;  // `address:port` or a socket
  int replicas = 0;  // that keep up
  int sentinels = 0;
  int sentinels_answering = 0;
  absl::Time looked_at = absl::InfinitePast();
};

class Store {
 public:
  struct Options {
    v1::StoreConfig config;
    std::string state_dir;
    // Called once when the data set is damaged, went back or was emptied: health NOT_SERVING,
    // alarm.
    std::function<void(const absl::Status&)> on_damage;
    // Called with every bell heard, on the bell's thread: shard and the entry. May be empty.
    // Sequence 0 and no bytes, on any thread: the manual clock moved, or the bell had been deaf;
    // look at everything.
    std::function<void(const Entry&)> on_bell;
    // Name of this process, unique in `state_dir`: `incident`, `timeline-2`. Empty means `store`.
    std::string process;
    // What an operator must know, in one line, such as a clock that stepped. May be empty.
    std::function<void(const std::string&)> on_alarm;
  };

  // Refuses (FAILED_PRECONDITION) when Redis does not run the configured durability, or no data set
  // is initialised; DATA_LOSS when it went back.
  static absl::StatusOr<std::unique_ptr<Store>> Open(Options options);
  virtual ~Store() = default;

  virtual PaperStore& papers() = 0;

  // The data set's instant, whole milliseconds: Redis TIME slewed on this process's steady clock,
  // or the manual instant. Never blocks.
  virtual absl::Time Now() = 0;
  // The machine's clock and the data set's differ by more than 250 ms: timers hold.
  virtual bool ClockSuspect() = 0;
  virtual DataSet data_set() = 0;

  // A follower of the log. Several may exist; each must end before the store does.
  virtual std::unique_ptr<LogFollower> NewFollower(LogFollower::Options options) = 0;

  // Blocking; for progress and the manual clock only.
  virtual absl::StatusOr<std::vector<ShardProgress>> ReadProgress() = 0;
  // Sets the manual clock in every shard. FAILED_PRECONDITION on a real one.
  virtual absl::Status SetManualClock(absl::Time to) = 0;

  // Replicas of this desk heard on pub/sub within 1.5 s, this one among them; sorted.
  virtual std::vector<std::string> LiveReplicas() = 0;
  // Announces this process as a replica of `desk` every 0.5 s from now on.
  virtual void Announce(const std::string& desk, const std::string& process) = 0;

  // True while commands can be sent: the link is up and the data set is the one opened.
  virtual bool Healthy() = 0;
  virtual DurabilityState durability() = 0;
};

}  // namespace clarion::store
