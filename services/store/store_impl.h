// The Store over Redis: owns every part and stops them in order. Two threads of its own (link,
// bell), one that keeps it (clock, watermark), one for each follower and each Sentinel.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "services/store/bell.h"
#include "services/store/confirmations.h"
#include "services/store/data_clock.h"
#include "services/store/held_set.h"
#include "services/store/keeper.h"
#include "services/store/log_watch.h"
#include "services/store/node_watch.h"
#include "services/store/papers.h"
#include "services/store/redis_link.h"
#include "services/store/replicas.h"
#include "services/store/ring_board.h"
#include "services/store/store.h"
#include "services/store/watermark.h"
#include "services/store/whereabouts.h"

namespace clarion::store {

class StoreImpl : public Store {
 public:
  explicit StoreImpl(Options options);
  ~StoreImpl() override;

  // First of all; then Check.
  void AskWhere();
  // Checks everything on a connection of its own; then Start.
  absl::Status Check();
  void Start();

  PaperStore& papers() override { return papers_; }
  absl::Time Now() override;
  bool ClockSuspect() override;
  DataSet data_set() override;
  std::unique_ptr<LogFollower> NewFollower(LogFollower::Options options) override;
  absl::StatusOr<std::vector<ShardProgress>> ReadProgress() override;
  absl::Status SetManualClock(absl::Time to) override;
  std::vector<std::string> LiveReplicas() override { return replicas_.Live(); }
  void Announce(const std::string& desk, const std::string& process) override {
    replicas_.Announce(desk, process);
  }
  bool Healthy() override { return link_.up() && held_.sound().ok(); }
  DurabilityState durability() override { return node_.state(); }

 private:
  absl::Status OnConnect(const Whereabouts::Opened& opened);
  void OnRing(int shard, int64_t sequence, std::string bytes);
  void ClockMoved();

  const Options options_;
  Whereabouts where_;
  Confirmations confirmations_;
  HeldSet held_;
  DataClock clock_;
  Watermark watermark_;
  RingBoard board_;
  Replicas replicas_;
  RedisLink link_;
  Papers papers_;
  NodeWatch node_;
  LogWatch log_;
  Keeper keeper_;
  Bell bell_;
};

}  // namespace clarion::store
