#include "tests/scenarios/virtual_desk.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/core/refusal.h"
#include "services/server/authorization.h"
#include "tests/scenarios/method_of.h"

namespace clarion::scenarios {
namespace {

v1::Actor System() {
  v1::Actor actor;
  actor.set_person("system");
  actor.set_role(v1::ROLE_SYSTEM);
  return actor;
}

v1::Actor Administrator() {
  v1::Actor actor;
  actor.set_person("administrator");
  actor.set_role(v1::ROLE_ADMINISTRATOR);
  actor.set_region(server::kWholeDeployment);
  return actor;
}

absl::Status NoSuchIncident(const std::string& name) {
  return core::Refuse({.code = absl::StatusCode::kNotFound,
                       .reason = v1::ERROR_REASON_NO_SUCH_INCIDENT,
                       .en = absl::StrCat("No such incident: ", name),
                       .zh = absl::StrCat("无此事件：", name)});
}

absl::Status Taken(const core::Claim& claim, const std::string& holder) {
  return core::Refuse({.code = absl::StatusCode::kAlreadyExists,
                       .reason = v1::ERROR_REASON_DUPLICATE_REPORT,
                       .en = absl::StrCat(claim.name, " is held by ", holder),
                       .zh = absl::StrCat("已有事件：", holder)});
}

}  // namespace

absl::Status VirtualDesk::Open(const Given& given, const std::set<std::string>&, absl::Time now) {
  Begin(given);
  now_ = now;
  v1::Command create;
  create.mutable_create_region()->set_code(given.region);
  create.mutable_create_region()->set_name_zh(given.roster.name_zh());
  create.mutable_create_region()->set_name_en(given.roster.name_en());
  const auto created = Act(given.roster.name(), create, Administrator());
  if (!created.ok()) return created.status();
  v1::Command import;
  *import.mutable_import_roster()->mutable_roster() = given.roster;
  return Act(given.roster.name(), import, Administrator()).status();
}

core::Context VirtualDesk::ContextFor(const v1::Actor& actor) const {
  core::Context context;
  context.now = now_;
  context.actor = actor;
  context.pack = &pack_->pack;
  context.pack_sha256 = pack_->sha256;
  const auto roster = papers_.find(given().roster.name());
  if (roster != papers_.end()) context.roster = &roster->second.paper.roster();
  return context;
}

absl::Status VirtualDesk::CheckClaims(const std::vector<core::Claim>& claims) const {
  for (const core::Claim& claim : claims) {
    const auto held = claims_.find(claim.name);
    const std::string holder = held == claims_.end() ? "" : held->second;
    if (holder != claim.expected) return Taken(claim, holder);
  }
  return absl::OkStatus();
}

void VirtualDesk::Store(const std::string& name, const core::Decision& decision) {
  Stored& stored = papers_[name];
  stored.paper = decision.paper;
  stored.records.push_back(decision.record);
  for (const core::Claim& claim : decision.claims) {
    if (claim.value.empty()) {
      claims_.erase(claim.name);
    } else {
      claims_[claim.name] = claim.value;
    }
  }
}

absl::StatusOr<v1::Paper> VirtualDesk::Act(const std::string& name, const v1::Command& command,
                                           const v1::Actor& actor) {
  const auto stored = papers_.find(name);
  const v1::Paper before = stored == papers_.end() ? v1::Paper() : stored->second.paper;
  const absl::StatusOr<core::Decision> decision = core::Decide(before, command, ContextFor(actor));
  if (!decision.ok()) return decision.status();
  if (decision->record.events().empty()) return before;
  if (absl::Status status = CheckClaims(decision->claims); !status.ok()) return status;
  Store(name, *decision);
  return decision->paper;
}

// Both papers or neither: each is decided as they stand before it.
absl::StatusOr<v1::Paper> VirtualDesk::Merge(const v1::Command& command, const v1::Actor& actor) {
  const v1::MergeIncident& merge = command.merge_incident();
  std::vector<std::pair<std::string, core::Decision>> decisions;
  for (const std::string& name : {merge.into(), merge.from()}) {
    core::Context context = ContextFor(actor);
    const auto other = papers_.find(name == merge.into() ? merge.from() : merge.into());
    if (other != papers_.end()) context.other = &other->second.paper.docket();
    const auto own = papers_.find(name);
    const v1::Paper before = own == papers_.end() ? v1::Paper() : own->second.paper;
    absl::StatusOr<core::Decision> decision = core::Decide(before, command, context);
    if (!decision.ok()) return decision.status();
    decisions.emplace_back(name, *std::move(decision));
  }
  for (const auto& [name, decision] : decisions) {
    if (absl::Status status = CheckClaims(decision.claims); !status.ok()) return status;
  }
  for (const auto& [name, decision] : decisions) Store(name, decision);
  return decisions.front().second.paper;
}

std::string VirtualDesk::NextNumber() const {
  absl::TimeZone shanghai = absl::FixedTimeZone(8 * 60 * 60);
  const std::string day = absl::FormatTime("%Y%m%d", now_, shanghai);
  for (int number = 1;; ++number) {
    std::string name = absl::StrCat("regions/", given().region, "/incidents/", given().region, "-",
                                    day, "-", absl::Dec(number, absl::kZeroPad4));
    if (papers_.count(name) == 0) return name;
  }
}

absl::StatusOr<v1::Docket> VirtualDesk::Submit(const std::string& actor, const Request& request) {
  if (!running_) return absl::UnavailableError("the services are stopped");
  const v1::Actor who = ActorOf(given(), actor);
  const absl::Status access = CheckAccess(MethodOf(request.command), who, given().region);
  if (!access.ok()) return access;
  std::string name = request.paper;
  v1::Command command = request.command;
  if (command.has_register_incident()) {
    name = NextNumber();
    command.mutable_register_incident()->set_name(name);
  } else if (papers_.count(name) == 0) {
    return NoSuchIncident(name);
  }
  absl::StatusOr<v1::Paper> paper =
      command.has_merge_incident() ? Merge(command, who) : Act(name, command, who);
  if (!paper.ok()) return paper.status();
  roster_changed_ = roster_changed_ || paper->has_roster();
  return paper->docket();
}

absl::Status VirtualDesk::ReviewSpeakers() {
  v1::Command review;
  review.mutable_review_speaker();
  for (auto& [name, stored] : papers_) {
    if (!stored.paper.has_docket()) continue;
    const auto reviewed = Act(name, review, System());
    if (!reviewed.ok()) return reviewed.status();
  }
  return absl::OkStatus();
}

absl::Status VirtualDesk::Settle() {
  if (std::exchange(roster_changed_, false)) {
    if (absl::Status status = ReviewSpeakers(); !status.ok()) return status;
  }
  return DecideWhatIsDue();
}

// Decides what is due by now until nothing is: a timer may arm the next one.
absl::Status VirtualDesk::DecideWhatIsDue() {
  v1::Command due;
  due.mutable_decide_due();
  for (int round = 0; round < 1000; ++round) {
    bool idle = true;
    for (auto& [name, stored] : papers_) {
      const std::optional<absl::Time> next = core::NextDue(stored.paper);
      if (!next.has_value() || *next > now_) continue;
      idle = false;
      const size_t records = stored.records.size();
      const auto decided = Act(name, due, System());
      if (!decided.ok()) return decided.status();
      if (stored.records.size() == records) {
        return absl::InternalError(absl::StrCat(name, " is due, and nothing was decided"));
      }
    }
    if (idle) return absl::OkStatus();
  }
  return absl::InternalError(absl::StrCat("does not settle at ", absl::FormatTime(now_)));
}

absl::Status VirtualDesk::AdvanceTo(absl::Time to) {
  while (running_) {
    if (absl::Status status = Settle(); !status.ok()) return status;
    std::optional<absl::Time> next;
    for (const auto& [name, stored] : papers_) {
      const std::optional<absl::Time> due = core::NextDue(stored.paper);
      if (due.has_value() && (!next.has_value() || *due < *next)) next = due;
    }
    if (!next.has_value() || *next > to) break;
    now_ = *next;
  }
  now_ = to;
  return running_ ? Settle() : absl::OkStatus();
}

absl::StatusOr<View> VirtualDesk::Look(const std::string& incident) {
  if (!running_) return absl::UnavailableError("the services are stopped");
  const auto stored = papers_.find(labels().Incident(incident));
  if (stored == papers_.end()) return NoSuchIncident(incident);
  View view;
  view.docket = stored->second.paper.docket();
  view.records = stored->second.records;
  for (const v1::Record& record : view.records) {
    for (const v1::Event& event : record.events()) {
      for (const int role : event.notice_decided().roles()) {
        view.notices.insert(static_cast<v1::NoticeRole>(role));
      }
    }
  }
  return view;
}

// A docket is the fold of its records.
absl::Status VirtualDesk::Finish() {
  for (const auto& [name, stored] : papers_) {
    v1::Paper folded;
    for (const v1::Record& record : stored.records) core::Evolve(folded, record);
    if (folded.SerializeAsString() != stored.paper.SerializeAsString()) {
      return absl::InternalError(absl::StrCat(name, " is not the fold of its records"));
    }
  }
  return absl::OkStatus();
}

absl::Status VirtualDesk::StopServices() {
  running_ = false;
  return absl::OkStatus();
}

absl::Status VirtualDesk::StartServices() {
  running_ = true;
  return Settle();
}

absl::Status VirtualDesk::StepClock(absl::Duration by) {
  now_ += by;
  return running_ ? Settle() : absl::OkStatus();
}

}  // namespace clarion::scenarios
