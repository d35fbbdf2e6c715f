#include "services/broadcast/watch_session.h"

#include <algorithm>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/core/proto_time.h"
#include "services/core/refusal.h"
#include "services/server/status_grpc.h"

namespace clarion::broadcast {
namespace {

constexpr size_t kWaitingMax = 1024;
constexpr size_t kMessageMax = 256 * 1024;  // bytes; one entry may exceed it
constexpr std::chrono::seconds kStalled{10};

absl::Status Draining() {
  return core::Refuse({.code = absl::StatusCode::kUnavailable,
                       .reason = v1::ERROR_REASON_SERVER_DRAINING,
                       .en = "This process is stopping. Resume with the last token.",
                       .zh = "本进程正在停止。请用最后的令牌续订。"});
}

absl::Status ReadingAnew() {
  return core::Refuse({.code = absl::StatusCode::kUnavailable,
                       .reason = v1::ERROR_REASON_STORE_UNAVAILABLE,
                       .en = "The open incidents are being read. Watch again in a moment.",
                       .zh = "正在读取在办事项。请稍后重新订阅。"});
}

absl::Status SignedOut() {
  return core::Refuse({.code = absl::StatusCode::kUnauthenticated,
                       .reason = v1::ERROR_REASON_NOT_SIGNED_IN,
                       .en = "The sign-in ended. Sign in again, then resume with the last token.",
                       .zh = "登录已到期。请重新登录后用最后的令牌续订。"});
}

}  // namespace

WatchSession::WatchSession(Options options)
    : options_(std::move(options)), conflate_beyond_(kWaitingMax) {
  options_.runtime->metrics.WatcherOpened();
}

void WatchSession::Admit(const server::Caller& caller) {
  std::lock_guard<std::mutex> lock(mutex_);
  caller_ = caller;
}

void WatchSession::Begin(const Position* from, std::vector<EntryViewPtr> read_back,
                         DocketViewPtr ended, bool resync) {
  // Before the watcher is attached: should the data set become another one meanwhile, no place in
  // the old one is told as a place in the new.
  scope_ = WatchScope(options_.runtime->store.data_set(), options_.parent);
  const Position* place = read_back.empty() ? from : &read_back.back()->position;
  OpenDockets::Attached attached = options_.dockets->Attach(this, options_.region, place);
  std::lock_guard<std::mutex> lock(mutex_);
  attached_ = true;
  begun_ = true;
  last_sent_ = Steady::now();
  if (seen_.sequence < attached.position.sequence) seen_ = attached.position;
  if (attached.resumed) {
    std::deque<Waiting> before;
    for (const EntryViewPtr& entry : read_back) Collect(entry, before);
    for (const EntryViewPtr& entry : attached.missed) Collect(entry, before);
    waiting_.insert(waiting_.begin(), before.begin(), before.end());
    bookmark_ = waiting_.empty();  // tells at once that the place was found
  } else if (!attached.whole) {
    ending_ = ReadingAnew();
  } else {
    resync_ = resync || from != nullptr;
    in_snapshot_ = true;
    snapshot_position_ = attached.position;
    for (DocketViewPtr& docket : attached.snapshot) {
      if (Concerns(docket->name())) snapshot_.push_back(std::move(docket));
    }
    if (snapshot_.empty() && ended != nullptr) snapshot_.push_back(std::move(ended));
  }
  WriteNext();
}

void WatchSession::Refuse(const absl::Status& status) {
  std::lock_guard<std::mutex> lock(mutex_);
  begun_ = true;
  ending_ = status;
  WriteNext();
}

bool WatchSession::Concerns(const std::string& name) const {
  // A region's code is followed by a slash in a name, so that no region is a prefix of another.
  const std::string& parent = options_.parent;
  return name.compare(0, parent.size(), parent) == 0 &&
         (name.size() == parent.size() || name[parent.size()] == '/');
}

void WatchSession::Collect(const EntryViewPtr& entry, std::deque<Waiting>& into) const {
  for (const EntryView::Item& item : entry->items) {
    if (Concerns(item.name)) into.push_back({entry, &item});
  }
}

void WatchSession::Offer(absl::Span<const EntryViewPtr> entries) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (finished_) return;
  seen_ = entries.back()->position;
  for (const EntryViewPtr& entry : entries) Collect(entry, waiting_);
  if (begun_ && waiting_.size() > conflate_beyond_) Conflate();
  WriteNext();
}

