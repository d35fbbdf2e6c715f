#include "tests/load/bench.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "clarion/v1/account.pb.h"
#include "clarion/v1/roster.pb.h"
#include "services/core/check.h"
#include "tests/support/certificates.h"
#include "tests/support/process_group.h"
#include "tests/support/sample_county.h"
#include "tests/support/wait_until.h"

namespace clarion::load {
namespace {

constexpr absl::Duration kStartMayTake = absl::Seconds(10);

absl::StatusOr<Bench::Channels> Connect(const std::string& address, size_t count) {
  Bench::Channels channels;
  for (size_t i = 0; i < count; ++i) {
    channels.push_back(support::NewChannel(address, support::TestCertificates().ca));
    const auto deadline = std::chrono::system_clock::now() + absl::ToChronoSeconds(kStartMayTake);
    if (!channels.back()->WaitForConnected(deadline)) {
      return absl::UnavailableError(absl::StrCat("no connection to ", address));
    }
  }
  return channels;
}

pid_t PidOf(const support::RedisServer& redis) {
  const std::string info = redis.Run({"INFO", "server"});
  const std::string field = "process_id:";
  const size_t at = info.find(field);
  CLARION_CHECK(at != std::string::npos);
  return std::stoi(info.substr(at + field.size()));
}

}  // namespace

absl::StatusOr<std::unique_ptr<Bench>> Bench::Open() {
  std::unique_ptr<Bench> bench(new Bench());
  auto deployment = support::Deployment::Open({});
  if (!deployment.ok()) return deployment.status();
  bench->deployment_ = *std::move(deployment);
  bench->floor_redis_ = std::make_unique<support::RedisServer>();
  absl::Status ready;
  for (const char* region : {kLoadRegion, kWatchRegion, kDrillRegion, kDueRegion, kCrowdRegion}) {
    ready.Update(bench->AddRegion(region));
  }
  ready.Update(bench->StartFloor("echo", false));
  ready.Update(bench->StartFloor("store", true));
  ready.Update(bench->StartFloor("fan_out", true));
  if (!ready.ok()) return ready;
  return bench;
}

absl::Status Bench::AddRegion(const std::string& region) {
  v1::Roster roster = testing::SampleRoster();
  roster.set_name(absl::StrCat("regions/", region, "/roster"));
  if (absl::Status added = deployment_->AddRegion(roster); !added.ok()) return added;
  v1::Account duty;
  duty.set_name("duty");
  duty.set_role(v1::ROLE_DUTY);
  duty.set_person("duty");
  const auto tokens = deployment_->AddAccounts(region, {duty});
  if (!tokens.ok()) return tokens.status();
  duty_[region] = tokens->front();
  return absl::OkStatus();
}

absl::Status Bench::StartFloor(const std::string& name, bool with_redis) {
  const support::Certificates& certificates = support::TestCertificates();
  Floor floor;
  floor.port_file = absl::StrCat(folder_.path(), "/", name, ".port");
  std::vector<std::string> command = {support::ProgramFolder() + "/load_floor", name,
                                      certificates.server, certificates.server_key,
                                      floor.port_file};
  if (with_redis) command.push_back(floor_redis_->socket());
  auto process =
      support::Process::Start({.command = command,
                               .log_path = absl::StrCat(folder_.path(), "/", name, ".log"),
                               .name = ""});
  if (!process.ok()) return process.status();
  floor.process = *std::move(process);
  floors_[name] = std::move(floor);
  return absl::OkStatus();
}

absl::Status Bench::RunOnly(const std::vector<std::string>& desks) {
  for (const std::string& running : deployment_->group().Running()) {
    if (std::find(desks.begin(), desks.end(), running) == desks.end()) {
      deployment_->group().Kill(running);
    }
  }
  std::vector<std::string> missing = desks;
  for (const std::string& running : deployment_->group().Running()) {
    missing.erase(std::remove(missing.begin(), missing.end(), running), missing.end());
  }
  return deployment_->group().Start(missing);
}

absl::StatusOr<Bench::Channels> Bench::ToDesk(const std::string& desk, size_t count) {
  return Connect(deployment_->group().Address(desk), count);
}

absl::StatusOr<Bench::Channels> Bench::ToFloor(const std::string& floor, size_t count) {
  const std::string& port_file = floors_.at(floor).port_file;
  int port = 0;
  const bool started = support::WaitUntil(kStartMayTake, [&] {
    const std::string text = support::ReadFile(port_file);
    return !text.empty() && text.back() == '\n' && absl::SimpleAtoi(text, &port);
  });
  if (!started) {
    return absl::UnavailableError(
        absl::StrCat("the floor ", floor, " did not start: ", floors_.at(floor).process->Log()));
  }
  return Connect(absl::StrCat("127.0.0.1:", port), count);
}

pid_t Bench::RedisPid() const { return PidOf(deployment_->redis()); }
pid_t Bench::FloorRedisPid() const { return PidOf(*floor_redis_); }

void Bench::Acknowledged(const std::string& region, const std::string& incident) {
  const std::lock_guard<std::mutex> lock(mutex_);
  acknowledged_.push_back({region, incident});
}

std::vector<Bench::Acknowledgement> Bench::acknowledged() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return acknowledged_;
}

}  // namespace clarion::load
