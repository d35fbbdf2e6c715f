// The traffic of a run: people at work from several threads while things break, each call and each
// answer written down.
//
// Most clients repeat an act with its own request id until it is answered; one sends each request
// twice, one never repeats and leaves what it does not know, one reads. Bursts and races are added
// by faults. Thread-safe.
#pragma once

#include <array>
#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "tests/faults/acts.h"
#include "tests/faults/desks.h"
#include "tests/faults/history.h"
#include "tests/faults/journal.h"
#include "tests/faults/office.h"

namespace clarion::faults {

// What clients know of the cases: the newest docket of each they were answered with.
class CaseBook {
 public:
  void Learn(const v1::Docket& docket);
  // A case of `region`, one of the last twenty as a rule.
  std::optional<v1::Docket> Pick(const std::string& region, Random& random);
  std::optional<v1::Docket> Find(const std::string& name);
  size_t size();

 private:
  std::mutex mutex_;
  std::map<std::string, v1::Docket> newest_;
  std::map<std::string, std::vector<std::string>> by_region_;
};

class Traffic {
 public:
  struct Counts {
    int64_t acknowledged = 0;
    int64_t failed = 0;
    int64_t unknown = 0;
  };

  // `folder` is the run's history.
  Traffic(Desks& desks, const Office& office, const std::string& folder, uint64_t seed);
  ~Traffic() { Stop(); }
  Traffic(const Traffic&) = delete;
  Traffic& operator=(const Traffic&) = delete;

  void Start();
  // Clients end after the act under way.
  void Stop();

  // One try, written down.
  absl::StatusOr<v1::Docket> Send(const Act& act, int number, Journal& journal);
  // Sends it until it is answered, at most `limit`.
  absl::StatusOr<v1::Docket> SendPatiently(const Act& act, absl::Duration limit, Journal& journal);
  // Sends `act` from `count` threads at once. The answers.
  std::vector<absl::StatusOr<v1::Docket>> Burst(const Act& act, int count);
  // Sends each of `acts` from a thread of its own, all at once.
  std::vector<absl::StatusOr<v1::Docket>> Race(const std::vector<Act>& acts);

  CaseBook& book() { return book_; }
  const People& people(size_t region) const { return office_.regions()[region]; }
  // For what a fault itself asks.
  Journal& own_journal() { return *own_; }
  Counts counts() const;
  // Whether `more` acts were acknowledged from now on within `limit`.
  bool WaitForMore(int64_t more, absl::Duration limit);
  // Acknowledged registrations.
  size_t Incidents() { return book_.size(); }
  // How long the longest pause between two acknowledged acts was.
  absl::Duration LongestGap() const;

 private:
  enum class Habit { kPatient, kTwice, kOnce };

  void Work(Habit habit, size_t number, uint64_t seed);
  void Read(size_t number, uint64_t seed);
  void Note(const absl::Status& status);
  void Rest();  // a moment, or until the end
  std::optional<Act> Choose(Random& random);
  std::unique_ptr<Journal> NewJournal(int number) const;

  Desks& desks_;
  const Office& office_;
  const std::string folder_;
  const uint64_t seed_;
  CaseBook book_;
  std::unique_ptr<Journal> own_;
  std::atomic<bool> stopping_{false};
  std::atomic<int> bursts_{0};
  std::atomic<int64_t> acknowledged_{0};
  std::atomic<int64_t> failed_{0};
  std::atomic<int64_t> unknown_{0};
  mutable std::mutex gap_mutex_;
  absl::Time last_ack_ = absl::InfiniteFuture();
  absl::Duration longest_gap_ = absl::ZeroDuration();
  std::vector<std::thread> threads_;
};

// What an answer says of the act, by docs/guarantees.md.
Result ResultOf(const absl::Status& status);

}  // namespace clarion::faults
