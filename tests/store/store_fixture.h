// A store on a Redis of its own, and changes to try on it. Papers here are rosters and accounts
// filled by hand: the store does not look at the law.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/store/store.h"
#include "tests/support/redis_server.h"

namespace clarion::store {

inline constexpr absl::Duration kPatience = absl::Seconds(20);

// One request in one county.
inline constexpr char kCounty[] = "410726";
std::string RosterName(const std::string& region = kCounty);

// The next version of a paper, as a change decided at `now`. `note` makes its bytes differ.
Change NextVersion(const StoredPaper& before, const std::string& name, absl::Time now,
                   const std::string& note);
Request RequestNamed(const std::string& id, const std::string& body = "body");

class StoreTest : public ::testing::Test {
 public:
  StoreTest() : StoreTest(support::RedisServer::Options()) {}
  explicit StoreTest(support::RedisServer::Options options);
  ~StoreTest() override;

  // Makes the data set; with `manual_now`, one with a manual clock.
  void Initialise(std::optional<absl::Time> manual_now = std::nullopt);
  Store::Options OptionsOf(const std::string& process);
  void Open();

  // Waiting forms of the store's calls.
  absl::StatusOr<PaperPtr> Load(const std::string& name);
  absl::StatusOr<PaperPtr> LoadCurrent(const std::string& name);
  absl::StatusOr<Committed> Commit(Change change, absl::Duration timeout = absl::Seconds(10));
  absl::StatusOr<std::vector<std::string>> History(const std::string& name);

  // Commits the next version of the county's roster.
  absl::StatusOr<Committed> CommitNext(const std::string& note = "note");

  support::RedisServer redis_;
  std::string state_dir_;
  std::unique_ptr<Store> store_;
  std::vector<absl::Status> damages() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return damages_;
  }

 private:
  std::mutex mutex_;
  std::vector<absl::Status> damages_;
};

// The outcome of a commit, or dies with its status in the message.
Committed::Outcome OutcomeOf(const absl::StatusOr<Committed>& committed);

}  // namespace clarion::store
