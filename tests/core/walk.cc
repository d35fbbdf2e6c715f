#include "tests/core/walk.h"

#include <iomanip>
#include <iostream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/core/proto_time.h"
#include "services/core/rederived.h"
#include "services/core/refusal.h"
#include "services/core/speakers.h"
#include "tests/core/acts_and_reasons.h"
#include "tests/core/laws.h"
#include "tests/support/story.h"

namespace clarion::testing {
namespace {

constexpr int kRecordsMax = 60;  // of one course: many short ones go further than few long ones
constexpr int kStepsAfterTheEnd = 30;
constexpr int kStepsOfTheOther = 12;

std::string NameOf(const v1::Command& command) {
  return v1::Command::descriptor()->FindFieldByNumber(static_cast<int>(command.act_case()))->name();
}

}  // namespace

Walk::Walk(RandomActs::Choices choices, Spoil spoil)
    : acts_(std::move(choices)), spoil_(std::move(spoil)), now_(T("00:00")) {
  Restart();
}

bool Walk::Step() {
  if (Finished()) Restart();
  now_ = acts_.Later(paper_, now_);
  const bool first = !paper_.has_docket() && acts_.OneIn(2);
  RandomAct act = first ? acts_.Registration(now_) : acts_.Next(paper_.docket(), now_);
  if (spoil_) spoil_(act.command);
  if (act.command.has_record_leave()) return ChangeRoster(act);
  if (act.command.has_merge_incident()) return Merge(act);
  if (act.command.has_register_incident() && paper_.has_docket()) return RegisterAgain(act);
  return Do(paper_, act);
}

void Walk::PrintCounts() const {
  for (const auto& [what, count] : counts_) {
    std::cout << std::setw(8) << count << "  " << what << "\n";
  }
}

std::vector<std::string> Walk::NeverReached() const {
  std::vector<std::string> missing;
  for (const std::string& what : EveryActAndReason()) {
    if (counts_.count(what) == 0) missing.push_back(what);
  }
  return missing;
}

bool Walk::Finished() const {
  if (core::HasEnded(paper_)) return steps_after_the_end_ >= kStepsAfterTheEnd;
  return paper_.docket().version() > kRecordsMax || paper_.docket().releases_size() > 12;
}

void Walk::Restart() {
  paper_.Clear();
  fold_.Clear();
  records_.clear();
  breaches_.clear();
  claims_.clear();
  steps_after_the_end_ = 0;
  ++courses_;
  *roster_.mutable_roster() = acts_.Roster(now_);
  other_.Clear();
  if (acts_.OneIn(3)) BeginOther();
}

// A short course of its own; what is refused there is left out.
void Walk::BeginOther() {
  for (int step = 0; step < kStepsOfTheOther && !core::HasEnded(other_); ++step) {
    now_ = acts_.Later(other_, now_);
    const bool first = !other_.has_docket();
    RandomAct act = first ? acts_.Registration(now_) : acts_.Next(other_.docket(), now_);
    if (first) {
      v1::RegisterIncident& registration = *act.command.mutable_register_incident();
      registration.set_name("regions/419999/incidents/419999-20260303-0002");
      if (!registration.fingerprint().empty()) registration.set_fingerprint("other matter");
    }
    const bool own = first || !act.command.has_register_incident();
    if (act.command.has_record_leave() || act.command.has_merge_incident() || !own) continue;
    const auto decision = core::Decide(other_, act.command, ContextOf(act.actor));
    if (!decision.ok() || decision->record.events_size() == 0) continue;
    other_ = decision->paper;
    if (!TakeClaims(decision->claims)) return;
  }
}

// Both are decided, or neither; what ends and what goes on keep the laws.
bool Walk::Merge(const RandomAct& act) {
  core::Context context = ContextOf(act.actor);
  if (other_.has_docket()) context.other = &other_.docket();
  const auto here = core::Decide(paper_, act.command, context);
  if (core::HasEnded(paper_)) ++steps_after_the_end_;
  context.other = &paper_.docket();
  const bool both = here.ok() && other_.has_docket();
  const auto there = both ? core::Decide(other_, act.command, context) : here;
  const absl::Status& refused = here.ok() ? there.status() : here.status();
  if (!refused.ok()) {
    Count(act.command, core::ReasonName(core::ReasonOf(refused)));
    return true;
  }
  Count(act.command, "OK");
  const absl::Time decided_at = core::FromProto(there->record.decided_at());
  const std::string broken = BrokenLaw(other_.docket(), there->paper.docket(), decided_at);
  if (!broken.empty()) return Broken("the other: " + broken, *there);
  v1::Paper fold = other_;
  core::Evolve(fold, there->record);
  if (fold.SerializeAsString() != there->paper.SerializeAsString()) {
    return Broken("the other is not the fold of its history", *there);
  }
  if (std::string found = WhatAnAuditorFinds(there->paper); !found.empty()) {
    return Broken("an auditor finds of the other: " + found, *there);
  }
  if (core::HasEnded(here->paper) == core::HasEnded(there->paper)) {
    return Broken("not one of the two ended", *there);
  }
  if (!TakeClaims(there->claims) || !Keep(*here)) return false;
  other_ = there->paper;
  return true;
}

core::Context Walk::ContextOf(const v1::Actor& actor) const {
  return ContextAt(now_, actor, &roster_.roster());
}

void Walk::Count(const v1::Command& command, const std::string& how) {
  ++counts_[NameOf(command) + " " + how];
}

bool Walk::Do(const v1::Paper& paper, const RandomAct& act) {
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
bool Walk::ChangeRoster(const RandomAct& act) {
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
bool Walk::RegisterAgain(const RandomAct& act) {
  const auto decision = core::Decide({}, act.command, ContextOf(act.actor));
  if (!decision.ok()) {
    Count(act.command, core::ReasonName(core::ReasonOf(decision.status())));
    return true;
  }
  bool taken = false;
  for (const core::Claim& claim : decision->claims) taken = taken || claims_.count(claim.name) > 0;
  Count(act.command, taken ? "DUPLICATE_REPORT" : "OK");
  return true;
}

// Derived anew from the pack, the clocks are what they are.
std::string Walk::WhatAnAuditorFinds(v1::Paper paper) {
  const v1::RulePack& pack = *ContextOf(System()).pack;
  const std::string clock = core::ClockThatDiffers(paper, pack);
  return clock.empty() ? core::SignatureThatIsMissing(paper.docket()) : clock;
}

bool Walk::TakeClaims(const std::vector<core::Claim>& claims) {
  for (const core::Claim& claim : claims) {
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

bool Walk::Keep(const core::Decision& decision) {
  const absl::Time decided_at = core::FromProto(decision.record.decided_at());
  const std::string broken = BrokenLaw(paper_.docket(), decision.paper.docket(), decided_at);
  if (!broken.empty()) return Broken(broken, decision);
  if (std::string found = WhatAnAuditorFinds(decision.paper); !found.empty()) {
    return Broken("an auditor finds: " + found, decision);
  }
  if (decided_at < now_) return Broken("decided before now", decision);
  if (decision.not_before.has_value() && *decision.not_before > now_) {
    return Broken("the commit would have to wait", decision);
  }
  if (!TakeClaims(decision.claims) || !KeepEvents(decision, decided_at)) return false;
  core::Evolve(fold_, decision.record);
  if (fold_.SerializeAsString() != decision.paper.SerializeAsString()) {
    return Broken("the paper is not the fold of its history", decision);
  }
  if (!KeepTimers(decision, decided_at)) return false;
  paper_ = decision.paper;
  records_.push_back(decision.record);
  return true;
}

// A missed deadline is entered once, never early; a drill tells nobody outside.
bool Walk::KeepEvents(const core::Decision& decision, absl::Time decided_at) {
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

bool Walk::KeepTimers(const core::Decision& decision, absl::Time decided_at) {
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

bool Walk::Broken(const std::string& what) {
  absl::StrAppend(&broken_, what, "\nbefore:\n", paper_.DebugString());
  return false;
}
bool Walk::Broken(const std::string& what, const core::Decision& decision) {
  absl::StrAppend(&broken_, what, "\nrecord:\n", decision.record.DebugString(), "\nroster:\n",
                  roster_.DebugString());
  return Broken(what);
}

}  // namespace clarion::testing
