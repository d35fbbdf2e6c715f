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
#include "tests/load/crowd_stream.h"
#include "tests/load/latency_figures.h"
#include "tests/load/open_loop.h"
#include "tests/load/registrations.h"
#include "tests/load/unary_caller.h"
#include "tests/support/wait_until.h"

namespace clarion::load {
namespace {

constexpr size_t kWatchChannels = 4;
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
struct WatchPath {
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
void RunRound(WatchPath& path, const Profile& profile, Clock& clock) {
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
  path.delivery_us.push_back(Milliseconds(cpu.used().front()) * 1e3 /
                             static_cast<double>(profile.events * profile.watchers));
  Recorder recorder(profile.events);
  for (size_t i = 0; i < profile.events; ++i) {
    const std::optional<Instant> complete = path.audience->Complete(first + i);
    if (complete.has_value()) recorder.Record(i, *complete - loop->Due(i));
  }
  path.latency.push_back(recorder.Summarise(profile.warm_up_events));
}

absl::Status OpenFloor(Bench& bench, const Profile& profile, WatchPath& path) {
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

absl::Status OpenProduct(Bench& bench, const Profile& profile, ProductReader& reader,
                         WatchPath& path) {
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

// A watcher that read one message and stops: what is open already fills its window.
absl::StatusOr<std::unique_ptr<CrowdStream>> StopOneWatcher(Bench& bench) {
  const auto channel = bench.ToDesk("broadcast", 1);
  if (!channel.ok()) return channel.status();
  v1::WatchRequest request;
  request.set_parent(absl::StrCat("regions/", kWatchRegion));
  auto stream = std::make_unique<CrowdStream>(channel->front(), bench.Duty(kWatchRegion),
                                              request.SerializeAsString(), ReadWatchMessage);
  stream->Stop();
  const bool read = support::WaitUntil(absl::FromChrono(kReceiptMayTake),
                                       [&stream] { return stream->messages() > 0; });
  if (!read) return absl::UnavailableError("a watch did not begin");
  return stream;
}

}  // namespace

absl::Status MeasureFanOut(Bench& bench, const Profile& profile, Report& report) {
  if (absl::Status alone = bench.RunOnly({"incident", "broadcast"}); !alone.ok()) return alone;
  ProductReader reader(profile.watchers);
  WatchPath floor;
  WatchPath product;
  absl::Status opened = OpenFloor(bench, profile, floor);
  opened.Update(OpenProduct(bench, profile, reader, product));
  if (!opened.ok()) return opened;
  SteadyClock clock;
  std::vector<Summary> beside_stopped;
  for (size_t round = 0; round < profile.rounds; ++round) {
    RunRound(floor, profile, clock);
    RunRound(product, profile, clock);
    const auto stopped = StopOneWatcher(bench);
    if (!stopped.ok()) return stopped.status();
    RunRound(product, profile, clock);
    beside_stopped.push_back(product.latency.back());
    product.latency.pop_back();
    product.delivery_us.pop_back();
  }
  AddLatency("register to last watcher", floor.latency, product.latency,
             {.p99 = {Judge::kRatioAtMost, 2, 4}}, report);
  AddLatency("  the same while one does not read", product.latency, beside_stopped,
             {.p99 = {Judge::kRatioAtMost, 1.1, 2}}, report);
  report.Add({.name = "  CPU each delivery, sender",
              .unit = "us",
              .floor = floor.delivery_us,
              .product = product.delivery_us});
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
