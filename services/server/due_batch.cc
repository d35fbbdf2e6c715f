#include "services/server/due_batch.h"

#include <algorithm>
#include <utility>

#include "services/server/deciding.h"
#include "services/server/names.h"
#include "services/server/write_refusals.h"

namespace clarion::server {

DueBatch::DueBatch(const Parts& parts, const v1::Actor& actor,
                   const std::vector<std::string>& names, absl::Time deadline, Done done,
                   Alone alone)
    : parts_(parts),
      actor_(actor),
      deadline_(deadline),
      done_(std::move(done)),
      alone_(std::move(alone)) {
  all_.reserve(names.size());
  for (const std::string& name : names) {
    all_.push_back({.name = name});
    rosters_.emplace(RosterName(RegionIn(name)), nullptr);
  }
  awaited_ = all_.size() + rosters_.size();
}

void DueBatch::Begin() {
  thread_ = std::this_thread::get_id();
  // The last answer moves all on, perhaps before its call returns: nothing is looked at after it.
  std::vector<std::pair<std::string, store::PaperPtr*>> wanted;
  for (One& one : all_) wanted.emplace_back(one.name, &one.paper);
  for (auto& [name, roster] : rosters_) wanted.emplace_back(name, &roster);
  for (const auto& [name, into] : wanted) Load(name, into);
}

void DueBatch::Load(const std::string& name, store::PaperPtr* into) {
  parts_.store.papers().Load(
      name, deadline_, [self = shared_from_this(), into](absl::StatusOr<store::PaperPtr> paper) {
        if (paper.ok()) *into = *std::move(paper);
        self->Loaded();
      });
}

void DueBatch::Loaded() {
  if (awaited_.fetch_sub(1) > 1) return;
  if (std::this_thread::get_id() == thread_) return Decide();
  const bool posted = parts_.workers.Post([self = shared_from_this()] { self->Decide(); });
  if (posted) return;
  for (const One& one : all_) done_(one.name, WorkersFull());
}

void DueBatch::Decide() {
  store::Change change;
  change.now = parts_.store.Now();
  std::vector<One> together;
  std::vector<One> apart;
  for (One& one : all_) {
    const bool added = Add(one, change.now, change);
    (added ? together : apart).push_back(std::move(one));
  }
  all_ = std::move(together);
  if (!all_.empty()) Commit(std::move(change));
  for (const One& one : apart) alone_(one.name);
}

// Whether the docket is decided with the others.
bool DueBatch::Add(One& one, absl::Time now, store::Change& change) {
  const PackPtr pack = parts_.packs.Default();
  const std::string roster_name = RosterName(RegionIn(one.name));
  const store::PaperPtr& roster = rosters_.at(roster_name);
  const bool at_hand = one.paper != nullptr && roster != nullptr && !roster->head.empty() &&
                       one.paper->paper.has_docket() &&
                       one.paper->paper.docket().rule_pack_sha256() == pack->sha256;
  if (!at_hand) return false;
  v1::Command command;
  command.mutable_decide_due();
  absl::StatusOr<core::Decision> decision = core::Decide(
      one.paper->paper, command, ContextFor(parts_.store, now, actor_, *pack, roster.get()));
  if (!decision.ok() || decision->record.events().empty() || !decision->claims.empty()) {
    return false;
  }
  change.papers.push_back(
      WriteOf(one.name, *one.paper, decision->record, std::move(decision->paper)));
  const bool guarded =
      std::any_of(change.guards.begin(), change.guards.end(),
                  [&](const store::Guard& guard) { return guard.name == roster_name; });
  if (decision->roster_used && !guarded) change.guards.push_back({roster_name, roster->head});
  if (decision->not_before.has_value()) {
    change.not_before =
        std::max(change.not_before.value_or(absl::InfinitePast()), *decision->not_before);
  }
  one.record = std::move(decision->record);
  return true;
}

void DueBatch::Commit(store::Change change) {
  parts_.store.papers().Commit(
      std::move(change), deadline_,
      [self = shared_from_this()](const absl::StatusOr<store::Committed>& committed) {
        self->parts_.metrics.CommitAnswered(committed);
        if (committed.ok() && committed->outcome != store::Committed::Outcome::kDone) {
          return self->LeaveAlone();
        }
        for (One& one : self->all_) {
          if (committed.ok()) {
            self->done_(one.name, std::move(one.record));
          } else {
            self->done_(one.name, committed.status());
          }
        }
      });
}

void DueBatch::LeaveAlone() {
  const bool posted = parts_.workers.Post([self = shared_from_this()] {
    for (const One& one : self->all_) self->alone_(one.name);
  });
  if (posted) return;
  for (const One& one : all_) done_(one.name, WorkersFull());
}

}  // namespace clarion::server
