#include "tests/faults/traffic.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "clarion/v1/incident_service.grpc.pb.h"
#include "services/core/refusal.h"
#include "tests/support/caller.h"
#include "tests/support/wait_until.h"

namespace clarion::faults {
namespace {

constexpr absl::Duration kCallLimit = absl::Seconds(3);
constexpr absl::Duration kPatience = absl::Seconds(30);
constexpr absl::Duration kRetryPause = absl::Milliseconds(30);
constexpr size_t kRecent = 20;
// Numbers of the files beside those of the clients.
constexpr int kOwn = 100;
constexpr int kBursts = 1000;
constexpr int kSecond = 1000;  // of a request that is sent twice

// A refusal that says: nothing changed. Everything else without an answer is unknown.
bool NothingChanged(const absl::Status& status) {
  switch (core::ReasonOf(status)) {
    case v1::ERROR_REASON_UNSPECIFIED:
    case v1::ERROR_REASON_OUTCOME_UNKNOWN:
    case v1::ERROR_REASON_INTERNAL:
    case v1::ERROR_REASON_DATA_DAMAGED:
    case v1::ERROR_REASON_SERVER_DRAINING:
      return false;
    default:
      return true;
  }
}

// Worth sending again: not an answer of the law.
bool AskAgain(const absl::Status& status) {
  return status.code() == absl::StatusCode::kUnavailable ||
         status.code() == absl::StatusCode::kResourceExhausted ||
         status.code() == absl::StatusCode::kDeadlineExceeded ||
         status.code() == absl::StatusCode::kCancelled ||
         status.code() == absl::StatusCode::kDataLoss ||
         status.code() == absl::StatusCode::kInternal;
}

}  // namespace

Result ResultOf(const absl::Status& status) {
  if (status.ok()) return Result::kAck;
  return NothingChanged(status) ? Result::kFail : Result::kUnknown;
}

void CaseBook::Learn(const v1::Docket& docket) {
  const std::lock_guard<std::mutex> lock(mutex_);
  v1::Docket& known = newest_[docket.name()];
  if (known.name().empty()) {
    by_region_[docket.name().substr(0, docket.name().find("/incidents/"))].push_back(docket.name());
  }
  if (known.version() < docket.version()) known = docket;
}

std::optional<v1::Docket> CaseBook::Pick(const std::string& region, Random& random) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const std::vector<std::string>& names = by_region_[region];
  if (names.empty()) return std::nullopt;
  const size_t among = Chance(random, 85) ? std::min(names.size(), kRecent) : names.size();
  return newest_.at(names[names.size() - 1 - random() % among]);
}

std::optional<v1::Docket> CaseBook::Find(const std::string& name) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto found = newest_.find(name);
  if (found == newest_.end()) return std::nullopt;
  return found->second;
}

size_t CaseBook::size() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return newest_.size();
}

Traffic::Traffic(Desks& desks, const Office& office, const std::string& folder, uint64_t seed)
    : desks_(desks), office_(office), folder_(folder), seed_(seed), own_(NewJournal(kOwn)) {}

std::unique_ptr<Journal> Traffic::NewJournal(int number) const {
  return std::make_unique<Journal>(absl::StrCat(folder_, "/clients/", number, ".ndjson"));
}

void Traffic::Start() {
  const std::array<Habit, 6> habits = {Habit::kPatient, Habit::kPatient, Habit::kPatient,
                                       Habit::kPatient, Habit::kTwice,   Habit::kOnce};
  for (size_t i = 0; i < habits.size(); ++i) {
    threads_.emplace_back([this, i, habit = habits[i]] { Work(habit, i, seed_ + i); });
  }
  threads_.emplace_back([this] { Read(0, seed_ + 100); });
}

