// A FakeStore stands in for Redis where only the frame around it is tested: it has a clock, a data
// set, texts and accounts, and no other papers.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "services/store/store.h"

namespace clarion::server {

class FakePapers : public store::PaperStore {
 public:
  std::map<std::string, std::string> texts;  // by hash
  int text_reads = 0;
  std::mutex mutex;
  std::map<std::string, v1::Account> accounts;  // by name; guarded by mutex
  std::atomic<bool> reachable{true};            // Load fails while it is not
  std::atomic<int> loads{0};

  void Load(const std::string& name, absl::Time, OnPaper done) override {
    auto paper = std::make_shared<store::StoredPaper>();
    ++loads;
    const std::lock_guard<std::mutex> lock(mutex);
    if (const auto found = accounts.find(name); found != accounts.end()) {
      paper->head = std::string(32, 'h');
      *paper->paper.mutable_account() = found->second;
    }
    if (!reachable) return done(absl::UnavailableError("the store is away"));
    done(std::move(paper));
  }
  void LoadUncached(const std::string& name, absl::Time deadline, OnPaper done) override {
    LoadCurrent(name, deadline, std::move(done));
  }
  void LoadCurrent(const std::string& name, absl::Time deadline, OnPaper done) override {
    Load(name, deadline, std::move(done));
  }
  void LookAgain(const store::Request&, const std::string&, absl::Time,
                 std::function<void(absl::StatusOr<Looked>)> done) override {
    done(Looked{std::nullopt, std::make_shared<store::StoredPaper>()});
  }
  void Commit(store::Change, absl::Time, OnCommitted done) override {
    done(absl::UnavailableError("nothing is kept here"));
  }
  void ReadHistory(const std::string&, int64_t, int64_t, absl::Time, OnRecords done) override {
    done(std::vector<std::string>());
  }
  void ReadText(const std::string&, const std::string& sha256, absl::Time, OnText done) override {
    ++text_reads;
    if (const auto found = texts.find(sha256); found != texts.end()) return done(found->second);
    done(absl::NotFoundError("no such text"));
  }
  void ListDue(int, absl::Time, int, absl::Time,
               std::function<void(absl::StatusOr<DueList>)> done) override {
    done(DueList());
  }
  void ListClaims(int, const std::string&, size_t, absl::Time,
                  std::function<void(absl::StatusOr<ClaimList>)> done) override {
    done(ClaimList());
  }
  void ListEnded(int, absl::Time, int, absl::Time,
                 std::function<void(absl::StatusOr<DueList>)> done) override {
    done(DueList());
  }
};

// Time and data set may be changed while calls are under way.
class FakeStore : public store::Store {
 public:
  FakePapers fake;

  void Advance(absl::Duration by) {
    const std::lock_guard<std::mutex> lock(mutex_);
    now_ += by;
  }
  void Become(store::DataSet set) {
    const std::lock_guard<std::mutex> lock(mutex_);
    set_ = std::move(set);
  }

  store::PaperStore& papers() override { return fake; }
  absl::Time Now() override {
    const std::lock_guard<std::mutex> lock(mutex_);
    return now_;
  }
  bool ClockSuspect() override { return false; }
  store::DataSet data_set() override {
    const std::lock_guard<std::mutex> lock(mutex_);
    return set_;
  }
  std::unique_ptr<store::LogFollower> NewFollower(store::LogFollower::Options) override {
    return nullptr;
  }
  absl::StatusOr<std::vector<store::ShardProgress>> ReadProgress() override {
    return std::vector<store::ShardProgress>();
  }
  absl::Status SetManualClock(absl::Time) override { return absl::OkStatus(); }
  std::vector<std::string> LiveReplicas() override { return {}; }
  void Announce(const std::string&, const std::string&) override {}
  bool Healthy() override { return true; }
  store::DurabilityState durability() override { return {}; }

 private:
  std::mutex mutex_;
  absl::Time now_ = absl::Now();
  store::DataSet set_{.id = "0123456789abcdef0123456789abcdef"};
};

}  // namespace clarion::server
