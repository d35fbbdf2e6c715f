#include "tests/load/fan_out.h"

#include <algorithm>
#include <functional>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "clarion/v1/broadcast_service.pb.h"
#include "clients/cpp/watch_order.h"
#include "tests/load/audience.h"
#include "tests/load/cpu.h"
#include "tests/load/open_loop.h"
#include "tests/load/registrations.h"
#include "tests/load/unary_caller.h"

namespace clarion::load {
namespace {

constexpr size_t kWatchChannels = 4;
constexpr std::chrono::seconds kAnswersMayTake{30};  // longer than a call may
constexpr std::chrono::seconds kReceiptMayTake{10};

// What the watchers of the product are told, checked as a client checks it.
class ProductReader {
 public:
  explicit ProductReader(size_t watchers) : orders_(watchers) {
    for (client::WatchOrder& order : orders_) order.BeginSnapshot();
  }

  std::vector<size_t> Read(size_t watcher, const grpc::ByteBuffer& buffer) {
    v1::WatchResponse message;
    std::vector<size_t> numbers;
    if (!message.ParseFromString(ToBytes(buffer)) || !orders_[watcher].Check(message).ok()) {
      ++faults_;
      return numbers;
    }
    for (const v1::WatchItem& item : message.items()) {
      const std::optional<size_t> number = NumberOf(item.change().request_id());
      if (number.has_value()) numbers.push_back(*number);
    }
    return numbers;
  }

  long faults() const { return faults_; }

