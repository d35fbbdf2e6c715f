// Clocks, record by record: there from the first record, decided once, never early, late only when
// said.
#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/core/decide.h"
#include "services/core/docket_facts.h"
#include "services/core/proto_time.h"
#include "tests/faults/checks.h"
#include "tests/support/sample_county.h"

namespace clarion::faults {
namespace {

constexpr int64_t kGraceMs = 2'000;
constexpr int64_t kLateMs = 1'000;

// `clocks_at_birth`: the record that begins an incident arms every clock its grade asks for.
class ClocksAtBirth : public DocketCheck {
 public:
  explicit ClocksAtBirth(Verdict& verdict) : verdict_(verdict) {}

  void Take(const v1::Record& record, const v1::Docket& after) override {
    if (record.version() != 1) return;
    std::set<v1::ObligationKind> armed;
    for (const v1::Event& event : record.events()) {
      if (!event.has_obligation_armed()) continue;
      armed.insert(event.obligation_armed().obligation().kind());
    }
    for (const v1::ObligationRule& rule : testing::NationalPack().obligations()) {
      if (rule.trigger() != v1::TRIGGER_START || !core::AppliesTo(rule, after.grade())) continue;
      verdict_.Require(armed.count(rule.kind()) > 0, [&] {
        return absl::StrCat(Where(record), " begins without ", core::KindName(rule.kind()));
      });
    }
  }

 private:
  Verdict& verdict_;
};

// One clock as the events so far leave it.
struct Clock {
  int64_t due_ms = 0;
  int64_t risk_ms = 0;
  int64_t armed_ms = 0;
  bool breached = false;
  bool at_risk = false;
  std::set<int64_t> reminded = {};
};

// `decided_once`, `never_early`, `late_is_flagged`.
class Decisions : public DocketCheck {
 public:
  Decisions(Verdict& once, Verdict& never_early, Verdict& flagged)
      : once_(once), never_early_(never_early), flagged_(flagged) {}

  void Begin(const PaperFacts& paper) override {
    DocketCheck::Begin(paper);
    clocks_.clear();
    lead_missing_ = 0;
  }

  void Take(const v1::Record& record, const v1::Docket& /*after*/) override {
    for (const v1::Event& event : record.events()) TakeEvent(record, event);
  }

 private:
  void TakeEvent(const v1::Record& record, const v1::Event& event) {
    switch (event.kind_case()) {
      case v1::Event::kObligationArmed:
        return Arm(event.obligation_armed().obligation());
      case v1::Event::kObligationMoved:
        return Move(event.obligation_moved());
      case v1::Event::kObligationReopened:
        clocks_[event.obligation_reopened().obligation()].armed_ms =
            MillisOf(event.obligation_reopened().reopened_at());
        return;
      case v1::Event::kObligationBreached:
        return TakeBreach(record, event.obligation_breached());
      case v1::Event::kObligationAtRisk:
        return TakeRisk(record, event.obligation_at_risk());
      case v1::Event::kObligationReminded:
        return TakeReminder(record, event.obligation_reminded());
      case v1::Event::kLeadMissing:
        Once(record, ++lead_missing_ == 1, "the missing lead");
        return NotBefore(record, MillisOf(event.lead_missing().wanted_by()), "the missing lead");
      default:
        return;
    }
  }

  void Arm(const v1::Obligation& armed) {
    Clock& clock = clocks_[armed.id()];
    clock.due_ms = MillisOf(armed.due_at());
    clock.risk_ms = MillisOf(armed.risk_at());
    clock.armed_ms = MillisOf(armed.armed_at());
  }

  void Move(const v1::ObligationMoved& moved) {
    Clock& clock = clocks_[moved.obligation()];
    clock.due_ms = MillisOf(moved.due_at());
    clock.risk_ms = MillisOf(moved.risk_at());
    clock.armed_ms = MillisOf(moved.moved_at());
  }

  // Due instants move earlier only, so a clock has one breach for ever.
  void TakeBreach(const v1::Record& record, const v1::ObligationBreached& breach) {
    const auto found = clocks_.find(breach.obligation());
    const std::string what = "the breach of " + breach.obligation();
    Once(record, found != clocks_.end() && !std::exchange(found->second.breached, true), what);
    if (found == clocks_.end()) return;
    const Clock& clock = found->second;
    Once(record, MillisOf(breach.due_at()) == clock.due_ms, what + " at its due instant");
    NotBefore(record, clock.due_ms + 1, what);
    Flagged(record, clock.due_ms + 1, clock, what,
            breach.has_fired_late() ? std::optional(breach.fired_late()) : std::nullopt);
  }

