#include "tests/load/crowd.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <numeric>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "clarion/v1/broadcast_service.pb.h"
#include "tests/load/cpu.h"
#include "tests/load/crowd_stream.h"
#include "tests/load/floor.h"
#include "tests/load/loader.h"
#include "tests/load/redis_probe.h"
#include "tests/load/unary_caller.h"
#include "tests/support/wait_until.h"

namespace clarion::load {
namespace {

constexpr size_t kCrowdChannels = 8;
constexpr absl::Duration kCrowdMayTake = absl::Seconds(60);

using Crowd = std::vector<std::unique_ptr<CrowdStream>>;

bool All(const Crowd& crowd, const std::function<bool(const CrowdStream&)>& holds) {
  return support::WaitUntil(kCrowdMayTake, [&] {
    return std::all_of(crowd.begin(), crowd.end(),
                       [&](const auto& stream) { return holds(*stream); });
  });
}

size_t Sum(const Crowd& crowd, size_t (CrowdStream::*counted)() const) {
  return std::accumulate(
      crowd.begin(), crowd.end(), size_t{0},
      [counted](size_t sum, const auto& stream) { return sum + ((*stream).*counted)(); });
}

Instant LastOf(const Crowd& crowd) {
  Instant last;
  for (const auto& stream : crowd) last = std::max(last, stream->last());
  return last;
}

Crowd Gather(const Bench::Channels& channels, size_t watchers, const std::string& token,
             const std::string& request, CrowdStream::Reader reader) {
  Crowd crowd;
  for (size_t i = 0; i < watchers; ++i) {
    crowd.push_back(
        std::make_unique<CrowdStream>(channels[i % channels.size()], token, request, reader));
  }
  return crowd;
}

// What one round of a burst gave.
struct Burst {
  double per_second = 0;   // events delivered
  double delivery_us = 0;  // CPU of the sender for one of them
  double per_message = 0;  // events in one message
};

// Lets `publish` publish `events`, and waits until everybody was told of all.
absl::StatusOr<Burst> RunBurst(const Crowd& crowd, size_t events, pid_t sender,
                               const std::function<absl::Status()>& publish) {
  SteadyClock clock;
  const size_t changes = Sum(crowd, &CrowdStream::changes);
  const size_t messages = Sum(crowd, &CrowdStream::messages);
  std::vector<size_t> wanted;
  for (const auto& stream : crowd) wanted.push_back(stream->changes() + events);
  CpuMeter cpu({sender});
  cpu.Begin();
  const Instant begun = clock.Now();
  if (absl::Status published = publish(); !published.ok()) return published;
  const bool all = support::WaitUntil(kCrowdMayTake, [&] {
    for (size_t i = 0; i < crowd.size(); ++i) {
      if (crowd[i]->changes() < wanted[i]) return false;
    }
    return true;
  });
  cpu.End();
  if (!all) return absl::DeadlineExceededError("not every watcher was told of every change");
  const double delivered = static_cast<double>(Sum(crowd, &CrowdStream::changes) - changes);
  return Burst{.per_second = delivered / (Milliseconds(LastOf(crowd) - begun) / 1e3),
               .delivery_us = Milliseconds(cpu.used()[0]) * 1e3 / delivered,
               .per_message =
                   delivered / static_cast<double>(Sum(crowd, &CrowdStream::messages) - messages)};
}

class CrowdMeasuring {
 public:
  CrowdMeasuring(Bench& bench, const Profile& profile) : bench_(bench), profile_(profile) {}

  absl::Status Open();
  absl::Status RunRound();
  // Everybody leaves, changes come, everybody is back with the token of before.
  absl::Status CatchUp();
  void AddFigures(Report& report);

 private:
  absl::Status Publish(size_t events);
  absl::Status Change(size_t events);
  std::string Request(const std::string& resume_token) const;

