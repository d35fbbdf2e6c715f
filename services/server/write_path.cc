#include "services/server/write_path.h"

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/core/decide.h"
#include "services/proof/chain.h"
#include "services/server/authorization.h"
#include "services/server/deciding.h"
#include "services/server/names.h"
#include "services/server/write_refusals.h"

namespace clarion::server {
namespace {

constexpr int kRaces = 5;         // lost to another commit before the caller is told
constexpr int kClocks = 4;        // answers CLOCK or OTHER before the caller is told
constexpr int kNumberTries = 16;  // numbers found in use before the caller is told

void SetEtag(v1::Paper& paper, const std::string& head) {
  const std::string etag = absl::BytesToHexString(head);
  if (paper.has_docket()) paper.mutable_docket()->set_etag(etag);
  if (paper.has_roster()) paper.mutable_roster()->set_etag(etag);
  if (paper.has_account()) paper.mutable_account()->set_etag(etag);
}

}  // namespace

// One act on its way. Holds itself alive through the callbacks it waits for; one step at a time, so
// it needs no lock.
class WritePath::Attempt : public std::enable_shared_from_this<Attempt> {
 public:
  Attempt(WritePath& path, Act act, Done done)
      : path_(path), act_(std::move(act)), done_(std::move(done)) {
    if (!act_.request_id.empty()) {
      request_ = store::Request{
          .key = proof::Sha256(absl::StrCat(act_.actor.account(), std::string(1, '\0'), act_.method,
                                            std::string(1, '\0'), act_.request_id)),
          .hash = act_.request_hash};
    }
  }

  void Begin() {
    thread_ = std::this_thread::get_id();
    creates_ = act_.command.has_register_incident();
    region_ = RegionIn(act_.paper);
    shard_ = static_cast<size_t>(store::ShardOf(region_));
    if (creates_) return TakeNumber();
    sides_.push_back({.name = act_.paper});
    AddMerged();
    LoadPapers();
  }

 private:
  using Step = void (Attempt::*)();

  // One paper of the act, and what is decided about it. A merger has two, all others one.
  struct Side {
    std::string name;
    store::PaperPtr paper = nullptr;
    std::shared_ptr<const Pack> pack = nullptr;
    core::Decision decision = {};
  };

  // The incident that ends with a merger. One of another region is none of this shard: the law
  // refuses it without having seen it.
  void AddMerged() {
    if (!act_.command.has_merge_incident()) return;
    const std::string& from = act_.command.merge_incident().from();
    if (from == act_.paper || !ParseName("from", from, {NameKind::kIncident}).ok()) return;
    if (RegionIn(from) == region_) sides_.push_back({.name = from});
  }

  // Goes on where deciding is allowed: here if this is still the caller's or a worker's thread.
  void Continue(Step step) {
    if (std::this_thread::get_id() == thread_) return (this->*step)();
    auto self = shared_from_this();
    const bool posted = path_.workers_.Post([self, step] {
      self->thread_ = std::this_thread::get_id();
      (self.get()->*step)();
    });
    if (!posted) Finish(WorkersFull());
  }

  void TakeNumber() {
    now_ = path_.store_.Now();
    act_.paper = path_.numbers_.Take(region_, now_);
    number_free_ = true;
    act_.command.mutable_register_incident()->set_name(act_.paper);
    sides_ = {{.name = act_.paper, .paper = std::make_shared<store::StoredPaper>()}};
    LoadRoster();
  }

  void LoadPapers(size_t at = 0) {
    if (at == sides_.size()) return LoadRoster();
    auto self = shared_from_this();
    auto loaded = [self, at](absl::StatusOr<store::PaperPtr> paper) {
      if (!paper.ok()) return self->Finish(paper.status());
      self->sides_[at].paper = *std::move(paper);
      self->LoadPapers(at + 1);
    };
    if (current_) {
      path_.store_.papers().LoadCurrent(sides_[at].name, act_.deadline, std::move(loaded));
    } else {
      path_.store_.papers().Load(sides_[at].name, act_.deadline, std::move(loaded));
    }
  }

  // Dockets and accounts are decided beside the roster of their region.
  void LoadRoster() {
    const std::string name = RosterName(region_);
    if (name == act_.paper || region_ == kWholeDeployment) {
      roster_ = nullptr;
      return Continue(&Attempt::LoadPacks);
    }
    auto self = shared_from_this();
    auto loaded = [self](absl::StatusOr<store::PaperPtr> roster) {
      if (!roster.ok()) return self->Finish(roster.status());
      self->roster_ = *std::move(roster);
      self->Continue(&Attempt::LoadPacks);
    };
    if (current_) {
      path_.store_.papers().LoadCurrent(name, act_.deadline, std::move(loaded));
    } else {
      path_.store_.papers().Load(name, act_.deadline, std::move(loaded));
    }
  }

