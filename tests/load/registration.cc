#include "tests/load/registration.h"

#include <atomic>
#include <functional>
#include <map>

#include "absl/time/clock.h"
#include "clarion/v1/incident_service.pb.h"
#include "tests/load/cpu.h"
#include "tests/load/latency_figures.h"
#include "tests/load/open_loop.h"
#include "tests/load/registrations.h"
#include "tests/load/saturation.h"
#include "tests/load/unary_caller.h"

namespace clarion::load {
namespace {

constexpr size_t kOperationsMax = 400'000;  // of one saturation: bounds what is kept
constexpr size_t kRunsMax = 100;            // saturations and paced rounds of one measurement

// One of the paths that are measured in turns.
struct Path {
  std::string name;
  std::unique_ptr<UnaryCaller> caller;
  std::function<grpc::ByteBuffer(size_t number)> request;
  std::function<void(const grpc::ByteBuffer& answer)> acknowledged;
  std::vector<pid_t> pids;  // the service, and its Redis

  // One entry a round.
  std::vector<double> per_second;
  std::vector<double> service_us;  // CPU for one operation
  std::vector<double> redis_us;
  std::vector<double> total_us;
  std::vector<Summary> latency;
};

class Registering {
 public:
  Registering(Bench& bench, const Profile& profile)
      : bench_(bench), profile_(profile), number_(bench.TakeNumbers(kOperationsMax * kRunsMax)) {}

  absl::Status Open();
  void Saturate(Path& path);
  void Pace(Path& path);
  std::map<std::string, Path>& paths() { return paths_; }
  long failed() const { return failed_; }

 private:
  absl::Status Add(const std::string& name, const absl::StatusOr<Bench::Channels>& channels,
                   const std::string& token, std::vector<pid_t> pids);
  void Send(Path& path, std::function<void(bool ok)> answered);

