#include "services/spokesperson/speaker_review.h"

#include <chrono>
#include <future>
#include <random>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/server/log.h"

namespace clarion::spokesperson {
namespace {

constexpr absl::Duration kCallDeadline = absl::Seconds(5);
constexpr int kOpenMax = 1'000'000;  // papers of a shard; a region's incidents are among them
constexpr size_t kAtOnce = 64;
constexpr size_t kRegionDigits = 6;
constexpr int kRetryMs = 200;  // a failed review is tried again after this and up to as much again

constexpr const char kPrefix[] = "regions/";
constexpr size_t kPrefixSize = sizeof(kPrefix) - 1;

// The region of `regions/{region}/roster`; empty for any other paper.
std::string RosterRegion(const std::string& paper) {
  if (!absl::EndsWith(paper, "/roster")) return "";
  return paper.substr(kPrefixSize, kRegionDigits);
}

// Whether trying again may help. What is refused otherwise stays refused.
bool IsPassing(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsResourceExhausted(status) ||
         absl::IsDeadlineExceeded(status) || absl::IsAborted(status);
}

}  // namespace

absl::Status SpeakerReview::Start() {
  follower_ = runtime_.store.NewFollower(
      {.desk = "spokesperson",
       .process = runtime_.process,
       .on_entries = [this](absl::Span<const store::Entry> entries) { Heard(entries); },
       .on_resync = [this](int shard, int64_t sequence) { Resync(shard, sequence); }});
  absl::StatusOr<std::vector<int64_t>> from = follower_->DeskCursors();
  if (!from.ok()) return from.status();
  thread_ = std::thread([this] { Run(); });
  return follower_->Start(*from);
}

void SpeakerReview::Stop() {
  if (follower_ != nullptr) follower_->Stop();
  {
    std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void SpeakerReview::Heard(absl::Span<const store::Entry> entries) {
  std::set<std::string> regions;
  for (const store::Entry& entry : entries) {
    for (const std::string& bytes : entry.entry.records()) {
      v1::Record record;
      if (!absl::StrContains(bytes, "/roster") || !record.ParseFromString(bytes)) continue;
      if (std::string region = RosterRegion(record.paper()); !region.empty()) {
        regions.insert(std::move(region));
      }
    }
  }
  {
    std::lock_guard<std::mutex> lock(mutex_);
    Shard& shard = shards_[static_cast<size_t>(entries.back().shard)];
    shard.regions.merge(regions);
    shard.heard = entries.back().sequence;
  }
  wake_.notify_all();
}

void SpeakerReview::Resync(int shard_number, int64_t sequence) {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    Shard& shard = shards_[static_cast<size_t>(shard_number)];
    shard.all = true;
    shard.heard = sequence;
  }
  wake_.notify_all();
}

void SpeakerReview::Run() {
  std::minstd_rand random(std::random_device{}());
  std::unique_lock<std::mutex> lock(mutex_);
  while (!stopping_) {
    bool idle = true;
    bool failed = false;
    for (size_t i = 0; i < shards_.size() && !stopping_; ++i) {
      Shard& shard = shards_[i];
      if (shard.heard == shard.handled && !shard.all) continue;
      idle = false;
      Shard work = std::move(shard);
      shard = Shard{};
      shard.heard = work.heard;
      shard.handled = work.heard;
      lock.unlock();
      const bool done = (work.regions.empty() && !work.all) || Review(static_cast<int>(i), work);
      if (done) follower_->Handled(static_cast<int>(i), work.heard);
      lock.lock();
      if (done) continue;
      failed = true;
      shard.regions.merge(work.regions);
      shard.all = shard.all || work.all;
      shard.handled = work.handled;
    }
    const auto pause = std::chrono::milliseconds(kRetryMs + random() % kRetryMs);
    if (failed) {
      wake_.wait_for(lock, pause, [this] { return stopping_; });
    } else if (idle) {
      wake_.wait(lock);
    }
  }
}

bool SpeakerReview::Review(int shard, const Shard& work) {
  using DueList = store::PaperStore::DueList;
  std::promise<absl::StatusOr<DueList>> answer;
  runtime_.store.papers().ListDue(
      shard, absl::InfiniteFuture(), kOpenMax, absl::Now() + kCallDeadline,
      [&answer](absl::StatusOr<DueList> list) { answer.set_value(std::move(list)); });
  const absl::StatusOr<DueList> open = answer.get_future().get();
  if (!open.ok()) return false;

  std::mutex mutex;
  std::condition_variable ended;
  size_t under_way = 0;
  bool again = false;
  for (const auto& [name, due] : *open) {
    if (!absl::StrContains(name, "/incidents/")) continue;
    if (!work.all && work.regions.count(name.substr(kPrefixSize, kRegionDigits)) == 0) continue;
    std::unique_lock<std::mutex> lock(mutex);
    ended.wait(lock, [&] { return under_way < kAtOnce; });
    ++under_way;
    lock.unlock();
    server::Act act{.paper = name, .deadline = absl::Now() + kCallDeadline};
    act.command.mutable_review_speaker();
    act.actor.set_role(v1::ROLE_SYSTEM);
    act.actor.set_person("system");
    path_.Submit(std::move(act), [&, paper = name](const absl::StatusOr<server::Outcome>& done) {
      if (!done.ok()) {
        server::Log(server::LogLevel::kWarn, "speaker_not_reviewed",
                    {{"paper", paper}, {"status", std::string(done.status().message())}});
      }
      std::lock_guard<std::mutex> guard(mutex);
      again = again || (!done.ok() && IsPassing(done.status()));
      --under_way;
      ended.notify_all();
    });
  }
  std::unique_lock<std::mutex> lock(mutex);
  ended.wait(lock, [&] { return under_way == 0; });
  return !again;
}

}  // namespace clarion::spokesperson