  // Each docket is decided by the pack it began with.
  void LoadPacks() {
    for (Side& side : sides_) {
      const v1::Paper& paper = side.paper->paper;
      const std::string& sha256 = paper.docket().rule_pack_sha256();
      if (!paper.has_docket() || sha256 == path_.packs_.Default()->sha256) {
        side.pack = path_.packs_.Default();
        continue;
      }
      if (side.pack != nullptr && side.pack->sha256 == sha256) continue;
      auto self = shared_from_this();
      return path_.packs_.Find(region_, sha256, act_.deadline,
                               [self, &side](absl::StatusOr<std::shared_ptr<const Pack>> pack) {
                                 if (!pack.ok()) return self->Finish(pack.status());
                                 side.pack = *std::move(pack);
                                 self->Continue(&Attempt::LoadPacks);
                               });
    }
    DecideNow();
  }

  void DecideNow() {
    if (roster_ != nullptr && roster_->head.empty()) return Refused(NoRegion(region_));
    Side& first = sides_.front();
    if (!act_.etag.empty() && act_.etag != absl::BytesToHexString(first.paper->head)) {
      return Refused(Changed());
    }
    now_ = path_.store_.Now();
    for (Side& side : sides_) {
      absl::StatusOr<core::Decision> decision = Decide(side);
      if (!decision.ok()) return Refused(decision.status());
      side.decision = *std::move(decision);
    }
    const bool nothing = first.decision.record.events().empty();
    // A timer or a reaction that finds nothing to do may have looked at papers of yesterday.
    if (nothing && !looked_) return Look();
    if (nothing || act_.validate_only) return Finish(OutcomeWith(first.paper->head));
    CommitNow();
  }

  absl::StatusOr<core::Decision> Decide(const Side& side) {
    const bool merges = sides_.size() > 1;
    const Side& other = &side == &sides_.front() ? sides_.back() : sides_.front();
    return core::Decide(side.paper->paper, act_.command,
                        ContextFor(path_.store_, now_, act_.actor, *side.pack, roster_.get(),
                                   merges ? other.paper.get() : nullptr));
  }

  // What was decided of the first paper.
  Outcome OutcomeWith(const std::string& head) {
    core::Decision& decision = sides_.front().decision;
    Outcome outcome{.paper = std::move(decision.paper), .record = std::move(decision.record)};
    SetEtag(outcome.paper, head);
    return outcome;
  }

  // A refusal stands only when it was decided on papers as they are now.
  void Refused(absl::Status refusal) {
    if (looked_) return Finish(std::move(refusal));
    Look();
  }

  // Decides once more, on papers as they are now.
  void Look() {
    looked_ = true;
    current_ = true;
    if (!request_.has_value()) return LoadPapers();
    LookAt(sides_.size() - 1);
  }

  // The other papers first: whichever shows this request's own effect, the request's key, read
  // last, tells of it.
  void LookAt(size_t at) {
    if (at > 0) {
      auto self = shared_from_this();
      return path_.store_.papers().LoadCurrent(sides_[at].name, act_.deadline,
                                               [self, at](absl::StatusOr<store::PaperPtr> paper) {
                                                 if (!paper.ok())
                                                   return self->Finish(paper.status());
                                                 self->sides_[at].paper = *std::move(paper);
                                                 self->LookAt(at - 1);
                                               });
    }
    auto self = shared_from_this();
    path_.store_.papers().LookAgain(*request_, act_.paper, act_.deadline,
                                    [self](absl::StatusOr<store::PaperStore::Looked> looked) {
                                      if (!looked.ok()) return self->Finish(looked.status());
                                      if (looked->again.has_value())
                                        return self->Again(*looked->again);
                                      // Of a new paper the key alone is asked, and its number.
                                      if (!self->creates_) {
                                        self->sides_.front().paper = looked->paper;
                                      }
                                      self->LoadRoster();
                                    });
  }

  void CommitNow() {
    store::Change change;
    for (Side& side : sides_) AddTo(change, side);
    change.texts = act_.texts;
    if (creates_ && !path_.pack_stored_[shard_].load()) {
      change.texts.push_back(sides_.front().pack->bytes);
    }
    change.request = request_;
    change.now = now_;
    auto self = shared_from_this();
    path_.store_.papers().Commit(std::move(change), act_.deadline,
                                 [self](absl::StatusOr<store::Committed> committed) {
                                   self->path_.metrics_.CommitAnswered(committed);
                                   if (!committed.ok()) {
                                     self->number_free_ = false;  // it may be in use
                                     return self->Finish(committed.status());
                                   }
                                   self->Answered(*std::move(committed));
                                 });
  }

  void AddTo(store::Change& change, Side& side) {
    core::Decision& decision = side.decision;
    decision.record.set_request_id(act_.request_id);
    change.papers.push_back(WriteOf(side.name, *side.paper, decision.record, decision.paper));
    if (decision.roster_used && roster_ != nullptr && change.guards.empty()) {
      change.guards.push_back({RosterName(region_), roster_->head});
    }
    for (const core::Claim& claim : decision.claims) {
      change.claims.push_back({claim.name, claim.expected, claim.value});
    }
    if (!decision.not_before.has_value()) return;
    change.not_before =
        std::max(change.not_before.value_or(absl::InfinitePast()), *decision.not_before);
  }

