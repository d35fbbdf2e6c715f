#include "tests/load/loader.h"

#include <algorithm>
#include <condition_variable>
#include <future>
#include <mutex>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "services/core/decide.h"
#include "services/core/proto_time.h"
#include "tests/load/registrations.h"
#include "tests/support/process.h"

namespace clarion::load {
namespace {

constexpr size_t kUnderWayMax = 128;
constexpr size_t kUnderWayMin = 4;
constexpr int kTries = 100;
constexpr absl::Duration kCommitMayTake = absl::Seconds(60);

}  // namespace

// Commits that are on their way; waits while they are too many, and keeps the first failure.
class Loader::InFlight {
 public:
  void Enter() {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [this] { return under_way_ < limit_; });
    ++under_way_;
  }

  void Leave(const absl::Status& status) {
    const std::lock_guard<std::mutex> lock(mutex_);
    status_.Update(status);
    --under_way_;
    changed_.notify_all();
  }

  // Commits waited too long behind one another: fewer of them from now on.
  void Narrow() {
    const std::lock_guard<std::mutex> lock(mutex_);
    limit_ = std::max(kUnderWayMin, limit_ / 2);
  }

  absl::Status WaitForAll() {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [this] { return under_way_ == 0; });
    return status_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  size_t under_way_ = 0;
  size_t limit_ = kUnderWayMax;
  absl::Status status_;
};

absl::StatusOr<std::unique_ptr<Loader>> Loader::Open(const std::string& redis_socket,
                                                     const std::string& folder) {
  store::Store::Options options;
  options.config.set_socket(redis_socket);
  options.config.set_durability(v1::DURABILITY_DISK);
  options.state_dir = folder;
  options.process = "loader";
  auto store = store::Store::Open(std::move(options));
  if (!store.ok()) return store.status();
  const std::string path = CLARION_SOURCE_DIR "/services/core/packs/national-2016.yaml";
  auto pack = server::ParsePack(support::ReadFile(path), path);
  if (!pack.ok()) return pack.status();
  return std::unique_ptr<Loader>(new Loader(*std::move(store), *std::move(pack)));
}

// A day on which nobody registers anything, so that desks never meet these numbers.
std::string Loader::NameOf(const std::string& region, size_t number) {
  return absl::StrFormat("regions/%s/incidents/%s-20000101-%07d", region, region, number);
}

absl::Status Loader::Register(const Batch& batch) {
  v1::Command command;
  pack_owed_ = true;
  *command.mutable_register_incident() = SampleIncident(
      {.region = batch.region, .number = batch.first, .detected_at = batch.detected_at});
  return CommitEach(batch, command);
}

absl::Status Loader::AddNotes(const Batch& batch) {
  v1::Command command;
  command.mutable_add_note()->set_text("现场已控制,周边道路恢复通行。");
  return CommitEach(batch, command);
}

absl::Status Loader::CommitEach(const Batch& batch, const v1::Command& command) {
  std::promise<absl::StatusOr<store::PaperPtr>> loaded;
  store_->papers().LoadCurrent(
      absl::StrCat("regions/", batch.region, "/roster"), absl::Now() + kCommitMayTake,
      [&loaded](absl::StatusOr<store::PaperPtr> roster) { loaded.set_value(std::move(roster)); });
  auto roster = loaded.get_future().get();
  if (!roster.ok()) return roster.status();
  roster_ = *std::move(roster);
  InFlight in_flight;
  for (size_t i = batch.first; i < batch.first + batch.count; ++i) {
    const std::string name = NameOf(batch.region, i);
    v1::Command act = command;
    if (act.has_register_incident()) act.mutable_register_incident()->set_name(name);
    in_flight.Enter();
    CommitOne(name, std::move(act), in_flight);
  }
  return in_flight.WaitForAll();
}

void Loader::CommitOne(const std::string& name, v1::Command command, InFlight& in_flight) {
  if (command.has_register_incident()) {
    return Commit(name, command, std::make_shared<store::StoredPaper>(), kTries, in_flight);
  }
  store_->papers().Load(name, absl::Now() + kCommitMayTake,
                        [this, name, command = std::move(command),
                         &in_flight](absl::StatusOr<store::PaperPtr> paper) {
                          if (!paper.ok()) return in_flight.Leave(paper.status());
                          Commit(name, command, *std::move(paper), kTries, in_flight);
                        });
}

void Loader::Commit(const std::string& name, const v1::Command& command, store::PaperPtr paper,
                    int tries, InFlight& in_flight) {
  auto change = Decide(name, *paper, command);
  if (!change.ok()) return in_flight.Leave(change.status());
  store_->papers().Commit(
      *std::move(change), absl::Now() + kCommitMayTake,
      [this, name, command, paper = std::move(paper), tries,
       &in_flight](const absl::StatusOr<store::Committed>& committed) {
        if (!committed.ok()) return in_flight.Leave(committed.status());
        if (committed->outcome == store::Committed::Outcome::kDone) {
          return in_flight.Leave(absl::OkStatus());
        }
        // What waited too long behind the others is decided again, at a later instant.
        if (committed->outcome == store::Committed::Outcome::kClock && tries > 1) {
          in_flight.Narrow();
          return Commit(name, command, paper, tries - 1, in_flight);
        }
        in_flight.Leave(absl::AbortedError(
            absl::StrCat(name, ": outcome ", static_cast<int>(committed->outcome))));
      });
}

absl::StatusOr<store::Change> Loader::Decide(const std::string& name,
                                             const store::StoredPaper& paper,
                                             const v1::Command& command) {
  v1::Actor actor;
  actor.set_account("regions/000000/accounts/loader");
  actor.set_role(v1::ROLE_DUTY);
  actor.set_person("loader");
  store::Change change;
  change.now = store_->Now();
  auto decision = core::Decide(paper.paper, command,
                               {.now = change.now,
                                .actor = std::move(actor),
                                .pack = &pack_->pack,
                                .pack_sha256 = pack_->sha256,
                                .roster = &roster_->paper.roster()});
  if (!decision.ok()) return decision.status();
  change.papers.push_back({.name = name,
                           .expected_head = paper.head,
                           .record = decision->record.SerializeAsString(),
                           .paper = decision->paper,
                           .next_due = core::NextDue(decision->paper),
                           .ended = decision->record.ended()});
  if (decision->roster_used) {
    change.guards.push_back({roster_->paper.roster().name(), roster_->head});
  }
  for (const core::Claim& claim : decision->claims) {
    change.claims.push_back({claim.name, claim.expected, claim.value});
  }
  if (command.has_register_incident() && pack_owed_.exchange(false)) {
    change.texts.push_back(pack_->bytes);
  }
  change.not_before = decision->not_before;
  return change;
}

}  // namespace clarion::load