  Bench& bench_;
  const Profile& profile_;
  SteadyClock clock_;
  std::map<std::string, Path> paths_;
  std::atomic<size_t> number_;
  std::atomic<long> failed_{0};
};

absl::Status Registering::Add(const std::string& name,
                              const absl::StatusOr<Bench::Channels>& channels,
                              const std::string& token, std::vector<pid_t> pids) {
  if (!channels.ok()) return channels.status();
  Path path;
  path.name = name;
  path.caller = std::make_unique<UnaryCaller>(*channels, kRegisterMethod, token);
  path.pids = std::move(pids);
  path.request = FloorRequest;
  path.acknowledged = [](const grpc::ByteBuffer& /*answer*/) {};
  paths_[name] = std::move(path);
  return absl::OkStatus();
}

absl::Status Registering::Open() {
  const size_t channels = profile_.channels;
  absl::Status status =
      Add("echo", bench_.ToFloor("echo", channels), "", {bench_.FloorPid("echo")});
  status.Update(Add("floor", bench_.ToFloor("store", channels), "",
                    {bench_.FloorPid("store"), bench_.FloorRedisPid()}));
  status.Update(Add("product", bench_.ToDesk("incident", channels), bench_.Duty(kLoadRegion),
                    {bench_.DeskPid("incident"), bench_.RedisPid()}));
  if (!status.ok()) return status;
  Path& product = paths_.at("product");
  product.request = [](size_t number) {
    return RequestOf(
        {.region = kLoadRegion, .number = number, .detected_at = absl::Now() - absl::Minutes(1)});
  };
  product.acknowledged = [this](const grpc::ByteBuffer& answer) {
    bench_.Acknowledged(kLoadRegion, IncidentIn(answer));
  };
  return absl::OkStatus();
}

void Registering::Send(Path& path, std::function<void(bool ok)> answered) {
  const size_t number = number_.fetch_add(1);
  path.caller->Call(number, path.request(number),
                    [this, &path, answered = std::move(answered)](const grpc::Status& status,
                                                                  grpc::ByteBuffer& answer) {
                      if (status.ok()) path.acknowledged(answer);
                      if (!status.ok()) failed_.fetch_add(1);
                      answered(status.ok());
                    });
}

void Registering::Saturate(Path& path) {
  CpuMeter cpu(path.pids);
  Saturation saturation({.outstanding = profile_.outstanding,
                         .operations_max = kOperationsMax,
                         .warm_up = profile_.warm_up,
                         .window = profile_.window},
                        clock_);
  const Saturation::Result result = saturation.Run(
      [&](size_t /*operation*/) { Send(path, [&](bool ok) { saturation.Answered(ok); }); },
      [&] { cpu.Begin(); }, [&] { cpu.End(); });
  const double answered = std::max<double>(1, static_cast<double>(result.answered));
  const auto each_us = [&](size_t i) {
    return i < cpu.used().size() ? static_cast<double>(cpu.used()[i].count()) / 1e3 / answered : 0;
  };
  path.per_second.push_back(answered / (Milliseconds(result.window) / 1e3));
  path.service_us.push_back(each_us(0));
  path.redis_us.push_back(each_us(1));
  path.total_us.push_back(each_us(0) + each_us(1));
}

void Registering::Pace(Path& path) {
  const auto loop =
      std::make_shared<OpenLoop>(OpenLoop::Plan{.per_second = profile_.per_second,
                                                .operations = profile_.operations,
                                                .warm_up = profile_.warm_up_operations},
                                 clock_);
  loop->Run([&](size_t i) { Send(path, [loop, i](bool /*ok*/) { loop->Answered(i); }); });
  if (!loop->WaitForAnswers(kAnswersMayTake)) failed_.fetch_add(1);
  path.latency.push_back(loop->Summarise());
}

void AddRegistrationFigures(const std::map<std::string, Path>& paths, Report& report) {
  const Path& echo = paths.at("echo");
  const Path& floor = paths.at("floor");
  const Path& product = paths.at("product");
  const auto add = [&report](Figure figure) { report.Add(std::move(figure)); };
  add({"registrations at saturation", "/s", floor.per_second, product.per_second,
       Judge::kRatioAtLeast, 0.70, 0.35});
  add({"  store floor beside bare echo", "/s", echo.per_second, floor.per_second});
  add({"  CPU each, service and Redis", "us", floor.total_us, product.total_us, Judge::kRatioAtMost,
       1.6, 3.2});
  add({"  CPU each, service", "us", floor.service_us, product.service_us});
  add({"  CPU each, Redis", "us", floor.redis_us, product.redis_us});
  add({"  CPU each, bare echo", "us", {}, echo.service_us});
  AddLatency("registration, open loop", floor.latency, product.latency,
             {.p50 = {Judge::kMoreAtMost, 0.3, 0.6, 2}, .p99 = {Judge::kRatioAtMost, 2, 4}},
             report);
  AddLatency("  bare echo", {}, echo.latency, {}, report);
}

}  // namespace

absl::Status MeasureRegistration(Bench& bench, const Profile& profile, Report& report) {
  if (absl::Status alone = bench.RunOnly({"incident"}); !alone.ok()) return alone;
  Registering registering(bench, profile);
  if (absl::Status opened = registering.Open(); !opened.ok()) return opened;
  for (size_t round = 0; round < profile.rounds; ++round) {
    for (auto& [name, path] : registering.paths()) registering.Saturate(path);
  }
  for (size_t round = 0; round < profile.rounds; ++round) {
    for (auto& [name, path] : registering.paths()) registering.Pace(path);
  }
  AddRegistrationFigures(registering.paths(), report);
  report.counts.push_back({"registrations that failed", registering.failed()});
  return absl::OkStatus();
}

absl::StatusOr<Paced> PaceRegistrations(Bench& bench, const Profile& profile, size_t rounds) {
  Registering registering(bench, profile);
  if (absl::Status opened = registering.Open(); !opened.ok()) return opened;
  std::map<std::string, Path>& paths = registering.paths();
  for (size_t round = 0; round < rounds; ++round) {
    registering.Pace(paths.at("floor"));
    registering.Pace(paths.at("product"));
  }
  return Paced{.floor = paths.at("floor").latency,
               .product = paths.at("product").latency,
               .failed = registering.failed()};
}

}  // namespace clarion::load