  void TakeRisk(const v1::Record& record, const v1::ObligationAtRisk& risk) {
    const auto found = clocks_.find(risk.obligation());
    const std::string what = "the warning of " + risk.obligation();
    Once(record, found != clocks_.end() && !std::exchange(found->second.at_risk, true), what);
    if (found == clocks_.end()) return;
    NotBefore(record, found->second.risk_ms, what);
    Flagged(record, found->second.risk_ms, found->second, what,
            risk.has_fired_late() ? std::optional(risk.fired_late()) : std::nullopt);
  }

  void TakeReminder(const v1::Record& record, const v1::ObligationReminded& reminder) {
    const int64_t at = MillisOf(reminder.at());
    const std::string what = "a reminder of " + reminder.obligation();
    Once(record, clocks_[reminder.obligation()].reminded.insert(at).second, what);
    NotBefore(record, at, what);
  }

  void Once(const v1::Record& record, bool holds, const std::string& what) {
    once_.Require(holds, [&] { return absl::StrCat(Where(record), ": ", what, ", not once"); });
  }

  void NotBefore(const v1::Record& record, int64_t instant_ms, const std::string& what) {
    const int64_t early = instant_ms - MillisOf(record.decided_at());
    never_early_.Require(early <= 0, [&] {
      return absl::StrCat(Where(record), ": ", what, " came ", early, " ms early");
    });
  }

  void Flagged(const v1::Record& record, int64_t instant_ms, const Clock& clock,
               const std::string& what, const std::optional<google::protobuf::Duration>& said) {
    const int64_t late = MillisOf(record.decided_at()) - std::max(instant_ms, clock.armed_ms);
    const int64_t flag = said.has_value() ? absl::ToInt64Milliseconds(core::FromProto(*said)) : 0;
    flagged_.Require(flag == (late > kLateMs ? late : 0), [&] {
      return absl::StrCat(Where(record), ": ", what, " came ", late, " ms late and says ", flag);
    });
  }

  Verdict& once_;
  Verdict& never_early_;
  Verdict& flagged_;
  std::map<std::string, Clock> clocks_;
  int lead_missing_ = 0;
};

// `nothing_overdue`: at the end nothing that was due is undecided. `time_forward`: decisions never
// go back in time.
class Endings : public DocketCheck {
 public:
  Endings(int64_t end_ms, Verdict& overdue, Verdict& forward)
      : end_ms_(end_ms), overdue_(overdue), forward_(forward) {}

  void Begin(const PaperFacts& paper) override {
    DocketCheck::Begin(paper);
    last_ms_ = 0;
  }

  void Take(const v1::Record& record, const v1::Docket& /*after*/) override {
    const int64_t decided_ms = MillisOf(record.decided_at());
    forward_.Require(decided_ms >= last_ms_, [&] {
      return absl::StrCat(Where(record), " was decided ", last_ms_ - decided_ms,
                          " ms before the record before it");
    });
    last_ms_ = decided_ms;
  }

  void End(const v1::Docket& /*docket*/) override {
    const std::optional<absl::Time> next = core::NextDue(paper_->paper);
    if (!next.has_value()) return;
    const int64_t overdue = end_ms_ - absl::ToUnixMillis(*next);
    overdue_.Require(overdue <= kGraceMs, [&] {
      return absl::StrCat(paper_->name(), ": something is due for ", overdue,
                          " ms and not decided");
    });
  }

 private:
  const int64_t end_ms_;
  Verdict& overdue_;
  Verdict& forward_;
  int64_t last_ms_ = 0;
};

}  // namespace

void AddClockChecks(const Case& of, Verdicts& verdicts, DocketChecks& checks) {
  checks.push_back(std::make_unique<ClocksAtBirth>(verdicts.Named("clocks_at_birth")));
  checks.push_back(std::make_unique<Decisions>(verdicts.Named("decided_once"),
                                               verdicts.Named("never_early"),
                                               verdicts.Named("late_is_flagged")));
  checks.push_back(std::make_unique<Endings>(
      of.history.run.end_ms, verdicts.Named("nothing_overdue"), verdicts.Named("time_forward")));
}

}  // namespace clarion::faults
