#include "tests/faults/made_run.h"

#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "services/core/decide.h"
#include "services/core/proto_time.h"
#include "services/core/refusal.h"
#include "services/proof/chain.h"
#include "services/store/paper_store.h"
#include "tests/core/random_acts.h"
#include "tests/support/story.h"

namespace clarion::faults {
namespace {

constexpr int kClients = 6;
constexpr int64_t kMostRecords = 40;  // of one docket, but for timers
constexpr int64_t kOverlapMicros = 30'000;

const std::vector<std::string>& Regions() {
  static const std::vector<std::string>& regions =
      *new std::vector<std::string>{"regions/419999", "regions/429999"};
  return regions;
}

class Maker {
 public:
  explicit Maker(const MadeRunOptions& options)
      : options_(options), random_(options.seed), acts_(std::mt19937_64(~options.seed)) {}

  MadeRun Make() {
    BeginRegions();
    run_.history.run.seed = options_.seed;
    run_.history.run.begun_ms = absl::ToUnixMillis(now_);
    run_.history.run.begun_t = Micros();
    for (int step = 0; step < options_.steps; ++step) {
      const bool calm = step > options_.steps * 9 / 10;
      if (calm && run_.history.run.healed_t == 0) {
        now_ += absl::Seconds(1);
        run_.history.run.healed_t = Micros();
      }
      Step(calm);
    }
    Settle();
    AddWatchers(run_, options_.watchers, random_);
    List();
    return std::move(run_);
  }