 private:
  std::vector<client::WatchOrder> orders_;
  long faults_ = 0;
};

std::vector<size_t> ReadFloor(size_t /*watcher*/, const grpc::ByteBuffer& message) {
  const std::optional<size_t> number = FloorNumberOf(ToBytes(message));
  return number.has_value() ? std::vector<size_t>{*number} : std::vector<size_t>{};
}

// One of the two paths: who is asked, who listens.
struct Path {
  std::unique_ptr<UnaryCaller> caller;
  std::function<grpc::ByteBuffer(size_t number)> request;
  std::function<void(const grpc::ByteBuffer& answer)> acknowledged;
  std::unique_ptr<Audience> audience;
  pid_t sender = 0;  // the process that fans out
  size_t next = 0;
  std::vector<Summary> latency;     // one a round
  std::vector<double> delivery_us;  // CPU of the sender for one event to one watcher
  long failed = 0;
};

// Sends by schedule, and takes for the latency of each the last receipt.
void RunRound(Path& path, const Profile& profile, Clock& clock) {
  const size_t first = path.next;
  path.next += profile.events;
  const OpenLoop::Plan plan = {.per_second = profile.events_per_second,
                               .operations = profile.events,
                               .warm_up = profile.warm_up_events};
  const auto loop = std::make_shared<OpenLoop>(plan, clock);
  CpuMeter cpu({path.sender});
  cpu.Begin();
  const auto ok = std::make_shared<std::vector<std::atomic<bool>>>(profile.events);
  loop->Run([&](size_t i) {
    path.caller->Call(i, path.request(first + i),
                      [&path, loop, ok, i](const grpc::Status& status, grpc::ByteBuffer& answer) {
                        if (status.ok()) path.acknowledged(answer);
                        (*ok)[i] = status.ok();
                        loop->Answered(i);
                      });
  });
  loop->WaitForAnswers(kAnswersMayTake);
  std::vector<size_t> numbers;
  for (size_t i = 0; i < profile.events; ++i) {
    if ((*ok)[i]) numbers.push_back(first + i);
  }
  path.failed += static_cast<long>(profile.events - numbers.size());
  path.audience->Receive(numbers, kReceiptMayTake);
  cpu.End();
  path.delivery_us.push_back(static_cast<double>(cpu.used().front().count()) / 1e3 /
                             static_cast<double>(profile.events * profile.watchers));
  Recorder recorder(profile.events);
  for (size_t i = 0; i < profile.events; ++i) {
    const std::optional<Instant> complete = path.audience->Complete(first + i);
    if (complete.has_value()) recorder.Record(i, *complete - loop->Due(i));
  }
  path.latency.push_back(recorder.Summarise(profile.warm_up_events));
}

absl::Status OpenFloor(Bench& bench, const Profile& profile, Path& path) {
  const auto asked = bench.ToFloor("store", 1);
  const auto watched = bench.ToFloor("fan_out", kWatchChannels);
  if (!asked.ok()) return asked.status();
  if (!watched.ok()) return watched.status();
  path.sender = bench.FloorPid("fan_out");
  path.caller = std::make_unique<UnaryCaller>(*asked, kRegisterMethod, "");
  path.request = FloorRequest;
  path.acknowledged = [](const grpc::ByteBuffer& /*answer*/) {};
  path.audience = std::make_unique<Audience>(*watched, profile.watchers, "", "", ReadFloor);
  return path.audience->WaitUntilListening();
}

absl::Status OpenProduct(Bench& bench, const Profile& profile, ProductReader& reader, Path& path) {
  const auto asked = bench.ToDesk("incident", 1);
  const auto watched = bench.ToDesk("broadcast", kWatchChannels);
  if (!asked.ok()) return asked.status();
  if (!watched.ok()) return watched.status();
  const std::string& token = bench.Duty(kWatchRegion);
  v1::WatchRequest request;
  request.set_parent(absl::StrCat("regions/", kWatchRegion));
  path.sender = bench.DeskPid("broadcast");
  path.caller = std::make_unique<UnaryCaller>(*asked, kRegisterMethod, token);
  path.request = [](size_t number) {
    return RequestOf(
        {.region = kWatchRegion, .number = number, .detected_at = absl::Now() - absl::Minutes(1)});
  };
  path.acknowledged = [&bench](const grpc::ByteBuffer& answer) {
    bench.Acknowledged(kWatchRegion, IncidentIn(answer));
  };
  path.audience =
      std::make_unique<Audience>(*watched, profile.watchers, token, request.SerializeAsString(),
                                 [&reader](size_t watcher, const grpc::ByteBuffer& message) {
                                   return reader.Read(watcher, message);
                                 });
  return path.audience->WaitUntilListening();
}

void AddFigures(const Path& floor, const Path& product, Report& report) {
  const auto each = [](const Path& path, nanoseconds Summary::*field) {
    std::vector<double> values;
    for (const Summary& summary : path.latency) values.push_back(Milliseconds(summary.*field));
    return values;
  };
  const auto add = [&](const char* name, nanoseconds Summary::*field, Judge judge, double goal,
                       double gate) {
    report.figures.push_back(
        {name, "ms", each(floor, field), each(product, field), judge, goal, gate});
  };
  add("register to last watcher, p50", &Summary::p50, Judge::kShown, 0, 0);
  add("register to last watcher, p99", &Summary::p99, Judge::kRatioAtMost, 2, 4);
  add("register to last watcher, max", &Summary::max, Judge::kShown, 0, 0);
  report.figures.push_back(
      {"  CPU each delivery, sender", "us", floor.delivery_us, product.delivery_us});
}

}  // namespace

absl::Status MeasureFanOut(Bench& bench, const Profile& profile, Report& report) {
  if (absl::Status alone = bench.RunOnly({"incident", "broadcast"}); !alone.ok()) return alone;
  ProductReader reader(profile.watchers);
  Path floor;
  Path product;
  absl::Status opened = OpenFloor(bench, profile, floor);
  opened.Update(OpenProduct(bench, profile, reader, product));
  if (!opened.ok()) return opened;
  SteadyClock clock;
  for (size_t round = 0; round < profile.rounds; ++round) {
    RunRound(floor, profile, clock);
    RunRound(product, profile, clock);
  }
  AddFigures(floor, product, report);
  const Audience& told = *product.audience;
  report.counts.push_back({"changes a watcher missed", told.missed()});
  report.counts.push_back({"changes a watcher got twice", told.repeated()});
  report.counts.push_back({"watch messages out of order", reader.faults()});
  report.counts.push_back({"registrations to watch that failed", product.failed + floor.failed});
  report.facts.push_back({"watchers", static_cast<double>(profile.watchers)});
  report.facts.push_back({"bytes of a watch message", static_cast<double>(told.bytes()) /
                                                          static_cast<double>(told.messages())});
  return absl::OkStatus();
}

}  // namespace clarion::load
