// Faults in what timers decided: missing, twice, early, late without saying so.
#include "services/core/decide.h"
#include "services/core/proto_time.h"
#include "tests/faults/mutations.h"
#include "tests/faults/truth.h"

namespace clarion::faults {
namespace {

// Takes the events of a kind out of a record.
void Drop(v1::Record& record, v1::Event::KindCase kind) {
  auto& events = *record.mutable_events();
  for (auto event = events.begin(); event != events.end();) {
    event = event->kind_case() == kind ? events.erase(event) : event + 1;
  }
}

bool BeginWithoutClocks(MadeRun& run, Dice& dice) {
  v1::Record* record =
      AnyRecord(run, dice, [](const v1::Record& one) { return one.version() == 1; });
  if (record == nullptr) return false;
  Drop(*record, v1::Event::kObligationArmed);
  return true;
}

bool BreachEarly(MadeRun& run, Dice& dice) {
  const EventPlace place = AnyEvent(run, dice, v1::Event::kObligationBreached);
  if (place.record == nullptr) return false;
  *place.record->mutable_decided_at() = place.event->obligation_breached().due_at();
  return true;
}

bool WarnEarly(MadeRun& run, Dice& dice) {
  const EventPlace place = AnyEvent(run, dice, v1::Event::kObligationAtRisk);
  if (place.record == nullptr) return false;
  *place.record->mutable_decided_at() = core::ToProto(
      core::FromProto(place.event->obligation_at_risk().risk_at()) - absl::Milliseconds(1));
  return true;
}

bool DecideTwice(MadeRun& run, Dice& dice, v1::Event::KindCase kind) {
  const EventPlace place = AnyEvent(run, dice, kind);
  if (place.record == nullptr) return false;
  const v1::Event again = *place.event;
  *run.papers[place.record->paper()].back().add_events() = again;
  return true;
}

bool HideThatItIsLate(MadeRun& run, Dice& dice) {
  const EventPlace place =
      AnyEvent(run, dice, v1::Event::kObligationBreached,
               [](const v1::Event& one) { return one.obligation_breached().has_fired_late(); });
  if (place.record == nullptr) return false;
  place.event->mutable_obligation_breached()->clear_fired_late();
  return true;
}

bool SayThatItIsLate(MadeRun& run, Dice& dice) {
  const EventPlace place =
      AnyEvent(run, dice, v1::Event::kObligationAtRisk,
               [](const v1::Event& one) { return !one.obligation_at_risk().has_fired_late(); });
  if (place.record == nullptr) return false;
  place.event->mutable_obligation_at_risk()->mutable_fired_late()->set_seconds(5);
  return true;
}

bool LeaveUndecided(MadeRun& run, Dice& /*dice*/) {
  for (const auto& [paper, records] : run.papers) {
    const auto next = core::NextDue(FoldOf(records));
    if (!next.has_value()) continue;
    run.history.run.end_ms = absl::ToUnixMillis(*next) + 2'001;
    return true;
  }
  return false;
}

bool DecideBackInTime(MadeRun& run, Dice& dice) {
  v1::Record* record = AnyRecord(run, dice, [](const v1::Record& one) {
    return one.version() > 1 && !one.request_id().empty();
  });
  if (record == nullptr) return false;
  const v1::Record& before =
      run.papers[record->paper()][static_cast<size_t>(record->version()) - 2];
  *record->mutable_decided_at() =
      core::ToProto(core::FromProto(before.decided_at()) - absl::Milliseconds(1));
  return true;
}

bool MeetWithoutSayingSo(MadeRun& run, Dice& dice) {
  const EventPlace place = AnyEvent(run, dice, v1::Event::kObligationMet, [](const v1::Event& one) {
    return !one.obligation_met().late();
  });
  if (place.record == nullptr) return false;
  Drop(*place.record, v1::Event::kObligationMet);
  return true;
}

}  // namespace

std::vector<Mutation> ClockMutations() {
  return {
      {"an incident begins without clocks", "clocks_at_birth", BeginWithoutClocks},
      {"a breach comes at the due instant", "never_early", BreachEarly},
      {"a warning comes a millisecond early", "never_early", WarnEarly},
      {"a breach is decided twice", "decided_once",
       [](MadeRun& run, Dice& dice) {
         return DecideTwice(run, dice, v1::Event::kObligationBreached);
       }},
      {"a warning is decided twice", "decided_once",
       [](MadeRun& run, Dice& dice) {
         return DecideTwice(run, dice, v1::Event::kObligationAtRisk);
       }},
      {"a reminder is decided twice", "decided_once",
       [](MadeRun& run, Dice& dice) {
         return DecideTwice(run, dice, v1::Event::kObligationReminded);
       }},
      {"a late breach does not say so", "late_is_flagged", HideThatItIsLate},
      {"a warning says it is late and is not", "late_is_flagged", SayThatItIsLate},
      {"a deadline is not decided at the end", "nothing_overdue", LeaveUndecided},
      {"a decision goes back in time", "time_forward", DecideBackInTime},
      {"a clock is met and goes on", "law", MeetWithoutSayingSo},
  };
}

}  // namespace clarion::faults