 private:
  int Below(int n) { return static_cast<int>(random_() % static_cast<uint64_t>(n)); }
  bool OneIn(int n) { return Below(n) == 0; }
  int64_t Micros() const { return absl::ToUnixMicros(now_) - 1'700'000'000'000'000; }
  v1::Paper& RosterOf(const std::string& paper) {
    return papers_[paper.substr(0, Regions()[0].size()) + "/roster"];
  }

  void BeginRegions() {
    for (const std::string& region : Regions()) {
      v1::Record record;
      record.set_paper(region + "/roster");
      record.set_version(1);
      record.set_request_id("setup-" + region);
      *record.mutable_actor() = testing::Of(v1::ROLE_ADMINISTRATOR, "admin");
      *record.mutable_decided_at() = core::ToProto(now_);
      v1::Roster& roster = *record.add_events()->mutable_region_created()->mutable_roster();
      roster = acts_.Roster(now_);
      roster.set_name(record.paper());
      core::Evolve(papers_[record.paper()], record);
      Commit(std::move(record), nullptr);
      now_ += absl::Seconds(1);
    }
  }

  // One act of a person, tried the ways clients try.
  void Step(bool calm) {
    Advance();
    if (!OneIn(30)) FireUntil(now_);
    const bool first = dockets_.empty();
    const bool another = static_cast<int>(dockets_.size()) < options_.incidents && OneIn(6);
    if (first || another) return Register(calm);
    const std::string name =
        dockets_[static_cast<size_t>(Below(static_cast<int>(dockets_.size())))];
    const v1::Paper& paper = papers_[name];
    if (paper.docket().version() > kMostRecords) return;
    testing::RandomAct act = acts_.Next(paper.docket(), now_);
    if (act.command.has_decide_due() || act.command.has_register_incident()) return Register(calm);
    if (act.command.has_merge_incident()) return Merge(act, name);
    if (act.command.has_record_leave()) return ChangeRoster(act, RosterOf(name), calm);
    Try(act, name, calm);
  }

  void Advance() {
    const bool crowd = OneIn(2);
    now_ += absl::Milliseconds(1 + Below(crowd ? 15 : 15 * 60 * 1000));
  }

  // What falls due, in order; some of it late.
  void FireUntil(absl::Time until) {
    for (;;) {
      std::string next;
      absl::Time due = until;
      for (const std::string& name : dockets_) {
        const std::optional<absl::Time> at = core::NextDue(papers_[name]);
        if (!at.has_value() || *at > due) continue;
        due = *at;
        next = name;
      }
      if (next.empty()) return;
      const int late_ms = OneIn(20) ? 1 + Below(8000) : OneIn(4) ? Below(900) : Below(20);
      now_ = std::max(now_, due + absl::Milliseconds(late_ms));
      testing::RandomAct act{{}, testing::System()};
      act.command.mutable_decide_due();
      BySystem(act, next);
    }
  }

  void BySystem(const testing::RandomAct& act, const std::string& name) {
    absl::StatusOr<core::Decision> decision = Decide(act, name);
    if (decision.ok() && decision->record.events_size() > 0) Keep(*std::move(decision), nullptr);
    now_ += absl::Milliseconds(1);
  }

  void Register(bool calm) {
    if (static_cast<int>(dockets_.size()) >= options_.incidents) return;
    testing::RandomAct act = acts_.Registration(now_);
    v1::RegisterIncident& command = *act.command.mutable_register_incident();
    const std::string& region = Regions()[OneIn(4) ? 1 : 0];
    command.set_name(absl::StrCat(region, "/incidents/", region.substr(8), "-20260303-",
                                  1000 + dockets_.size()));
    if (!command.fingerprint().empty() && !OneIn(4)) {
      command.set_fingerprint(absl::StrCat("matter-", dockets_.size()));
    }
    const std::string name = command.name();
    Try(act, name, calm);
    if (papers_[name].has_docket()) dockets_.push_back(name);
  }

  // Leave, and the look at each open docket of the region that follows.
  void ChangeRoster(const testing::RandomAct& act, const v1::Paper& roster, bool calm) {
    const std::string name = roster.roster().name();
    const int64_t before = roster.roster().version();
    Try(act, name, calm);
    if (papers_[name].roster().version() == before) return;
    for (const std::string& docket : dockets_) {
      if (docket.compare(0, Regions()[0].size(), name, 0, Regions()[0].size()) != 0) continue;
      if (core::HasEnded(papers_[docket])) continue;
      testing::RandomAct review{{}, testing::System()};
      review.command.mutable_review_speaker();
      BySystem(review, docket);
    }
  }

  absl::StatusOr<core::Decision> Decide(const testing::RandomAct& act, const std::string& name,
                                        const v1::Docket* other = nullptr) {
    const v1::Roster& roster = RosterOf(name).roster();
    core::Context context = testing::ContextAt(now_, act.actor, &roster);
    context.other = other;
    return core::Decide(papers_[name], act.command, context);
  }

  // With another of its region; both in one commit. What is refused leaves no trace.
  void Merge(testing::RandomAct act, const std::string& into) {
    if (!options_.mergers) return;
    for (const std::string& from : dockets_) {
      const bool here = from != into && from.substr(0, 14) == into.substr(0, 14);
      if (!here || core::HasEnded(papers_[from])) continue;
      act.command.mutable_merge_incident()->set_into(into);
      act.command.mutable_merge_incident()->set_from(from);
      absl::StatusOr<core::Decision> goes_on = Decide(act, into, &papers_[from].docket());
      absl::StatusOr<core::Decision> ends = Decide(act, from, &papers_[into].docket());
      if (!goes_on.ok() || !ends.ok()) continue;
      Attempt attempt = NewAttempt(act, into);
      ends->record.set_request_id(attempt.request_id);
      apart_ = true;
      Keep(*std::move(goes_on), &attempt);
      apart_ = false;
      MadeCommit& commit = run_.log.back();
      commit.records.push_back({from, ends->record.version()});
      KeepNames(ends->claims);
      papers_[from] = std::move(ends->paper);
      run_.papers[from].push_back(std::move(ends->record));
      return AnswerCommitted(attempt, /*calm=*/true);
    }
  }

  bool NamesAreFree(const core::Decision& decision) {
    return std::all_of(decision.claims.begin(), decision.claims.end(),
                       [this](const core::Claim& claim) {
                         const auto held = run_.names.find(claim.name);
                         return (held == run_.names.end() ? "" : held->second) == claim.expected;
                       });
  }

  // Sends the act in one of the ways clients do, and commits it as often as it must be.
  void Try(const testing::RandomAct& act, const std::string& name, bool calm) {
    Attempt first = NewAttempt(act, name);
    absl::StatusOr<core::Decision> decision = Decide(act, name);
    const bool taken = decision.ok() && !NamesAreFree(*decision);
    if (!decision.ok() || taken) {
      const std::string reason =
          taken ? "DUPLICATE_REPORT" : core::ReasonName(core::ReasonOf(decision.status()));
      return Answer(first, Result::kFail, reason);
    }
    if (decision->record.events_size() == 0) {
      first.idle = true;
      first.paper = name;
      first.version = static_cast<int64_t>(run_.papers[name].size());
      return Answer(first, Result::kAck, "");
    }
    if (!calm && OneIn(20)) {  // nothing reached the store
      Answer(first, OneIn(2) ? Result::kUnknown : Result::kFail, "STORE_UNAVAILABLE");
      if (OneIn(2)) return;
      now_ += absl::Milliseconds(40 + Below(100));
      decision = Decide(act, name);
      if (!decision.ok()) return;
      first = Again(first);
    }
    Keep(*std::move(decision), &first);
    AnswerCommitted(first, calm);
    if (OneIn(3)) Read(name);
  }

  Attempt NewAttempt(const testing::RandomAct& act, const std::string& name) {
    const int number = ++request_;
    Attempt attempt;
    attempt.client = number % kClients;
    attempt.request_id = absl::StrCat("request-", number);
    attempt.body = absl::StrCat("body-", number);
    attempt.op = v1::Command::descriptor()
                     ->FindFieldByNumber(static_cast<int>(act.command.act_case()))
                     ->name();
    if (!act.command.has_register_incident()) attempt.incident = name;
    attempt.called = Micros() - Below(kOverlapMicros);
    return attempt;
  }

  // The same request once more, called after what was answered.
  Attempt Again(const Attempt& before) {
    Attempt again = before;
    again.number = ++tries_ + 1;
    again.answered = kNever;
    again.result = Result::kUnknown;
    again.reason.clear();
    const int64_t answered = before.answered == kNever ? Micros() : before.answered;
    again.called = answered + 100 + Below(1000);
    return again;
  }

  void Answer(Attempt& attempt, Result result, const std::string& reason) {
    attempt.result = result;
    attempt.reason = reason;
    attempt.answered = std::max(Micros(), attempt.called) + 50 + Below(kOverlapMicros);
    run_.history.attempts.push_back(attempt);
  }

  void AnswerCommitted(Attempt first, bool calm) {
    switch (calm ? 9 : Below(14)) {
      case 0:  // the answer was lost; the client asks again
        Answer(first, Result::kUnknown, "DEADLINE_EXCEEDED");
        first = Again(first);
        return Answer(first, Result::kAck, "");
      case 1:  // the answer was lost, and nobody asks again
        return Answer(first, Result::kUnknown, "OUTCOME_UNKNOWN");
      case 2:  // torn: the client died
        run_.history.attempts.push_back(first);
        return;
      case 3: {  // sent twice at the same time
        Attempt twin = first;
        twin.client = kClients;
        twin.number = ++tries_ + 1;
        Answer(first, Result::kAck, "");
        return Answer(twin, Result::kAck, "");
      }
      case 4: {  // asked again later, and once with another body
        Answer(first, Result::kAck, "");
        Attempt again = Again(first);
        Answer(again, Result::kAck, "");
        Attempt other = Again(again);
        other.body = "another";
        other.paper.clear();
        other.version = 0;
        return Answer(other, Result::kFail, "REQUEST_ID_REUSED");
      }
      default:
        return Answer(first, Result::kAck, "");
    }
  }

  void Read(const std::string& name) {
    Reading reading;
    reading.called = Micros() + 1 + Below(300);
    reading.answered = reading.called + 1 + Below(kOverlapMicros);
    reading.incident = name;
    reading.version = static_cast<int64_t>(run_.papers[name].size());
    run_.history.readings.push_back(reading);
  }

  void Keep(core::Decision decision, Attempt* attempt) {
    const std::string name = decision.record.paper();
    KeepNames(decision.claims);
    papers_[name] = std::move(decision.paper);
    if (attempt != nullptr) decision.record.set_request_id(attempt->request_id);
    Commit(std::move(decision.record), attempt);
  }

  void KeepNames(const std::vector<core::Claim>& claims) {
    for (const core::Claim& claim : claims) {
      if (claim.value.empty()) {
        run_.names.erase(claim.name);
      } else {
        run_.names[claim.name] = claim.value;
      }
    }
  }

  void Commit(v1::Record record, Attempt* attempt) {
    const std::string name = record.paper();
    const int64_t version = record.version();
    const int shard = store::ShardOf(name);
    if (attempt != nullptr) {
      attempt->paper = name;
      attempt->version = version;
      run_.requests.push_back({.key = proof::Hex(proof::Sha256(record.request_id())),
                               .paper = name,
                               .version = version});
    }
    run_.papers[name].push_back(std::move(record));
    run_.history.run.clock_samples.push_back(
        {.t = Micros(), .ms = absl::ToUnixMillis(now_), .off_us = 500});
    // Now and then two papers in one commit, as the format allows.
    const bool docket = name.find("/incidents/") != std::string::npos;
    if (docket && !apart_ && !run_.log.empty() && OneIn(20)) {
      MadeCommit& last = run_.log.back();
      const std::string& other = last.records.front().first;
      if (last.shard == shard && last.records.size() == 1 && other != name &&
          other.find("/incidents/") != std::string::npos) {
        last.records.push_back({name, version});
        last.t = Micros();
        return;
      }
    }
    run_.log.push_back(
        {.shard = shard, .sequence = ++last_[shard], .t = Micros(), .records = {{name, version}}});
  }

  void Settle() {
    now_ += absl::Seconds(5);
    for (absl::Time before = absl::InfinitePast(); before != now_;) {
      before = now_;
      FireUntil(now_);
    }
    run_.history.run.end_ms = absl::ToUnixMillis(now_);
    run_.history.run.end_t = Micros();
  }

  void List() {
    for (const std::string& region : Regions()) {
      Listing listing = {.t = Micros(), .parent = region};
      for (const std::string& name : dockets_) {
        if (name.compare(0, region.size(), region) != 0 || core::HasEnded(papers_[name])) continue;
        listing.incidents.push_back(
            {.incident = name, .version = papers_[name].docket().version()});
      }
      run_.history.listings.push_back(std::move(listing));
    }
  }

  const MadeRunOptions options_;
  std::mt19937_64 random_;
  testing::RandomActs acts_;
  absl::Time now_ = testing::T("00:00");
  MadeRun run_;
  std::map<std::string, v1::Paper> papers_;
  std::vector<std::string> dockets_;
  std::map<int, int64_t> last_;  // sequence of each shard
  bool apart_ = false;           // the next commit joins no other
  int request_ = 0;
  int tries_ = 0;
};

}  // namespace

MadeRun MakeRun(const MadeRunOptions& options) { return Maker(options).Make(); }

}  // namespace clarion::faults
