#include "tests/load/drills.h"

#include <atomic>
#include <memory>
#include <thread>

#include "absl/time/clock.h"
#include "clarion/v1/incident_service.grpc.pb.h"
#include "tests/load/open_loop.h"
#include "tests/load/registrations.h"
#include "tests/load/unary_caller.h"
#include "tests/support/caller.h"
#include "tests/support/wait_until.h"

namespace clarion::load {
namespace {

constexpr int kTimeScale = 3600;
constexpr std::chrono::seconds kLimit{2};  // 2 h of the report to the superior, so divided
constexpr absl::Duration kDecisionMayTake = absl::Seconds(10);

// How late a loop that does nothing else wakes at each of the instants.
std::vector<nanoseconds> SleepToEach(const std::vector<Instant>& instants) {
  SteadyClock clock;
  std::vector<nanoseconds> late;
  for (const Instant& instant : instants) {
    clock.SleepUntil(instant);
    late.push_back(clock.Now() - instant);
  }
  return late;
}

class Drills {
 public:
  Drills(Bench& bench, const DrillPlan& plan)
      : bench_(bench),
        incidents_(plan.rounds * plan.drills),
        first_(bench.TakeNumbers(incidents_.size())),
        loop_({.per_second = plan.per_second, .operations = incidents_.size()}, clock_) {}

  absl::Status Register();
  std::vector<Instant> DueInstants() const;
  // Reads the records of those from `begin` to `end`.
  absl::StatusOr<Decisions> Read(size_t begin, size_t end);
  long failed() const { return failed_; }

 private:
  absl::StatusOr<v1::ListRecordsResponse> RecordsOf(const std::string& incident);

  Bench& bench_;
  std::vector<std::string> incidents_;
  const size_t first_;
  SteadyClock clock_;
  OpenLoop loop_;
  Bench::Channels channels_;
  std::unique_ptr<UnaryCaller> caller_;
  std::atomic<long> failed_{0};
};

std::vector<Instant> Drills::DueInstants() const {
  std::vector<Instant> instants;
  for (size_t i = 0; i < incidents_.size(); ++i) instants.push_back(loop_.Due(i) + kLimit);
  return instants;
}

absl::Status Drills::Register() {
  auto channels = bench_.ToDesk("incident", 1);
  if (!channels.ok()) return channels.status();
  channels_ = *std::move(channels);
  caller_ = std::make_unique<UnaryCaller>(channels_, kRegisterMethod, bench_.Duty(kDrillRegion));
  loop_.Run([this](size_t i) {
    const Registration drill = {.region = kDrillRegion,
                                .number = first_ + i,
                                .time_scale = kTimeScale,
                                .detected_at = absl::Now() - absl::Milliseconds(5)};
    caller_->Call(i, RequestOf(drill),
                  [this, i](const grpc::Status& status, grpc::ByteBuffer& answer) {
                    if (status.ok()) {
                      incidents_[i] = IncidentIn(answer);
                      bench_.Acknowledged(kDrillRegion, incidents_[i]);
                    } else {
                      ++failed_;
                    }
                    loop_.Answered(i);
                  });
  });
  if (!loop_.WaitForAnswers(kAnswersMayTake)) return absl::DeadlineExceededError("registering");
  return absl::OkStatus();
}

absl::StatusOr<v1::ListRecordsResponse> Drills::RecordsOf(const std::string& incident) {
  v1::ListRecordsRequest request;
  request.set_parent(incident);
  return support::Call(channels_.front(), bench_.Duty(kDrillRegion),
                       &v1::IncidentService::Stub::ListRecords, request);
}

absl::StatusOr<Decisions> Drills::Read(size_t begin, size_t end) {
  Decisions decisions;
  for (size_t i = begin; i < end; ++i) {
    if (incidents_[i].empty()) continue;
    Decisions found;
    absl::Status status;
    support::WaitUntil(kDecisionMayTake, [&] {
      const auto records = RecordsOf(incidents_[i]);
      status = records.status();
      if (!status.ok()) return true;
      found = Decisions();
      return ReadDecisions(*records, found) > 0;
    });
    if (!status.ok()) return status;
    decisions.Add(found);
  }
  return decisions;
}

}  // namespace

absl::StatusOr<DrillResult> RunDrills(Bench& bench, const DrillPlan& plan) {
  Drills drills(bench, plan);
  std::vector<nanoseconds> woken;
  std::thread sleeper([&, instants = drills.DueInstants()] { woken = SleepToEach(instants); });
  const absl::Status registered = drills.Register();
  sleeper.join();
  if (!registered.ok()) return registered;
  DrillResult result;
  for (size_t round = 0; round < plan.rounds; ++round) {
    const size_t begin = round * plan.drills;
    const auto decisions = drills.Read(begin, begin + plan.drills);
    if (!decisions.ok()) return decisions.status();
    const auto from = woken.begin() + static_cast<std::ptrdiff_t>(begin);
    result.floor.push_back(Summarise({from, from + static_cast<std::ptrdiff_t>(plan.drills)}));
    result.product.push_back(Summarise(decisions->late));
    result.decisions.Add(*decisions);
  }
  result.failed = drills.failed();
  return result;
}

}  // namespace clarion::load
