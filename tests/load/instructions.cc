#include "tests/load/instructions.h"

#include <filesystem>
#include <future>
#include <nlohmann/json.hpp>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/load/callgrind.h"
#include "tests/load/registrations.h"
#include "tests/load/unary_caller.h"
#include "tests/support/certificates.h"
#include "tests/support/wait_until.h"

namespace clarion::load {
namespace {

constexpr char kCountsFile[] = CLARION_SOURCE_DIR "/tests/load/counts.json";
constexpr char kInstructions[] = "registration, instructions";
constexpr char kAllocations[] = "registration, allocations";
constexpr char kDeskName[] = "incident-counted";
constexpr absl::Duration kCountedStartMayTake = absl::Seconds(120);
constexpr absl::Duration kDumpMayTake = absl::Seconds(30);
constexpr size_t kWarmUp = 50;

// The incident desk under callgrind.
class CountedDesk {
 public:
  explicit CountedDesk(Bench& bench) : bench_(bench), profile_(bench.folder() + "/callgrind") {}

  absl::Status Start();
  // Registers so many, one after the other.
  absl::Status Register(size_t count);
  // What it executed since the last look.
  absl::StatusOr<Executed> Look();

 private:
  Bench& bench_;
  const std::string profile_;
  std::unique_ptr<support::Process> process_;
  std::unique_ptr<UnaryCaller> caller_;
  int looks_ = 0;
};

absl::Status CountedDesk::Start() {
  const support::ProcessGroup& group = bench_.deployment().group();
  const std::string config = group.WriteConfig(kDeskName);
  const std::string port_file = config.substr(0, config.rfind('.')) + ".port";
  auto process = support::Process::Start(
      {.command = {"/usr/bin/valgrind", "--tool=callgrind", "--callgrind-out-file=" + profile_,
                   support::ProgramFolder() + "/clarion-incident", "--config", config},
       .log_path = profile_ + ".log",
       .name = ""});
  if (!process.ok()) return process.status();
  process_ = *std::move(process);
  std::shared_ptr<grpc::Channel> channel;
  const bool serves = support::WaitUntil(kCountedStartMayTake, [&] {
    const std::string port = support::ReadFile(port_file);
    if (port.empty() || port.back() != '\n') return !process_->Running();
    if (channel == nullptr) {
      channel = support::NewChannel(absl::StrCat("127.0.0.1:", std::stoi(port)),
                                    support::TestCertificates().ca);
    }
    return support::IsServing(channel);
  });
  if (!serves || channel == nullptr) {
    return absl::UnavailableError("the desk under callgrind does not serve:\n" + process_->Log());
  }
  caller_ = std::make_unique<UnaryCaller>(Bench::Channels{channel}, kRegisterMethod,
                                          bench_.Duty(kLoadRegion));
  return absl::OkStatus();
}

absl::Status CountedDesk::Register(size_t count) {
  const size_t first = bench_.TakeNumbers(count);
  for (size_t i = 0; i < count; ++i) {
    std::promise<grpc::Status> answered;
    caller_->Call(i,
                  RequestOf({.region = kLoadRegion,
                             .number = first + i,
                             .detected_at = absl::Now() - absl::Minutes(1)}),
                  [&](const grpc::Status& status, grpc::ByteBuffer& answer) {
                    if (status.ok()) bench_.Acknowledged(kLoadRegion, IncidentIn(answer));
                    answered.set_value(status);
                  });
    const grpc::Status status = answered.get_future().get();
    if (!status.ok()) return absl::UnavailableError(status.error_message());
  }
  return absl::OkStatus();
}

// A dump writes what was counted since the one before, and begins anew.
absl::StatusOr<Executed> CountedDesk::Look() {
  const std::string file = absl::StrCat(profile_, ".", ++looks_);
  const auto asked = support::RunToEnd(
      {"/usr/bin/callgrind_control", "--dump", absl::StrCat(process_->pid())}, kDumpMayTake);
  if (!asked.ok()) return asked.status();
  std::string profile;
  const bool written = support::WaitUntil(kDumpMayTake, [&] {
    profile = support::ReadFile(file);
    return absl::StrContains(profile, "\ntotals: ");
  });
  if (!written) return absl::DeadlineExceededError("callgrind wrote no " + file);
  return ReadCallgrind(profile);
}

// The count kept under `name`; none when there is none.
std::vector<double> Kept(const std::string& name) {
  const auto json = nlohmann::json::parse(support::ReadFile(kCountsFile), nullptr, false);
  if (json.is_discarded() || !json.contains(name)) return {};
  return {json[name].get<double>()};
}

Figure CountFigure(const std::string& name, const std::string& unit, double value) {
  Figure figure = {.name = name, .unit = unit, .floor = Kept(name), .product = {value}};
  if (figure.floor.empty()) return figure;
  figure.judge = Judge::kRatioAtMost;
  figure.goal = figure.gate = 1.05;
  return figure;
}

}  // namespace

absl::Status MeasureInstructions(Bench& bench, const Profile& profile, Report& report) {
  if (absl::Status nobody = bench.RunOnly({}); !nobody.ok()) return nobody;
  CountedDesk desk(bench);
  absl::Status status = desk.Start();
  if (status.ok()) status = desk.Register(kWarmUp);
  if (!status.ok()) return status;
  if (const auto before = desk.Look(); !before.ok()) return before.status();
  Figure instructions;
  Figure allocations;
  double least = 0;
  double most = 0;
  for (size_t round = 0; round < profile.counted_rounds; ++round) {
    if (absl::Status sent = desk.Register(profile.counted); !sent.ok()) return sent;
    const auto executed = desk.Look();
    if (!executed.ok()) return executed.status();
    const double each = executed->instructions / static_cast<double>(profile.counted);
    least = round == 0 ? each : std::min(least, each);
    most = std::max(most, each);
    // The least: what a round has more is idle looking around, not the registration.
    if (each == least) {
      instructions = CountFigure(kInstructions, "", each);
      allocations = CountFigure(kAllocations, "",
                                executed->allocations / static_cast<double>(profile.counted));
    }
  }
  report.Add(std::move(instructions));
  report.Add(std::move(allocations));
  report.facts.push_back({"  instructions, spread of the rounds in percent",
                          least > 0 ? (most - least) / least * 100 : 0});
  return absl::OkStatus();
}

void KeepCounts(const Report& report) {
  nlohmann::json json;
  for (const Figure& figure : report.figures) {
    if (figure.name == kInstructions || figure.name == kAllocations) {
      json[figure.name] = std::round(figure.product.front());
    }
  }
  if (!json.empty()) support::WriteFile(kCountsFile, json.dump(2) + "\n");
}

}  // namespace clarion::load
