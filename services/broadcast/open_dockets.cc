#include "services/broadcast/open_dockets.h"

#include <malloc.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <future>
#include <limits>
#include <thread>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/core/decide.h"
#include "services/core/proto_time.h"
#include "services/proof/chain.h"
#include "services/server/log.h"
#include "services/server/names.h"

namespace clarion::broadcast {
namespace {

constexpr size_t kRecentMax = 2048;  // entries a shard keeps for resumes
constexpr int kReadBatch = 500;
constexpr size_t kReadBackMax = 20'000;  // further behind than this a snapshot is cheaper
constexpr size_t kLoadAtOnce = 128;
constexpr absl::Duration kLoadDeadline = absl::Seconds(60);
constexpr std::chrono::milliseconds kLoadAgain{200};

bool IsIncident(const std::string& name) { return absl::StrContains(name, "/incidents/"); }

}  // namespace

OpenDockets::Shard& OpenDockets::ShardOf(const std::string& region) {
  return shards_[static_cast<size_t>(store::ShardOf(region))];
}

absl::Status OpenDockets::Start() {
  follower_ = runtime_.store.NewFollower(
      {.desk = "broadcast",
       .process = runtime_.process,
       .on_entries = [this](absl::Span<const store::Entry> entries) { Apply(entries); },
       .on_resync = [this](int shard, int64_t sequence) { Resync(shard, sequence); }});
  absl::StatusOr<std::vector<int64_t>> ends = follower_->Ends();
  if (!ends.ok()) return ends.status();
  for (int i = 0; i < store::kShards; ++i) {
    absl::StatusOr<Position> end = PositionAt(i, (*ends)[static_cast<size_t>(i)]);
    if (!end.ok()) return end.status();
    shards_[static_cast<size_t>(i)].position = *end;
    shards_[static_cast<size_t>(i)].before_recent = *end;
    if (absl::Status s = LoadWhole(i); !s.ok()) return s;
  }
  malloc_trim(0);  // reading took several times what is held
  // What a docket contains is not delivered again, so it must be there to stay.
  if (absl::Status s = follower_->ConfirmReads(); !s.ok()) return s;
  return follower_->Start(*ends);
}

absl::StatusOr<Position> OpenDockets::PositionAt(int shard, int64_t sequence) {
  Position position;
  if (sequence == 0) return position;
  absl::StatusOr<std::vector<store::Entry>> read = follower_->Read(shard, sequence, 1);
  if (!read.ok()) return read.status();
  position.sequence = sequence;
  if (!read->empty() && read->front().sequence == sequence) position.hash8 = read->front().hash8;
  return position;
}

// What was missed cannot be told entry by entry: everything is read anew, and watchers begin anew
// with a snapshot. Nothing can be followed before that is done.
void OpenDockets::Resync(int shard_number, int64_t sequence) {
  Shard& shard = shards_[static_cast<size_t>(shard_number)];
  const absl::StatusOr<Position> position = PositionAt(shard_number, sequence);
  {
    std::lock_guard<std::mutex> lock(shard.mutex);
    for (Watcher* watcher : shard.watchers) watcher->Drain();
    shard.dockets.clear();
    shard.by_due.clear();
    shard.recent.clear();
    shard.position = position.ok() ? *position : Position{.sequence = sequence};
    shard.before_recent = shard.position;
    shard.whole_at = std::numeric_limits<int64_t>::max();
  }
  while (!stopping_) {
    const absl::Status loaded = LoadWhole(shard_number);
    if (loaded.ok()) return;
    server::Log(server::LogLevel::kError, "dockets_unread",
                {{"shard", shard_number}, {"status", std::string(loaded.message())}});
    std::this_thread::sleep_for(kLoadAgain);
  }
}

void OpenDockets::Stop() {
  stopping_ = true;
  if (follower_ != nullptr) follower_->Stop();
}

// Reads them, and how far the log had come by then.
absl::Status OpenDockets::LoadWhole(int shard_number) {
  if (absl::Status s = Load(shard_number); !s.ok()) return s;
  absl::StatusOr<std::vector<int64_t>> ends = follower_->Ends();
  if (!ends.ok()) return ends.status();
  Shard& shard = shards_[static_cast<size_t>(shard_number)];
  std::lock_guard<std::mutex> lock(shard.mutex);
  shard.whole_at = (*ends)[static_cast<size_t>(shard_number)];
  return absl::OkStatus();
}

// Reads the open dockets of one shard, some hundreds at a time.
absl::Status OpenDockets::Load(int shard_number) {
  store::PaperStore& papers = runtime_.store.papers();
  const absl::Time deadline = absl::Now() + kLoadDeadline;
  std::promise<absl::StatusOr<store::PaperStore::DueList>> listed;
  papers.ListDue(
      shard_number, absl::InfiniteFuture(), std::numeric_limits<int>::max(), deadline,
      [&listed](absl::StatusOr<store::PaperStore::DueList> l) { listed.set_value(std::move(l)); });
  const absl::StatusOr<store::PaperStore::DueList> list = listed.get_future().get();
  if (!list.ok()) return list.status();

  Shard& shard = shards_[static_cast<size_t>(shard_number)];
  std::mutex mutex;
  std::condition_variable wake;
  size_t under_way = 0;
  absl::Status status;
  for (const auto& [name, due] : *list) {
    if (!IsIncident(name)) continue;
    {
      std::unique_lock<std::mutex> lock(mutex);
      wake.wait(lock, [&] { return under_way < kLoadAtOnce; });
      ++under_way;
    }
    papers.LoadUncached(name, deadline, [&, name = name](absl::StatusOr<store::PaperPtr> paper) {
      if (paper.ok() && (*paper)->paper.has_docket() && !core::HasEnded((*paper)->paper)) {
        auto view = std::make_shared<DocketView>((*paper)->paper.docket(), (*paper)->head,
                                                 core::NextDue((*paper)->paper));
        std::lock_guard<std::mutex> lock(shard.mutex);
        Put(shard, view, false);
      }
      std::lock_guard<std::mutex> lock(mutex);
      if (absl::IsDataLoss(paper.status())) {
        Park(shard_number, name, paper.status());
      } else if (!paper.ok()) {
        status.Update(paper.status());
      }
      --under_way;
      wake.notify_all();
    });
  }
  std::unique_lock<std::mutex> lock(mutex);
  wake.wait(lock, [&] { return under_way == 0; });
  return status;
}

// A damaged docket is left out, loudly: the others must be told all the same.
void OpenDockets::Park(int shard, const std::string& name, const absl::Status& why) {
  runtime_.metrics.EntryParked("broadcast");
  server::Log(server::LogLevel::kError, "docket_parked",
              {{"shard", shard},
               server::LogField::Whole("incident", name),
               server::LogField::Whole("why", std::string(why.message()))});
}

// All of them are there before the first is written, so that they go out together.
void OpenDockets::Apply(absl::Span<const store::Entry> entries) {
  const store::Entry& last = entries.back();
  Shard& shard = shards_[static_cast<size_t>(last.shard)];
  {
    std::lock_guard<std::mutex> lock(shard.mutex);
    std::vector<EntryViewPtr> views;
    views.reserve(entries.size());
    for (const store::Entry& entry : entries) views.push_back(View(entry, &shard));
    shard.position = views.back()->position;
    shard.recent.insert(shard.recent.end(), views.begin(), views.end());
    while (shard.recent.size() > kRecentMax) {
      shard.before_recent = shard.recent.front()->position;
      shard.recent.pop_front();
    }
    for (Watcher* watcher : shard.watchers) watcher->Offer(views);
  }
  runtime_.metrics.SequenceHandled(last.shard, last.sequence);
  follower_->Handled(last.shard, last.sequence);
}

// What watchers get of an entry; with `fold_into`, its records are folded into what is held.
EntryViewPtr OpenDockets::View(const store::Entry& entry, Shard* fold_into) {
  auto view = std::make_shared<EntryView>();
  view->position = {entry.sequence, entry.hash8};
  for (const std::string& bytes : entry.entry.records()) {
    v1::Record record;
    if (!record.ParseFromString(bytes)) {
      runtime_.metrics.EntryParked("broadcast");
      server::Log(server::LogLevel::kError, "record_parked",
                  {{"shard", entry.shard}, {"sequence", entry.sequence}});
      continue;
    }
    if (!IsIncident(record.paper())) continue;
    DocketViewPtr after;
    if (fold_into != nullptr) after = Fold(*fold_into, bytes, record);
    view->items.push_back({record.paper(), ChangeItem(bytes), std::move(after)});
  }
  return view;
}

DocketViewPtr OpenDockets::Fold(Shard& shard, const std::string& bytes, const v1::Record& record) {
  const auto found = shard.dockets.find(record.paper());
  DocketViewPtr held = found == shard.dockets.end() ? nullptr : found->second;
  const int64_t version = held == nullptr ? 0 : held->version();
  if (record.version() <= version) return held;         // contained when it was loaded
  if (record.version() != version + 1) return nullptr;  // ended before this process began
  v1::Paper paper;
  std::string head;
  if (version > 0) {
    *paper.mutable_docket() = held->Docket();
    head = held->head();
  }
  core::Evolve(paper, record);
  auto view = std::make_shared<DocketView>(
      std::move(*paper.mutable_docket()), proof::NextHead(head, bytes),
      record.has_next_due() ? std::optional(core::FromProto(record.next_due())) : std::nullopt);
  Put(shard, view, record.ended());
  return view;
}

void OpenDockets::Put(Shard& shard, const DocketViewPtr& view, bool ended) {
  auto& by_due = shard.by_due[server::RegionIn(view->name())];
  const auto held = shard.dockets.find(view->name());
  if (held != shard.dockets.end()) {
    if (held->second->version() >= view->version()) return;
    by_due.erase(held->second);
    shard.dockets.erase(held);
  }
  if (ended) return;
  by_due.insert(view);
  shard.dockets.emplace(view->name(), view);
}

OpenDockets::Page OpenDockets::List(const std::string& region, absl::Time after_due,
                                    const std::string& after_name, size_t limit) {
  Shard& shard = ShardOf(region);
  std::lock_guard<std::mutex> lock(shard.mutex);
  Page page;
  page.position = shard.position;
  const auto by_due = shard.by_due.find(region);
  if (by_due == shard.by_due.end()) return page;
  page.total = by_due->second.size();
  auto it = after_name.empty() ? by_due->second.begin()
                               : by_due->second.upper_bound(DuePlace(after_due, after_name));
  for (; it != by_due->second.end() && page.dockets.size() < limit; ++it) {
    page.dockets.push_back(*it);
  }
  page.more = it != by_due->second.end();
  return page;
}

OpenDockets::Page OpenDockets::All(const std::string& region) {
  return List(region, absl::InfinitePast(), "", std::numeric_limits<size_t>::max());
}

std::vector<std::string> OpenDockets::Regions() {
  std::vector<std::string> regions;
  for (Shard& shard : shards_) {
    std::lock_guard<std::mutex> lock(shard.mutex);
    for (const auto& [region, dockets] : shard.by_due) regions.push_back(region);
  }
  return regions;
}

OpenDockets::Attached OpenDockets::Attach(Watcher* watcher, const std::string& region,
                                          const Position* from) {
  Shard& shard = ShardOf(region);
  std::lock_guard<std::mutex> lock(shard.mutex);
  Attached attached;
  attached.position = shard.position;
  shard.watchers.insert(watcher);
  if (from != nullptr) {
    const auto is_from = [from](const Position& place) {
      return place.sequence == from->sequence && place.hash8 == from->hash8;
    };
    auto place = std::find_if(shard.recent.begin(), shard.recent.end(),
                              [&is_from](const auto& entry) { return is_from(entry->position); });
    attached.resumed = place != shard.recent.end() || is_from(shard.before_recent);
    if (attached.resumed) {
      place = place == shard.recent.end() ? shard.recent.begin() : place + 1;
      attached.missed.assign(place, shard.recent.end());
      return attached;
    }
  }
  attached.whole = shard.position.sequence >= shard.whole_at;
  const auto by_due = shard.by_due.find(region);
  if (!attached.whole || by_due == shard.by_due.end()) return attached;
  attached.snapshot.assign(by_due->second.begin(), by_due->second.end());
  return attached;
}

void OpenDockets::Detach(Watcher* watcher, const std::string& region) {
  Shard& shard = ShardOf(region);
  std::lock_guard<std::mutex> lock(shard.mutex);
  shard.watchers.erase(watcher);
}

absl::StatusOr<std::vector<EntryViewPtr>> OpenDockets::ReadBack(const std::string& region,
                                                                const Position& from) {
  const int number = store::ShardOf(region);
  Shard& shard = ShardOf(region);
  std::vector<EntryViewPtr> entries;
  Position at = from;
  while (entries.size() < kReadBackMax) {
    int64_t until = 0;  // what follows is in memory; the log may be ahead of memory
    {
      std::lock_guard<std::mutex> lock(shard.mutex);
      until = shard.before_recent.sequence;
    }
    if (at.sequence >= until) return entries;
    absl::StatusOr<std::vector<store::Entry>> read =
        follower_->Read(number, at.sequence, kReadBatch);
    if (!read.ok()) return read.status();
    if (read->empty() || read->front().sequence != at.sequence || read->front().hash8 != at.hash8) {
      return absl::NotFoundError("the entry of the token is not in the log any more");
    }
    if (read->size() == 1) return entries;
    for (size_t i = 1; i < read->size() && (*read)[i].sequence <= until; ++i) {
      entries.push_back(View((*read)[i], nullptr));
    }
    at = entries.back()->position;
  }
  return absl::NotFoundError("too far behind");
}

void OpenDockets::PulseAll() {
  for (Shard& shard : shards_) {
    std::lock_guard<std::mutex> lock(shard.mutex);
    for (Watcher* watcher : shard.watchers) watcher->Pulse();
  }
}

void OpenDockets::DrainAll() {
  for (Shard& shard : shards_) {
    std::lock_guard<std::mutex> lock(shard.mutex);
    for (Watcher* watcher : shard.watchers) watcher->Drain();
  }
}

}  // namespace clarion::broadcast