// What waits becomes one STATE for each docket concerned, in place of its last change. Where no
// state is held the change stays. Done again only once twice as much waits, so that it costs
// little for each change.
void WatchSession::Conflate() {
  std::unordered_set<std::string_view> told;
  std::deque<Waiting> kept;
  for (auto waiting = waiting_.rbegin(); waiting != waiting_.rend(); ++waiting) {
    waiting->as_state = waiting->item->after != nullptr;
    if (waiting->as_state && !told.insert(waiting->item->name).second) continue;
    kept.push_front(std::move(*waiting));
  }
  waiting_ = std::move(kept);
  conflated_ = true;
  conflate_beyond_ = std::max(kWaitingMax, 2 * waiting_.size());
}

void WatchSession::Pulse() {
  std::lock_guard<std::mutex> lock(mutex_);
  if (finished_ || !begun_) return;
  const Steady::time_point now = Steady::now();
  if (writing_ && now - write_began_ > kStalled) {
    options_.context->TryCancel();
    return;
  }
  if (options_.runtime->TokenNow() >= caller_.expires_at && ending_.ok()) ending_ = SignedOut();
  if (ending_.ok()) ending_ = server::StillAdmitted(*options_.runtime, caller_);
  if (now - last_sent_ >= options_.bookmarks) bookmark_ = true;
  WriteNext();
}

void WatchSession::Drain() {
  std::lock_guard<std::mutex> lock(mutex_);
  if (ending_.ok()) ending_ = Draining();
  WriteNext();
}

void WatchSession::WriteNext() {
  if (writing_ || finished_ || !begun_) return;
  if (!ending_.ok()) {
    finished_ = true;
    return Finish(server::ToGrpc(ending_));
  }
  if (in_snapshot_) return SendSnapshot();
  if (!waiting_.empty()) return SendWaiting();
  if (bookmark_) Send({}, &seen_, true);
}

void WatchSession::SendSnapshot() {
  std::vector<grpc::Slice> slices;
  size_t size = 0;
  while (!snapshot_.empty() && size < kMessageMax) {
    slices.push_back(snapshot_.front()->State());
    size += slices.back().size();
    snapshot_.pop_front();
  }
  in_snapshot_ = !snapshot_.empty();
  Send(std::move(slices), in_snapshot_ ? nullptr : &snapshot_position_, !in_snapshot_);
}

// A commit is never split over messages. Amid what was conflated there is no place to resume from:
// a state that is still to come stands for earlier changes too.
void WatchSession::SendWaiting() {
  std::vector<grpc::Slice> slices;
  size_t size = 0;
  EntryViewPtr last;
  while (!waiting_.empty() && (size < kMessageMax || waiting_.front().entry == last)) {
    const Waiting& first = waiting_.front();
    slices.push_back(first.as_state ? first.item->after->State() : first.item->change);
    size += slices.back().size();
    last = first.entry;
    waiting_.pop_front();
  }
  if (waiting_.empty()) {
    conflated_ = false;
    conflate_beyond_ = kWaitingMax;
  }
  const Position& position = waiting_.empty() ? seen_ : last->position;
  Send(std::move(slices), conflated_ ? nullptr : &position, false);
}

void WatchSession::Send(std::vector<grpc::Slice> slices, const Position* position, bool bookmark) {
  v1::WatchResponse tail;
  tail.set_bookmark(bookmark);
  tail.set_resync(std::exchange(resync_, false));
  if (position != nullptr) {
    tail.set_resume_token(EncodeToken(scope_, *position));
    tail.set_sequence(position->sequence);
  }
  *tail.mutable_now() = core::ToProto(options_.runtime->store.Now());
  slices.emplace_back(tail.SerializeAsString());
  if (position != nullptr) bookmark_ = false;
  buffer_ = grpc::ByteBuffer(slices.data(), slices.size());
  writing_ = true;
  write_began_ = last_sent_ = Steady::now();
  StartWrite(&buffer_);
}

void WatchSession::OnWriteDone(bool ok) {
  std::lock_guard<std::mutex> lock(mutex_);
  writing_ = false;
  if (!ok && ending_.ok()) ending_ = absl::CancelledError("the watcher is gone");
  WriteNext();
}

void WatchSession::OnCancel() {
  std::lock_guard<std::mutex> lock(mutex_);
  if (ending_.ok()) ending_ = absl::CancelledError("the watcher is gone");
  WriteNext();
}

void WatchSession::OnDone() {
  if (attached_) options_.dockets->Detach(this, options_.region);
  options_.runtime->metrics.WatcherClosed();
  delete this;
}

}  // namespace clarion::broadcast
