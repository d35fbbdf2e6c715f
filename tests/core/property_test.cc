// Random courses over one docket at a time, each step held against the laws. Reproduce a failure
// with CLARION_SEED=<seed printed>; CLARION_STEPS lengthens the walk.
#include <cstdlib>
#include <iomanip>
#include <iostream>
#include <map>
#include <random>
#include <set>
#include <string>

#include "gtest/gtest.h"
#include "services/core/decide.h"
#include "services/core/proto_time.h"
#include "tests/core/laws.h"
#include "tests/core/random_acts.h"
#include "tests/support/story.h"

namespace clarion::testing {
namespace {

uint64_t FromEnvironment(const char* name, uint64_t otherwise) {
  const char* value = std::getenv(name);
  return value == nullptr ? otherwise : std::strtoull(value, nullptr, 10);
}

// One walk: the paper, its fold, the breaches entered so far.
class Walk {
 public:
  explicit Walk(uint64_t seed) : acts_(seed) { roster_ = SampleRoster(); }

  // False when a law broke.
  bool Step() {
    if (Finished()) Restart();
    now_ = acts_.Later(paper_, now_);
    const bool first = !paper_.has_docket();
    const RandomAct act = first ? acts_.Registration(now_) : acts_.Next(paper_.docket(), now_);
    const core::Context context = ContextAt(now_, act.actor, &roster_);
    const std::string before = paper_.SerializeAsString();
    const auto decision = core::Decide(paper_, act.command, context);
    Count(act.command, decision);
    if (paper_.SerializeAsString() != before) return Broken("Decide changed its argument");
    if (!decision.ok() || decision->record.events_size() == 0) return true;
    return Keep(*decision);
  }

  void PrintCounts() const {
    for (const auto& [what, count] : counts_) {
      std::cout << std::setw(8) << count << "  " << what << "\n";
    }
  }
  int dockets() const { return dockets_; }

 private:
  bool Finished() const {
    return core::HasEnded(paper_) || paper_.docket().version() > 150 ||
           paper_.docket().releases_size() > 12;
  }

  void Restart() {
    paper_.Clear();
    fold_.Clear();
    breaches_.clear();
    ++dockets_;
    roster_ = SampleRoster();
    for (v1::Official& official : *roster_.mutable_officials()) {
      if (acts_.OneIn(6)) AddLeave(official, now_, now_ + absl::Hours(20), "");
    }
  }

  void Count(const v1::Command& command, const absl::StatusOr<core::Decision>& decision) {
    const auto* act =
        v1::Command::descriptor()->FindFieldByNumber(static_cast<int>(command.act_case()));
    ++counts_[act->name() + " " +
              (!decision.ok() ? core::ReasonName(core::ReasonOf(decision.status()))
               : decision->record.events_size() == 0 ? "nothing"
                                                     : "OK")];
  }

  bool Keep(const core::Decision& decision) {
    const v1::Record& record = decision.record;
    const absl::Time decided_at = core::FromProto(record.decided_at());
    const std::string broken = BrokenLaw(paper_.docket(), decision.paper.docket(), decided_at);
    if (!broken.empty()) return Broken(broken);
    if (decided_at < now_) return Broken("decided before now");
    if (decision.not_before.has_value() && *decision.not_before > now_) {
      return Broken("the commit would have to wait");
    }
    for (const v1::Event& event : record.events()) {
      const v1::ObligationBreached& breach = event.obligation_breached();
      if (!event.has_obligation_breached()) continue;
      if (!breaches_.insert(breach.obligation() + "@" + breach.due_at().ShortDebugString())
               .second) {
        return Broken("a missed deadline was entered twice");
      }
      if (decided_at <= core::FromProto(breach.due_at())) return Broken("a breach came early");
    }
    core::Evolve(fold_, record);
    if (fold_.SerializeAsString() != decision.paper.SerializeAsString()) {
      return Broken("the paper is not the fold of its history");
    }
    const absl::Time next = core::NextDue(decision.paper).value_or(absl::InfiniteFuture());
    const bool ended = core::HasEnded(decision.paper);
    if (!ended && next != NextDueByTable(decision.paper.docket())) return Broken("NextDue is off");
    if (next <= decided_at) return Broken("something due was left");
    paper_ = decision.paper;
    return true;
  }

  bool Broken(const std::string& what) {
    ADD_FAILURE() << what << "\nbefore:\n" << paper_.DebugString();
    return false;
  }

  RandomActs acts_;
  v1::Roster roster_;
  v1::Paper paper_;
  v1::Paper fold_;
  absl::Time now_ = T("00:00");
  std::set<std::string> breaches_;
  std::map<std::string, int> counts_;
  int dockets_ = 0;
};

TEST(EveryCourse, KeepsTheLaws) {
  const uint64_t seed = FromEnvironment("CLARION_SEED", std::random_device{}());
  const uint64_t steps = FromEnvironment("CLARION_STEPS", 200'000);
  std::cout << "CLARION_SEED=" << seed << " CLARION_STEPS=" << steps << "\n";
  Walk walk(seed);
  for (uint64_t step = 0; step < steps; ++step) {
    ASSERT_TRUE(walk.Step()) << "at step " << step << "; CLARION_SEED=" << seed;
  }
  walk.PrintCounts();
  EXPECT_GT(walk.dockets(), 0);
}

}  // namespace
}  // namespace clarion::testing
