// Merging (并案): two incidents turn out to be one matter. What goes on has the earlier start, the
// higher grade, the clocks of both at the earliest due instant, and what was done in either; it may
// be breached at once. What ends keeps its breaches; its pending clocks end with it.
//
// Drafts stay with the incident that ends: what is said of the other is drafted and approved anew.
#include <algorithm>
#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/core/acts.h"
#include "services/core/docket_facts.h"
#include "services/core/fields.h"
#include "services/core/held_names.h"
#include "services/core/obligations.h"
#include "services/core/proto_time.h"
#include "services/core/refusal.h"
#include "services/core/speakers.h"
#include "services/core/usual_refusals.h"

namespace clarion::core {
namespace {

absl::Status CheckShape(const v1::MergeIncident& command) {
  const std::string region = RegionOfIncident(command.into());
  const std::string other = RegionOfIncident(command.from());
  Fields fields;
  fields.Require(!region.empty(), "into", "must be regions/{six digits}/incidents/{number}");
  fields.Require(!other.empty(), "from", "must be regions/{six digits}/incidents/{number}");
  fields.Require(other.empty() || region.empty() || other == region, "from",
                 "lies in another region: only incidents of one region are merged");
  fields.Text("basis", command.basis(), 0, 2000);
  return fields.ok() ? absl::OkStatus() : fields.Refused();
}

absl::Status SameIncident() {
  return Refuse({.code = absl::StatusCode::kInvalidArgument,
                 .reason = v1::ERROR_REASON_SAME_INCIDENT,
                 .en = "An incident is not merged with itself. Name the other one.",
                 .zh = "事件不能与自身并案,请指明另一事件。"});
}

// Looked at where it is decided what goes on: that has the rules by which the clocks of both run.
absl::Status CheckFit(const v1::Docket& into, const v1::Docket& from, const v1::RulePack& pack) {
  if (into.exercise() != from.exercise()) {
    return Precondition(v1::ERROR_REASON_EXERCISE_MIX,
                        "One of the two is a drill, the other is real: they never mix.",
                        "其中一件为演练,另一件为实际事件,不得并案。");
  }
  if (into.has_false_report() && !from.has_false_report()) {
    return Precondition(v1::ERROR_REASON_INTO_FALSE_REPORT,
                        "The incident that would go on was found false, the other was not. Merge "
                        "the other way round.",
                        "拟保留的事件已认定不实,另一件未认定。请改为并入另一件。");
  }
  for (const v1::Obligation& owed : from.obligations()) {
    if (IsOut(owed) || RuleOf(pack, owed.kind()) != nullptr) continue;
    return Precondition(v1::ERROR_REASON_RULES_DIFFER,
                        "The rules of the incident that would go on do not know a clock the other "
                        "owes. Merge the other way round.",
                        "拟保留事件的规则不含另一件所负的时限。请改为并入另一件。");
  }
  return absl::OkStatus();
}

template <typename Repeated>
void TakeAll(const char* prefix, const Repeated& own, const Repeated& theirs, Repeated& taken) {
  for (const auto& one : theirs) {
    std::string id = FreeId(prefix, own, taken);
    auto& added = *taken.Add();
    added = one;
    added.set_id(std::move(id));
  }
}

void TakeReleases(const v1::Docket& into, const v1::Docket& from, v1::IncidentMerged& merged) {
  std::map<std::string, std::string> ids;
  for (const v1::Release& release : from.releases()) {
    if (!IsPublic(release)) continue;
    std::string id = FreeId("r", into.releases(), merged.releases());
    ids[release.id()] = id;
    v1::Release& added = *merged.add_releases();
    added = release;
    added.set_id(std::move(id));
  }
  for (v1::Release& added : *merged.mutable_releases()) {
    if (!added.corrected_by().empty()) added.set_corrected_by(ids[added.corrected_by()]);
  }
}

void TakeNames(const v1::Docket& from, v1::IncidentMerged& merged) {
  v1::MergedCase& own = *merged.add_cases();
  own.set_name(from.name());
  own.set_fingerprint(from.fingerprint());
  own.set_source(from.source());
  own.set_external_id(from.external_id());
  for (const v1::MergedCase& before : from.merged()) *merged.add_cases() = before;
}

// The earlier of the two; none when what is known does not lie before the earlier start.
void TakeOccurrence(const v1::Docket& into, const v1::Docket& from, v1::IncidentMerged& merged) {
  const absl::Time start = std::min(FromProto(into.detected_at()), FromProto(from.detected_at()));
  for (const v1::Docket* docket : {&into, &from}) {
    if (!docket->has_occurred_at() || FromProto(docket->occurred_at()) > start) continue;
    if (merged.has_occurred_at() &&
        FromProto(merged.occurred_at()) <= FromProto(docket->occurred_at())) {
      continue;
    }
    *merged.mutable_occurred_at() = docket->occurred_at();
  }
}

v1::Event Bring(const v1::Docket& into, const v1::Docket& from, const std::string& basis) {
  v1::Event event;
  v1::IncidentMerged& merged = *event.mutable_incident_merged();
  TakeNames(from, merged);
  merged.set_basis(basis);
  TakeOccurrence(into, from, merged);
  for (const std::string& locality : from.localities()) {
    if (!Contains(into.localities(), locality)) merged.add_localities(locality);
  }
  *merged.mutable_reports() = from.reports();
  TakeReleases(into, from, merged);
  TakeAll("c", into.conferences(), from.conferences(), *merged.mutable_conferences());
  TakeAll("s", into.superior_reports(), from.superior_reports(),
          *merged.mutable_superior_reports());
  TakeAll("e", into.evidence(), from.evidence(), *merged.mutable_evidence());
  *merged.mutable_referrals() = from.referrals();
  return event;
}

void TakeVerification(Deliberation& deliberation, const v1::Docket& from) {
  if (!from.verified() || deliberation.docket().verified()) return;
  v1::Event event;
  event.mutable_incident_verified()->set_basis(from.verified_basis());
  deliberation.Enter(std::move(event));
}

void TakeGrade(Deliberation& deliberation, const v1::Docket& from) {
  const v1::Docket& docket = deliberation.docket();
  if (!IsLower(docket.grade(), from.grade())) return;
  v1::Event event;
  event.mutable_incident_graded()->set_from(docket.grade());
  event.mutable_incident_graded()->set_to(from.grade());
  event.mutable_incident_graded()->set_basis(from.grade_basis());
  deliberation.Enter(std::move(event));
  Rechoose(deliberation);
}

// What is public once stays public. (Into a true case the finding is not taken.)
void TakeRumour(Deliberation& deliberation, const v1::Docket& from) {
  const v1::FalseReport& own = deliberation.docket().false_report();
  if (!deliberation.docket().has_false_report() || own.public_()) return;
  if (!from.false_report().public_()) return;
  v1::Event event;
  *event.mutable_found_false()->mutable_finding() = from.false_report();
  deliberation.Enter(std::move(event));
}

// Responsibility does not fall away: an incident without a lead is led by who led the other.
void TakeLead(Deliberation& deliberation, const v1::Docket& from) {
  const v1::Docket& docket = deliberation.docket();
  if (!docket.assignment().lead().empty() || from.assignment().lead().empty()) return;
  if (docket.has_false_report() && !docket.false_report().public_()) return;  // nobody must speak
  SetLead(deliberation, from.assignment().lead(), from.assignment().supporting());
}

// Several localities after the merger: one of them does not lead.
absl::Status CheckLeadAfter(Deliberation& deliberation, const v1::Docket& into,
                            const v1::Docket& from) {
  const std::string& own = into.assignment().lead();
  const std::string& lead = own.empty() ? from.assignment().lead() : own;
  if (lead.empty()) return absl::OkStatus();
  const v1::Roster* roster = deliberation.UseRoster();
  const v1::Body* body = roster == nullptr ? nullptr : FindBody(*roster, lead);
  if (body == nullptr) return absl::OkStatus();  // taken out of the roster since
  google::protobuf::RepeatedPtrField<std::string> localities = into.localities();
  localities.MergeFrom(from.localities());
  return CheckLead(localities, *body);
}

// The paper that goes on.
void Absorb(Deliberation& deliberation, const v1::Docket& from, const std::string& basis) {
  deliberation.Enter(Bring(deliberation.docket(), from, basis));
  TakeVerification(deliberation, from);
  const absl::Time start = FromProto(from.detected_at());
  if (start < FromProto(deliberation.docket().detected_at())) {
    MoveStart(deliberation, start, from.name().substr(from.name().rfind('/') + 1));
  }
  TakeGrade(deliberation, from);
  TakeRumour(deliberation, from);
  UniteClocks(deliberation, from);
  TakeLead(deliberation, from);
}

// The paper that ends.
void End(Deliberation& deliberation, const v1::MergeIncident& command) {
  for (const v1::Obligation& obligation : deliberation.docket().obligations()) {
    if (obligation.status() == v1::OBLIGATION_STATUS_PENDING) {
      EnterCancelled(deliberation, obligation);
    }
  }
  v1::Event event;
  event.mutable_incident_merged_away()->set_into(command.into());
  event.mutable_incident_merged_away()->set_basis(command.basis());
  deliberation.Enter(std::move(event));
  HandOverNames(deliberation, command.into());
}

}  // namespace

absl::Status Merge(Deliberation& deliberation, const v1::MergeIncident& command) {
  if (absl::Status shape = CheckShape(command); !shape.ok()) return shape;
  if (command.into() == command.from()) return SameIncident();
  const v1::Docket* other = deliberation.context().other;
  if (other == nullptr) return NoSuchIncident();
  const bool goes_on = deliberation.docket().name() == command.into();
  const v1::Docket& into = goes_on ? deliberation.docket() : *other;
  const v1::Docket& from = goes_on ? *other : deliberation.docket();
  if (HasEnded(into) || HasEnded(from)) return TerminalState();
  if (!goes_on) {
    End(deliberation, command);
    return absl::OkStatus();
  }
  if (absl::Status fit = CheckFit(into, from, deliberation.pack()); !fit.ok()) return fit;
  if (absl::Status lead = CheckLeadAfter(deliberation, into, from); !lead.ok()) return lead;
  Absorb(deliberation, from, command.basis());
  return absl::OkStatus();
}

}  // namespace clarion::core
