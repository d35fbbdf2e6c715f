#include "tests/store/office_of_writers.h"

#include <future>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/core/check.h"
#include "services/proof/chain.h"
#include "tests/store/store_fixture.h"
#include "tests/support/wait_until.h"

namespace clarion::store {
namespace {

constexpr absl::Duration kPause = absl::Milliseconds(10);
constexpr absl::Duration kToTheEnd = absl::Seconds(30);

absl::StatusOr<Committed> CommitAndWait(Store& store, const Change& change) {
  std::promise<absl::StatusOr<Committed>> done;
  store.papers().Commit(
      change, absl::Now() + absl::Seconds(5),
      [&done](absl::StatusOr<Committed> committed) { done.set_value(std::move(committed)); });
  return done.get_future().get();
}

}  // namespace

OfficeOfWriters::OfficeOfWriters(Options options) : options_(options) {
  // Threads live on the machine they are begun on.
  options_.trio.network().Inside(options_.trio.client(options_.client), [this] {
    Open();
    Follow();
    for (int i = 0; i < options_.writers; ++i) writers_.emplace_back([this, i] { Write(i); });
  });
}

OfficeOfWriters::~OfficeOfWriters() { Stop(); }

void OfficeOfWriters::Stop() {
  stopping_.store(true);
  for (std::thread& writer : writers_) writer.join();
  writers_.clear();
  if (follower_ != nullptr) follower_->Stop();
  follower_ = nullptr;
  store_ = nullptr;
}

OfficeOfWriters::Seen OfficeOfWriters::seen() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  Seen seen = seen_;
  seen.unknown = unknown_.load();
  seen.refused = refused_.load();
  return seen;
}

void OfficeOfWriters::Open() {
  Store::Options options;
  for (const std::string& sentinel : options_.trio.sentinels()) {
    options.config.mutable_sentinels()->add_addresses(sentinel);
  }
  options.config.mutable_sentinels()->set_master(support::RedisTrio::kMaster);
  options.config.set_durability(options_.durability);
  options.state_dir = state_.path();
  options.process = "test";
  options.on_damage = [this](const absl::Status& status) {
    const std::lock_guard<std::mutex> lock(mutex_);
    seen_.damages.push_back(status);
  };
  auto store = Store::Open(std::move(options));
  CLARION_CHECK(store.ok());
  store_ = *std::move(store);
}

void OfficeOfWriters::Follow() {
  follower_ = store_->NewFollower(
      {.desk = "broadcast",
       .process = absl::StrCat("client-", options_.client),
       .on_entries =
           [this](absl::Span<const Entry> entries) {
             const std::lock_guard<std::mutex> lock(mutex_);
             for (const Entry& entry : entries) {
               seen_.delivered.push_back({entry.shard, entry.sequence, entry.hash8});
             }
           },
       .on_resync =
           [this](int, int64_t) {
             const std::lock_guard<std::mutex> lock(mutex_);
             ++seen_.resyncs;
           }});
  const auto ends = follower_->Ends();
  CLARION_CHECK(ends.ok() && follower_->Start(*ends).ok());
}

void OfficeOfWriters::Write(int writer) {
  const std::string paper =
      absl::StrCat("regions/", kCounty, "/accounts/c", options_.client, "-", writer);
  StoredPaper at;
  for (int64_t version = 1; !stopping_; ++version) {
    Change change = NextVersion(at, paper, store_->Now(), absl::StrCat("version ", version));
    change.request = RequestNamed(absl::StrCat(paper, "#", version));
    at.paper = change.papers[0].paper;
    const std::string record = change.papers[0].record;
    if (!Settle(std::move(change), {paper, version, record}, &at.head)) return;
  }
}

// Repeats the act until it is answered. False when the writer must not go on.
bool OfficeOfWriters::Settle(Change change, const Written& written, std::string* head) {
  bool unknown = false;
  bool refused = false;
  absl::Time give_up = absl::InfiniteFuture();
  while (absl::Now() < give_up) {
    if (stopping_ && give_up == absl::InfiniteFuture()) give_up = absl::Now() + kToTheEnd;
    change.now = store_->Now();
    const auto answer = CommitAndWait(*store_, change);
    if (answer.ok() && answer->outcome == Committed::Outcome::kChanged) {
      const std::lock_guard<std::mutex> lock(mutex_);
      ++seen_.overtaken;
      return false;
    }
    if (answer.ok() && (answer->outcome == Committed::Outcome::kDone ||
                        answer->outcome == Committed::Outcome::kAgain)) {
      *head = proof::NextHead(change.papers[0].expected_head, written.record);
      Acknowledge(written);
      return true;
    }
    if (absl::IsDataLoss(answer.status())) return false;
    if (core::ReasonOf(answer.status()) == v1::ERROR_REASON_OUTCOME_UNKNOWN) {
      if (!std::exchange(unknown, true)) ++unknown_;
    } else if (!answer.ok() && !std::exchange(refused, true)) {
      ++refused_;
    }
    support::WaitUntil(kPause, [] { return false; });
  }
  const std::lock_guard<std::mutex> lock(mutex_);
  ++seen_.unresolved;
  return false;
}

void OfficeOfWriters::Acknowledge(const Written& written) {
  const std::lock_guard<std::mutex> lock(mutex_);
  seen_.acknowledged.push_back(written);
  seen_.acknowledged_at.push_back(absl::Now());
  ++acknowledged_;
}

}  // namespace clarion::store