void Traffic::Stop() {
  stopping_ = true;
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

void Traffic::Rest() {
  support::WaitUntil(kRetryPause, [this] { return stopping_.load(); });
}

void Traffic::Note(const absl::Status& status) {
  const Result result = ResultOf(status);
  if (result == Result::kFail) ++failed_;
  if (result == Result::kUnknown) ++unknown_;
  if (result != Result::kAck) return;
  ++acknowledged_;
  const absl::Time now = absl::Now();
  const std::lock_guard<std::mutex> lock(gap_mutex_);
  longest_gap_ = std::max(longest_gap_, now - last_ack_);
  last_ack_ = now;
}

absl::Duration Traffic::LongestGap() const {
  const std::lock_guard<std::mutex> lock(gap_mutex_);
  return longest_gap_;
}

Traffic::Counts Traffic::counts() const { return {acknowledged_, failed_, unknown_}; }

bool Traffic::WaitForMore(int64_t more, absl::Duration limit) {
  const int64_t until = acknowledged_ + more;
  return support::WaitUntil(limit, [&] { return acknowledged_ >= until; });
}

absl::StatusOr<v1::Docket> Traffic::Send(const Act& act, int number, Journal& journal) {
  Attempt attempt = {.number = number,
                     .called = MonotonicMicros(),
                     .op = act.op,
                     .request_id = act.request_id,
                     .incident = act.incident,
                     .etag = act.etag,
                     .body = act.body,
                     .idle = act.idle};
  journal.Write(CallLine(attempt));
  absl::StatusOr<v1::Docket> docket =
      act.send(desks_.Channel(act.desk), act.request_id, kCallLimit);
  attempt.answered = MonotonicMicros();
  attempt.result = ResultOf(docket.status());
  if (docket.ok()) {
    attempt.paper = docket->name();
    attempt.version = docket->version();
    attempt.head = docket->etag();
    if (!act.hidden) book_.Learn(*docket);
  } else {
    const v1::ErrorReason reason = core::ReasonOf(docket.status());
    attempt.reason = reason == v1::ERROR_REASON_UNSPECIFIED
                         ? absl::StatusCodeToString(docket.status().code())
                         : core::ReasonName(reason);
  }
  journal.Write(AnswerLine(attempt));
  Note(docket.status());
  return docket;
}

absl::StatusOr<v1::Docket> Traffic::SendPatiently(const Act& act, absl::Duration limit,
                                                  Journal& journal) {
  const absl::Time end = absl::Now() + limit;
  for (int attempt = 1;; ++attempt) {
    absl::StatusOr<v1::Docket> docket = Send(act, attempt, journal);
    if (docket.ok() || !AskAgain(docket.status()) || stopping_ || absl::Now() >= end) return docket;
    Rest();
  }
}

std::vector<absl::StatusOr<v1::Docket>> Traffic::Race(const std::vector<Act>& acts) {
  const int burst = ++bursts_;
  const auto journal = NewJournal(kBursts + burst);
  std::vector<absl::StatusOr<v1::Docket>> answers(acts.size(), absl::UnknownError("not asked"));
  std::vector<std::thread> threads;
  threads.reserve(acts.size());
  for (size_t i = 0; i < acts.size(); ++i) {
    threads.emplace_back([&, i] { answers[i] = Send(acts[i], static_cast<int>(i + 1), *journal); });
  }
  for (std::thread& thread : threads) thread.join();
  return answers;
}

std::vector<absl::StatusOr<v1::Docket>> Traffic::Burst(const Act& act, int count) {
  return Race(std::vector<Act>(static_cast<size_t>(count), act));
}

std::optional<Act> Traffic::Choose(Random& random) {
  const People& people = office_.regions()[Chance(random, 80) ? 0 : 1];
  if (Chance(random, 12)) return RegisterDrill(people, random);
  const std::optional<v1::Docket> docket = book_.Pick(people.region, random);
  if (!docket.has_value()) return RegisterDrill(people, random);
  if (Chance(random, 3)) {
    const std::optional<v1::Docket> other = book_.Pick(people.region, random);
    if (other->name() != docket->name()) return Merge(people, *docket, other->name());
  }
  return NextAct(people, *docket, random);
}

void Traffic::Work(Habit habit, size_t number, uint64_t seed) {
  Random random(seed);
  const auto journal = NewJournal(static_cast<int>(number));
  while (!stopping_) {
    const std::optional<Act> act = Choose(random);
    if (!act.has_value()) continue;
    if (habit == Habit::kOnce) {
      if (AskAgain(Send(*act, 1, *journal).status())) Rest();
      continue;
    }
    const absl::StatusOr<v1::Docket> docket = SendPatiently(*act, kPatience, *journal);
    if (habit == Habit::kTwice && docket.ok()) Send(*act, kSecond, *journal).IgnoreError();
  }
}

void Traffic::Read(size_t number, uint64_t seed) {
  Random random(seed);
  Journal journal(absl::StrCat(folder_, "/reads/", number, ".ndjson"));
  while (!stopping_) {
    const People& people = office_.regions()[Chance(random, 80) ? 0 : 1];
    const std::optional<v1::Docket> docket = book_.Pick(people.region, random);
    if (docket.has_value()) {
      v1::GetIncidentRequest request;
      request.set_name(docket->name());
      const int64_t begun = MonotonicMicros();
      const auto read = support::Call(desks_.Channel("incident"), people.inspector,
                                      &v1::IncidentService::Stub::GetIncident, request, kCallLimit);
      if (read.ok()) {
        journal.Write(ReadingLine({.called = begun,
                                   .answered = MonotonicMicros(),
                                   .incident = read->name(),
                                   .version = read->version(),
                                   .head = read->etag()}));
      }
    }
    Rest();
  }
}

}  // namespace clarion::faults
