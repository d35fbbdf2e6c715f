// Random courses over one docket at a time, each step held against the laws. Reproduce a failure
// with CLARION_SEED=<seed printed>; CLARION_STEPS lengthens the walk.
#include <cstdlib>
#include <iomanip>
#include <iostream>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/core/decide.h"
#include "services/core/proto_time.h"
#include "services/core/speakers.h"
#include "tests/core/acts_and_reasons.h"
#include "tests/core/laws.h"
#include "tests/core/random_acts.h"
#include "tests/support/story.h"

namespace clarion::testing {
namespace {

#if defined(__SANITIZE_ADDRESS__)
constexpr uint64_t kSteps = 100'000;
#else
constexpr uint64_t kSteps = 1'000'000;
#endif
// The rarest refusal is met about once in 60,000 steps: a shorter walk has not seen everything.
constexpr uint64_t kStepsToSeeAll = 1'000'000;
constexpr int kRecordsMax = 60;  // of one course: many short ones go further than few long ones
constexpr int kStepsAfterTheEnd = 30;

uint64_t FromEnvironment(const char* name, uint64_t otherwise) {
  const char* value = std::getenv(name);
  return value == nullptr ? otherwise : std::strtoull(value, nullptr, 10);
}

std::string NameOf(const v1::Command& command) {
  return v1::Command::descriptor()->FindFieldByNumber(static_cast<int>(command.act_case()))->name();
}

// One walk: the paper, its fold, the roster, the breaches entered so far.
class Walk {
 public:
  explicit Walk(uint64_t seed) : acts_(seed) { Restart(); }

  // False when a law broke.
  bool Step() {
    if (Finished()) Restart();
    now_ = acts_.Later(paper_, now_);
    const bool first = !paper_.has_docket() && acts_.OneIn(2);
    const RandomAct act = first ? acts_.Registration(now_) : acts_.Next(paper_.docket(), now_);
    if (act.command.has_record_leave()) return ChangeRoster(act);
    if (act.command.has_register_incident() && paper_.has_docket()) return RegisterAgain(act);
    return Do(paper_, act);
  }

  void PrintCounts() const {
    for (const auto& [what, count] : counts_) {
      std::cout << std::setw(8) << count << "  " << what << "\n";
    }
  }
  // What should have come up and did not.
  std::vector<std::string> NeverReached() const {
    std::vector<std::string> missing;
    for (const std::string& what : EveryActAndReason()) {
      if (counts_.count(what) == 0) missing.push_back(what);
    }
    return missing;
  }
  int courses() const { return courses_; }

 private:
  bool Finished() const {
    if (core::HasEnded(paper_)) return steps_after_the_end_ >= kStepsAfterTheEnd;
    return paper_.docket().version() > kRecordsMax || paper_.docket().releases_size() > 12;
  }

  void Restart() {
    paper_.Clear();
    fold_.Clear();
    breaches_.clear();
    claims_.clear();
    steps_after_the_end_ = 0;
    ++courses_;
    *roster_.mutable_roster() = acts_.Roster(now_);
  }

  core::Context ContextOf(const v1::Actor& actor) const {
    return ContextAt(now_, actor, &roster_.roster());
  }

  void Count(const v1::Command& command, const std::string& how) {
    ++counts_[NameOf(command) + " " + how];
  }

  bool Do(const v1::Paper& paper, const RandomAct& act) {
    if (core::HasEnded(paper_)) ++steps_after_the_end_;
    const bool looks = acts_.OneIn(32);
    const std::string before = looks ? paper.SerializeAsString() : "";
    const auto decision = core::Decide(paper, act.command, ContextOf(act.actor));
    if (looks && paper.SerializeAsString() != before) return Broken("Decide changed its argument");
    if (!decision.ok()) {
      Count(act.command, core::ReasonName(core::ReasonOf(decision.status())));
      return true;
    }
    const bool nothing = decision->record.events_size() == 0;
    Count(act.command, nothing ? "nothing" : "OK");
    if (!nothing) return Keep(*decision);
    return decision->paper.docket().version() == paper_.docket().version() ||
           Broken("changed without an event");
  }

  // Leave goes into the roster, and the speaker desk looks at the docket: now, and once more, which
  // must change nothing.
  bool ChangeRoster(const RandomAct& act) {
    const auto decision = core::Decide(roster_, act.command, ContextOf(act.actor));
    if (!decision.ok()) {
      Count(act.command, core::ReasonName(core::ReasonOf(decision.status())));
      return true;
    }
    Count(act.command, "OK");
    roster_ = decision->paper;
    if (!paper_.has_docket()) return true;
    RandomAct review{{}, System()};
    review.command.mutable_review_speaker();
    if (!Do(paper_, review)) return false;
    const int64_t version = paper_.docket().version();
    if (!Do(paper_, review)) return false;
    return paper_.docket().version() == version || Broken("a second look changed something");
  }

