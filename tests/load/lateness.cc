#include "tests/load/lateness.h"

#include <atomic>
#include <memory>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "clarion/v1/incident_service.grpc.pb.h"
#include "services/core/proto_time.h"
#include "tests/load/open_loop.h"
#include "tests/load/registrations.h"
#include "tests/load/unary_caller.h"
#include "tests/support/caller.h"
#include "tests/support/wait_until.h"

namespace clarion::load {
namespace {

constexpr int kTimeScale = 3600;
constexpr std::chrono::seconds kLimit{2};  // 2 h of the report to the superior, so divided
constexpr std::chrono::seconds kAnswersMayTake{30};
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

// What the records of the drills say.
struct Decisions {
  std::vector<nanoseconds> late;  // by number; only what was decided
  long early = 0;
  long missing = 0;
  long repeated = 0;
};

class Drills {
 public:
  Drills(Bench& bench, const Profile& profile)
      : bench_(bench),
        incidents_(profile.rounds * profile.drills),
        loop_({.per_second = profile.drills_per_second, .operations = incidents_.size()}, clock_) {}

  absl::Status Register();
  std::vector<Instant> DueInstants() const;
  // Reads the records of those from `begin` to `end`.
  absl::Status Read(size_t begin, size_t end, Decisions& decisions);
  long failed() const { return failed_; }

 private:
  absl::StatusOr<v1::ListRecordsResponse> RecordsOf(const std::string& incident);
  // Breaches in the records; each is put into `decisions`.
  static long Breaches(const v1::ListRecordsResponse& records, Decisions& decisions);

  Bench& bench_;
  std::vector<std::string> incidents_;
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
                                .number = i,
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

long Drills::Breaches(const v1::ListRecordsResponse& records, Decisions& decisions) {
  long breaches = 0;
  for (const v1::Record& record : records.records()) {
    const absl::Time decided = core::FromProto(record.decided_at());
    for (const v1::Event& event : record.events()) {
      if (event.has_obligation_at_risk() &&
          decided < core::FromProto(event.obligation_at_risk().risk_at())) {
        ++decisions.early;
      }
      if (!event.has_obligation_breached()) continue;
      const absl::Time due = core::FromProto(event.obligation_breached().due_at());
      const absl::Duration late = decided - (due + absl::Milliseconds(1));
      if (late < absl::ZeroDuration()) ++decisions.early;
      decisions.late.push_back(absl::ToChronoNanoseconds(late));
      ++breaches;
    }
  }
  return breaches;
}

absl::Status Drills::Read(size_t begin, size_t end, Decisions& decisions) {
  for (size_t i = begin; i < end; ++i) {
    if (incidents_[i].empty()) continue;
    Decisions found;
    long breaches = 0;
    absl::Status status;
    support::WaitUntil(kDecisionMayTake, [&] {
      const auto records = RecordsOf(incidents_[i]);
      status = records.status();
      found = Decisions();
      breaches = records.ok() ? Breaches(*records, found) : 0;
      return !status.ok() || breaches > 0;
    });
    if (!status.ok()) return status;
    decisions.late.insert(decisions.late.end(), found.late.begin(), found.late.end());
    decisions.early += found.early;
    decisions.missing += breaches == 0 ? 1 : 0;
    decisions.repeated += breaches > 1 ? breaches - 1 : 0;
  }
  return absl::OkStatus();
}

void AddFigures(const std::vector<Summary>& floor, const std::vector<Summary>& product,
                Report& report) {
  const auto each = [](const std::vector<Summary>& rounds, nanoseconds Summary::*field) {
    std::vector<double> values;
    for (const Summary& summary : rounds) values.push_back(Milliseconds(summary.*field));
    return values;
  };
  const auto add = [&](const char* name, nanoseconds Summary::*field, Judge judge, double goal,
                       double gate) {
    report.figures.push_back(
        {name, "ms", each(floor, field), each(product, field), judge, goal, gate, 4});
  };
  add("deadline lateness, p50", &Summary::p50, Judge::kShown, 0, 0);
  add("deadline lateness, p99", &Summary::p99, Judge::kAtMost, 5, 10);
  add("deadline lateness, max", &Summary::max, Judge::kAtMost, 250, 500);
}

}  // namespace

absl::Status MeasureLateness(Bench& bench, const Profile& profile, Report& report) {
  if (absl::Status alone = bench.RunOnly({"incident", "timeline"}); !alone.ok()) return alone;
  Drills drills(bench, profile);
  std::vector<nanoseconds> woken;
  std::thread sleeper([&, instants = drills.DueInstants()] { woken = SleepToEach(instants); });
  absl::Status registered = drills.Register();
  sleeper.join();
  if (!registered.ok()) return registered;
  std::vector<Summary> floor;
  std::vector<Summary> product;
  Decisions all;
  for (size_t round = 0; round < profile.rounds; ++round) {
    const size_t begin = round * profile.drills;
    Decisions decisions;
    absl::Status read = drills.Read(begin, begin + profile.drills, decisions);
    if (!read.ok()) return read;
    const auto from = woken.begin() + static_cast<std::ptrdiff_t>(begin);
    floor.push_back(Summarise({from, from + static_cast<std::ptrdiff_t>(profile.drills)}));
    product.push_back(Summarise(decisions.late));
    all.early += decisions.early;
    all.missing += decisions.missing;
    all.repeated += decisions.repeated;
  }
  AddFigures(floor, product, report);
  report.counts.push_back({"deadlines decided early", all.early});
  report.counts.push_back({"deadlines never decided", all.missing});
  report.counts.push_back({"deadlines decided twice", all.repeated});
  report.counts.push_back({"drills that failed", drills.failed()});
  return absl::OkStatus();
}

}  // namespace clarion::load
