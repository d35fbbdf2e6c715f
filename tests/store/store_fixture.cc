#include "tests/store/store_fixture.h"

#include <filesystem>
#include <functional>
#include <future>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/core/check.h"
#include "services/core/proto_time.h"
#include "services/proof/chain.h"
#include "services/store/set_making.h"

namespace clarion::store {
namespace {

// Calls `begin` with a callback and waits for what it is called with.
template <typename T>
absl::StatusOr<T> Await(std::function<void(std::function<void(absl::StatusOr<T>)>)> begin) {
  auto promise = std::make_shared<std::promise<absl::StatusOr<T>>>();
  std::future<absl::StatusOr<T>> future = promise->get_future();
  begin([promise](absl::StatusOr<T> value) { promise->set_value(std::move(value)); });
  CLARION_CHECK(future.wait_for(std::chrono::seconds(60)) == std::future_status::ready);
  return future.get();
}

absl::Time Deadline(absl::Duration timeout = absl::Seconds(10)) { return absl::Now() + timeout; }

}  // namespace

std::string RosterName(const std::string& region) {
  return absl::StrCat("regions/", region, "/roster");
}

Change NextVersion(const StoredPaper& before, const std::string& name, absl::Time now,
                   const std::string& note) {
  v1::Paper paper = before.paper;
  v1::Roster& roster = *paper.mutable_roster();
  roster.set_name(name);
  roster.set_version(roster.version() + 1);
  roster.set_name_zh(note);
  v1::Record record;
  record.set_paper(name);
  record.set_version(roster.version());
  *record.mutable_decided_at() = core::ToProto(now);
  record.add_events()->mutable_roster_imported()->mutable_roster()->set_name_zh(note);
  Change change;
  change.now = now;
  change.papers.push_back({.name = name,
                           .expected_head = before.head,
                           .record = record.SerializeAsString(),
                           .paper = paper,
                           .next_due = std::nullopt});
  return change;
}

Request RequestNamed(const std::string& id, const std::string& body) {
  return {.key = proof::Sha256(id), .hash = proof::Sha256(body)};
}

StoreTest::StoreTest(support::RedisServer::Options options)
    : redis_(std::move(options)), state_dir_(redis_.folder() + "/state") {
  std::filesystem::create_directory(state_dir_);
}

StoreTest::~StoreTest() { store_.reset(); }

void StoreTest::Initialise(std::optional<absl::Time> manual_now) {
  auto connection = RedisConnection::Open({.socket = redis_.socket()}, absl::Seconds(10));
  ASSERT_TRUE(connection.ok()) << connection.status();
  const auto created = CreateSet(**connection, manual_now);
  ASSERT_TRUE(created.ok()) << created.status();
}

Store::Options StoreTest::OptionsOf(const std::string& process) {
  Store::Options options;
  options.config.set_socket(redis_.socket());
  options.config.set_durability(v1::DURABILITY_DISK);
  options.state_dir = state_dir_;
  options.process = process;
  options.on_damage = [this](const absl::Status& status) {
    const std::lock_guard<std::mutex> lock(mutex_);
    damages_.push_back(status);
  };
  return options;
}

void StoreTest::Open() {
  absl::StatusOr<std::unique_ptr<Store>> store = Store::Open(OptionsOf("test"));
  ASSERT_TRUE(store.ok()) << store.status();
  store_ = *std::move(store);
}

absl::StatusOr<PaperPtr> StoreTest::Load(const std::string& name) {
  return Await<PaperPtr>([&](auto done) { store_->papers().Load(name, Deadline(), done); });
}

absl::StatusOr<PaperPtr> StoreTest::LoadCurrent(const std::string& name) {
  return Await<PaperPtr>([&](auto done) { store_->papers().LoadCurrent(name, Deadline(), done); });
}

absl::StatusOr<Committed> StoreTest::Commit(Change change, absl::Duration timeout) {
  return Await<Committed>(
      [&](auto done) { store_->papers().Commit(std::move(change), Deadline(timeout), done); });
}

absl::StatusOr<std::vector<std::string>> StoreTest::History(const std::string& name) {
  return Await<std::vector<std::string>>(
      [&](auto done) { store_->papers().ReadHistory(name, 1, 1000000, Deadline(), done); });
}

absl::StatusOr<Committed> StoreTest::CommitNext(const std::string& note) {
  absl::StatusOr<PaperPtr> before = LoadCurrent(RosterName());
  if (!before.ok()) return before.status();
  return Commit(NextVersion(**before, RosterName(), store_->Now(), note));
}

Committed::Outcome OutcomeOf(const absl::StatusOr<Committed>& committed) {
  EXPECT_TRUE(committed.ok()) << committed.status();
  return committed.ok() ? committed->outcome : Committed::Outcome::kOther;
}

}  // namespace clarion::store
