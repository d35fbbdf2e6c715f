// The Bench holds what is measured, all of it private to the run: the deployment with its Redis,
// the floors with theirs, the regions and the duty officer of each.
//
// The desks a measurement does not need are stopped for it: on a machine of two cores they would
// take the time of those it does. One thread, which must outlive it. What it started ends with it.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "grpcpp/channel.h"
#include "tests/support/deployment.h"
#include "tests/support/process.h"
#include "tests/support/redis_server.h"
#include "tests/support/temp_dir.h"

namespace clarion::load {

// A region of its own for each measurement, so that none meets what another left.
inline constexpr char kLoadRegion[] = "410001";
inline constexpr char kWatchRegion[] = "410002";
inline constexpr char kDrillRegion[] = "410003";
inline constexpr char kDueRegion[] = "410004";
inline constexpr char kCrowdRegion[] = "410005";

class Bench {
 public:
  using Channels = std::vector<std::shared_ptr<grpc::Channel>>;
  struct Acknowledgement {
    std::string region;
    std::string incident;  // empty when the answer had no name in it
  };

  static absl::StatusOr<std::unique_ptr<Bench>> Open();

  // One more region with its duty officer; the incident and the spokesperson desk must run.
  absl::Status AddRegion(const std::string& region);

  // Starts those of the four desks that are named and do not run, kills the others that do.
  absl::Status RunOnly(const std::vector<std::string>& desks);

  support::Deployment& deployment() { return *deployment_; }
  const std::string& folder() const { return folder_.path(); }
  const support::RedisServer& floor_redis() const { return *floor_redis_; }

  // Connections of their own, made.
  absl::StatusOr<Channels> ToDesk(const std::string& desk, size_t count);
  absl::StatusOr<Channels> ToFloor(const std::string& floor, size_t count);

  pid_t DeskPid(const std::string& desk) { return deployment_->group().process(desk).pid(); }
  pid_t FloorPid(const std::string& floor) { return floors_.at(floor).process->pid(); }
  pid_t RedisPid() const;       // of the deployment
  pid_t FloorRedisPid() const;  // of the floors

  // Token of the duty officer of one of the regions.
  const std::string& Duty(const std::string& region) const { return duty_.at(region); }

  // The first of so many numbers for registrations that nobody else has.
  size_t TakeNumbers(size_t count) { return std::exchange(next_number_, next_number_ + count); }

  // Registrations that were acknowledged in the whole run. Thread-safe.
  void Acknowledged(const std::string& region, const std::string& incident);
  std::vector<Acknowledgement> acknowledged();

 private:
  struct Floor {
    std::unique_ptr<support::Process> process;
    std::string port_file;
  };

  Bench() = default;

  absl::Status StartFloor(const std::string& name, bool with_redis);

  support::TempDir folder_;
  std::unique_ptr<support::Deployment> deployment_;
  std::unique_ptr<support::RedisServer> floor_redis_;
  std::map<std::string, Floor> floors_;
  std::map<std::string, std::string> duty_;
  size_t next_number_ = 10'000'000;  // above those of measurements that count from 0

  std::mutex mutex_;
  std::vector<Acknowledgement> acknowledged_;
};

}  // namespace clarion::load