  // Another incident of the same matter: it is refused as long as this one holds the name.
  bool RegisterAgain(const RandomAct& act) {
    const auto decision = core::Decide({}, act.command, ContextOf(act.actor));
    if (!decision.ok()) {
      Count(act.command, core::ReasonName(core::ReasonOf(decision.status())));
      return true;
    }
    bool taken = false;
    for (const core::Claim& claim : decision->claims)
      taken = taken || claims_.count(claim.name) > 0;
    Count(act.command, taken ? "DUPLICATE_REPORT" : "OK");
    return true;
  }

  bool TakeClaims(const core::Decision& decision) {
    for (const core::Claim& claim : decision.claims) {
      const std::string holder = claims_.count(claim.name) > 0 ? claims_[claim.name] : "";
      if (holder != claim.expected) return Broken("a name is held by another");
      if (claim.value.empty()) {
        claims_.erase(claim.name);
      } else {
        claims_[claim.name] = claim.value;
      }
    }
    return true;
  }

  bool Keep(const core::Decision& decision) {
    const absl::Time decided_at = core::FromProto(decision.record.decided_at());
    const std::string broken = BrokenLaw(paper_.docket(), decision.paper.docket(), decided_at);
    if (!broken.empty()) return Broken(broken, decision);
    if (decided_at < now_) return Broken("decided before now", decision);
    if (decision.not_before.has_value() && *decision.not_before > now_) {
      return Broken("the commit would have to wait", decision);
    }
    if (!TakeClaims(decision) || !KeepEvents(decision, decided_at)) return false;
    core::Evolve(fold_, decision.record);
    if (fold_.SerializeAsString() != decision.paper.SerializeAsString()) {
      return Broken("the paper is not the fold of its history", decision);
    }
    if (!KeepTimers(decision, decided_at)) return false;
    paper_ = decision.paper;
    return true;
  }

  // A missed deadline is entered once, never early; a drill tells nobody outside.
  bool KeepEvents(const core::Decision& decision, absl::Time decided_at) {
    for (const v1::Event& event : decision.record.events()) {
      if (event.has_obligation_breached()) {
        const v1::ObligationBreached& breach = event.obligation_breached();
        const auto instant = core::FromProto(breach.due_at());
        if (!breaches_.insert({breach.obligation(), instant}).second) {
          return Broken("a missed deadline was entered twice", decision);
        }
        if (decided_at <= instant) return Broken("a breach came early", decision);
      }
      for (const int role : event.notice_decided().roles()) {
        const bool outside = role == v1::NOTICE_ROLE_EXTERNAL || role == v1::NOTICE_ROLE_POLICE ||
                             role == v1::NOTICE_ROLE_SUPERIOR;
        if (outside && decision.paper.docket().exercise()) {
          return Broken("a drill left the house", decision);
        }
      }
    }
    return true;
  }

  bool KeepTimers(const core::Decision& decision, absl::Time decided_at) {
    const v1::Docket& docket = decision.paper.docket();
    const absl::Time next = core::NextDue(decision.paper).value_or(absl::InfiniteFuture());
    if (core::HasEnded(decision.paper)) {
      return next == absl::InfiniteFuture() || Broken("due after the end", decision);
    }
    if (next <= decided_at) return Broken("something due was left", decision);
    const absl::Time by_table = NextDueByTable(docket, roster_.roster(), decided_at);
    if (next != by_table) {
      return Broken("NextDue is " + SinceT(next) + ", by the table " + SinceT(by_table), decision);
    }
    const std::string& id = docket.assignment().speaker();
    const v1::Official* speaker = core::FindOfficial(roster_.roster(), id);
    if (!id.empty() && !core::IsPresent(*speaker, decided_at)) {
      return Broken("the speaker is away", decision);
    }
    return true;
  }

  bool Broken(const std::string& what) {
    ADD_FAILURE() << what << "\nbefore:\n" << paper_.DebugString();
    return false;
  }
  bool Broken(const std::string& what, const core::Decision& decision) {
    ADD_FAILURE() << what << "\nrecord:\n"
                  << decision.record.DebugString() << "\nroster:\n"
                  << roster_.DebugString();
    return Broken(what);
  }

  RandomActs acts_;
  v1::Paper roster_;
  v1::Paper paper_;
  v1::Paper fold_;
  absl::Time now_ = T("00:00");
  std::set<std::pair<std::string, absl::Time>> breaches_;
  std::map<std::string, std::string> claims_;
  std::map<std::string, int> counts_;
  int steps_after_the_end_ = 0;
  int courses_ = 0;
};

TEST(EveryCourse, KeepsTheLawsAndReachesEveryActAndReason) {
  const uint64_t seed = FromEnvironment("CLARION_SEED", std::random_device{}());
  const uint64_t steps = FromEnvironment("CLARION_STEPS", kSteps);
  std::cout << "CLARION_SEED=" << seed << " CLARION_STEPS=" << steps << "\n";
  Walk walk(seed);
  for (uint64_t step = 0; step < steps; ++step) {
    ASSERT_TRUE(walk.Step()) << "at step " << step << "; CLARION_SEED=" << seed;
  }
  walk.PrintCounts();
  std::cout << walk.courses() << " courses\n";
  if (steps < kStepsToSeeAll) return;
  EXPECT_THAT(walk.NeverReached(), ::testing::IsEmpty());
}

}  // namespace
}  // namespace clarion::testing