  void Answered(store::Committed committed) {
    switch (committed.outcome) {
      case store::Committed::Outcome::kDone:
        if (creates_) path_.pack_stored_[shard_].store(true);
        number_free_ = false;
        return Finish(OutcomeWith(committed.heads.front()));
      case store::Committed::Outcome::kAgain:
        return Again(committed);
      case store::Committed::Outcome::kChanged:
        return Raced(committed.paper);
      case store::Committed::Outcome::kTaken:
        return Finish(Taken(committed.holder));
      case store::Committed::Outcome::kClock:
      case store::Committed::Outcome::kOther:
        if (++clocks_ > kClocks) return Finish(ClockOff());
        return Continue(&Attempt::LearnTime);
    }
  }

  // The store learns time and data set on the way; a clock ahead by a millisecond or two is
  // overtaken by the pause, so an act just after a limit is not refused for it.
  void LearnTime() {
    std::this_thread::sleep_for(std::chrono::milliseconds(clocks_));
    current_ = true;
    if (creates_) return LoadRoster();
    LoadPapers();
  }

  void Raced(const std::string& name) {
    if (creates_ && name == act_.paper) {
      number_free_ = false;
      if (++numbers_ > kNumberTries) return Finish(Changed());
      auto self = shared_from_this();
      return path_.numbers_.Search(act_.paper, act_.deadline, [self](absl::Status searched) {
        if (!searched.ok()) return self->Finish(searched);
        self->Continue(&Attempt::TakeNumber);
      });
    }
    const bool creates_other =
        act_.command.has_create_account() || act_.command.has_create_region();
    if (creates_other && name == act_.paper) return Finish(Exists(act_.paper));
    if (++races_ > kRaces) return Finish(Changed());
    current_ = true;
    if (creates_) return LoadRoster();
    LoadPapers();
  }

  // The first answer is rebuilt: the paper as of that version, folded from its history.
  void Again(const store::Committed& first) {
    if (first.request_hash != request_->hash) return Finish(Reused());
    auto self = shared_from_this();
    path_.store_.papers().ReadHistory(
        first.paper, 1, first.version, act_.deadline,
        [self, first](absl::StatusOr<std::vector<std::string>> records) {
          self->Finish(records.ok() ? FirstAnswer(first, *records) : records.status());
        });
  }

  static absl::StatusOr<Outcome> FirstAnswer(const store::Committed& first,
                                             const std::vector<std::string>& records) {
    Outcome outcome{.repeated = true};
    std::string head;
    for (const std::string& bytes : records) {
      v1::Record record;
      if (!record.ParseFromString(bytes)) return HistoryGone(first.paper);
      core::Evolve(outcome.paper, record);
      head = proof::NextHead(head, bytes);
    }
    // An answer made of half a history would be another one.
    if (static_cast<int64_t>(records.size()) != first.version) return HistoryGone(first.paper);
    SetEtag(outcome.paper, head);
    return outcome;
  }

  // What was refused, repeated or only tried leaves no hole in the numbers.
  void Finish(absl::StatusOr<Outcome> outcome) {
    if (std::exchange(number_free_, false)) path_.numbers_.GiveBack(act_.paper);
    done_(std::move(outcome));
  }

  WritePath& path_;
  Act act_;
  Done done_;
  std::optional<store::Request> request_;
  std::thread::id thread_;
  std::string region_;
  size_t shard_ = 0;
  bool creates_ = false;
  bool number_free_ = false;  // the number taken is certainly not in use
  bool current_ = false;      // load papers as they are now
  bool looked_ = false;       // a refusal, or nothing to do, would be final
  int clocks_ = 0;
  int races_ = 0;
  int numbers_ = 0;
  absl::Time now_;
  std::vector<Side> sides_;  // the first is the act's own
  store::PaperPtr roster_;
};

void WritePath::Submit(Act act, Done done) {
  std::make_shared<Attempt>(*this, std::move(act), std::move(done))->Begin();
}

void WritePath::SubmitDue(const std::vector<std::string>& papers, absl::Time deadline,
                          const DueBatch::Done& done) {
  v1::Actor system;
  system.set_role(v1::ROLE_SYSTEM);
  system.set_person("system");
  const auto alone = [this, system, deadline, done](const std::string& name) {
    Act act{.paper = name, .actor = system, .deadline = deadline};
    act.command.mutable_decide_due();
    Submit(std::move(act), [name, done](absl::StatusOr<Outcome> outcome) {
      if (!outcome.ok()) return done(name, outcome.status());
      done(name, std::move(outcome->record));
    });
  };
  if (papers.size() == 1) return alone(papers.front());
  const DueBatch::Parts parts = {store_, packs_, metrics_, workers_};
  std::make_shared<DueBatch>(parts, system, papers, deadline, done, alone)->Begin();
}

}  // namespace clarion::server