  Bench& bench_;
  const Profile& profile_;
  std::unique_ptr<Loader> loader_;
  size_t first_ = 0;  // of the incidents that are changed
  Bench::Channels floor_channels_;
  Bench::Channels channels_;
  Crowd floor_crowd_;
  Crowd crowd_;
  std::vector<Burst> floor_;
  std::vector<Burst> product_;
  std::vector<Burst> caught_up_;
  long conflated_ = 0;
  long ended_ = 0;
};

std::string CrowdMeasuring::Request(const std::string& resume_token) const {
  v1::WatchRequest request;
  request.set_parent(absl::StrCat("regions/", kCrowdRegion));
  request.set_resume_token(resume_token);
  return request.SerializeAsString();
}

absl::Status CrowdMeasuring::Open() {
  auto loader = Loader::Open(bench_.deployment().redis().socket(), bench_.folder());
  auto floor = bench_.ToFloor("fan_out", kCrowdChannels);
  auto product = bench_.ToDesk("broadcast", kCrowdChannels);
  absl::Status opened = loader.status();
  opened.Update(floor.status());
  opened.Update(product.status());
  if (!opened.ok()) return opened;
  loader_ = *std::move(loader);
  floor_channels_ = *std::move(floor);
  channels_ = *std::move(product);
  const size_t incidents = std::max(profile_.crowd_events, profile_.behind_events);
  first_ = bench_.TakeNumbers(incidents);
  opened = loader_->Register({.region = kCrowdRegion,
                              .first = first_,
                              .count = incidents,
                              .detected_at = absl::Now() - absl::Minutes(1)});
  if (!opened.ok()) return opened;
  floor_crowd_ = Gather(floor_channels_, profile_.crowd, "", "", ReadFloorMessage);
  // What is open already is old news: they begin after the snapshot that one of them took.
  const Crowd one = Gather(channels_, 1, bench_.Duty(kCrowdRegion), Request(""), ReadWatchMessage);
  const auto caught_up = [incidents](const CrowdStream& stream) {
    return stream.listening() && stream.states() + stream.changes() >= incidents;
  };
  if (!All(one, caught_up)) return absl::UnavailableError("a watch did not begin");
  v1::WatchResponse message;
  message.ParseFromString(ToBytes(one.front()->LastMessage()));
  crowd_ = Gather(channels_, profile_.crowd, bench_.Duty(kCrowdRegion),
                  Request(message.resume_token()), ReadWatchMessage);
  const auto listening = [](const CrowdStream& stream) { return stream.listening(); };
  if (!All(floor_crowd_, listening) || !All(crowd_, listening)) {
    return absl::UnavailableError("not every watch began");
  }
  return absl::OkStatus();
}

absl::Status CrowdMeasuring::Publish(size_t events) {
  RedisProbe probe(bench_.floor_redis().socket());
  const std::string event(kFloorEntryBytes, '.');
  for (size_t i = 0; i < events; ++i) probe.Integer({"PUBLISH", kFloorBell, event});
  return absl::OkStatus();
}

absl::Status CrowdMeasuring::Change(size_t events) {
  return loader_->AddNotes({.region = kCrowdRegion, .first = first_, .count = events});
}

absl::Status CrowdMeasuring::RunRound() {
  const size_t events = profile_.crowd_events;
  const auto floor =
      RunBurst(floor_crowd_, events, bench_.FloorPid("fan_out"), [&] { return Publish(events); });
  if (!floor.ok()) return floor.status();
  floor_.push_back(*floor);
  const size_t states = Sum(crowd_, &CrowdStream::states);
  const auto product =
      RunBurst(crowd_, events, bench_.DeskPid("broadcast"), [&] { return Change(events); });
  if (!product.ok()) return product.status();
  product_.push_back(*product);
  conflated_ += static_cast<long>(Sum(crowd_, &CrowdStream::states) - states);
  for (const auto& stream : crowd_) ended_ += stream->ended() ? 1 : 0;
  return absl::OkStatus();
}

absl::Status CrowdMeasuring::CatchUp() {
  floor_crowd_.clear();
  v1::WatchResponse message;
  message.ParseFromString(ToBytes(crowd_.front()->LastMessage()));
  crowd_.clear();
  for (size_t round = 0; round < profile_.rounds; ++round) {
    if (absl::Status changed = Change(profile_.behind_events); !changed.ok()) return changed;
    // A watcher that is there tells when the broadcast desk has them all.
    const Crowd one = Gather(channels_, 1, bench_.Duty(kCrowdRegion),
                             Request(message.resume_token()), ReadWatchMessage);
    const auto told = [this](const CrowdStream& stream) {
      return stream.changes() >= profile_.behind_events;
    };
    if (!All(one, told)) return absl::DeadlineExceededError("a watcher did not catch up");
    SteadyClock clock;
    CpuMeter cpu({bench_.DeskPid("broadcast")});
    cpu.Begin();
    const Instant begun = clock.Now();
    const Crowd back = Gather(channels_, profile_.crowd, bench_.Duty(kCrowdRegion),
                              Request(message.resume_token()), ReadWatchMessage);
    if (!All(back, told)) return absl::DeadlineExceededError("watchers did not catch up");
    cpu.End();
    const double delivered = static_cast<double>(Sum(back, &CrowdStream::changes));
    caught_up_.push_back(
        {.per_second = delivered / (Milliseconds(LastOf(back) - begun) / 1e3),
         .delivery_us = Milliseconds(cpu.used()[0]) * 1e3 / delivered,
         .per_message = delivered / static_cast<double>(Sum(back, &CrowdStream::messages))});
    conflated_ += static_cast<long>(Sum(back, &CrowdStream::states));
    message.ParseFromString(ToBytes(back.front()->LastMessage()));
  }
  return absl::OkStatus();
}

std::vector<double> EachBurst(const std::vector<Burst>& bursts, double Burst::*field) {
  std::vector<double> values;
  values.reserve(bursts.size());
  for (const Burst& burst : bursts) values.push_back(burst.*field);
  return values;
}

void CrowdMeasuring::AddFigures(Report& report) {
  report.Add({.name = absl::StrCat("changes to ", profile_.crowd, " watchers"),
              .unit = "/s",
              .floor = EachBurst(floor_, &Burst::per_second),
              .product = EachBurst(product_, &Burst::per_second),
              .judge = Judge::kRatioAtLeast,
              .goal = 0.8,
              .gate = 0.4});
  report.Add({.name = "  CPU each change to each, sender",
              .unit = "us",
              .floor = EachBurst(floor_, &Burst::delivery_us),
              .product = EachBurst(product_, &Burst::delivery_us)});
  report.Add({.name = "  changes in a message",
              .unit = "",
              .floor = EachBurst(floor_, &Burst::per_message),
              .product = EachBurst(product_, &Burst::per_message)});
  report.Add({.name = absl::StrCat("changes to ", profile_.crowd, " that come back"),
              .unit = "/s",
              .product = EachBurst(caught_up_, &Burst::per_second),
              .judge = Judge::kAtLeast,
              .goal = 1e6,
              .gate = kNoGate});
  report.Add({.name = "  CPU each change to each, sender",
              .unit = "us",
              .product = EachBurst(caught_up_, &Burst::delivery_us)});
  report.Add({.name = "  changes in a message",
              .unit = "",
              .product = EachBurst(caught_up_, &Burst::per_message)});
  report.counts.push_back({"states in place of changes, to the crowd", conflated_});
  report.counts.push_back({"watches that ended by themselves", ended_});
}

}  // namespace

absl::Status MeasureCrowd(Bench& bench, const Profile& profile, Report& report) {
  if (absl::Status alone = bench.RunOnly({"broadcast"}); !alone.ok()) return alone;
  CrowdMeasuring measuring(bench, profile);
  if (absl::Status opened = measuring.Open(); !opened.ok()) return opened;
  for (size_t round = 0; round < profile.rounds; ++round) {
    if (absl::Status ran = measuring.RunRound(); !ran.ok()) return ran;
  }
  if (absl::Status back = measuring.CatchUp(); !back.ok()) return back;
  measuring.AddFigures(report);
  return absl::OkStatus();
}

}  // namespace clarion::load
