// Assignment (交办): who leads, who supports, who speaks. 属地管理、分级负责、谁主管谁负责; with
// several townships a county department leads. It does not wait for verification (边核实边交办).
#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/core/acts.h"
#include "services/core/authority.h"
#include "services/core/docket_facts.h"
#include "services/core/fields.h"
#include "services/core/proto_time.h"
#include "services/core/refusal.h"
#include "services/core/speakers.h"
#include "services/core/usual_refusals.h"

namespace clarion::core {
namespace {

bool Covers(const v1::Leave& leave, absl::Time at) {
  return FromProto(leave.from()) <= at && at < FromProto(leave.to());
}

// Whether the leave touches the incident: it is the speaker's, or of somebody who is to speak at a
// planned conference then.
bool Touches(const v1::Docket& docket, const v1::Official& official, const v1::Leave& leave) {
  if (official.id() == docket.assignment().speaker()) return true;
  const auto& conferences = docket.conferences();
  return std::any_of(conferences.begin(), conferences.end(), [&](const v1::Conference& conference) {
    return conference.state() == v1::CONFERENCE_STATE_SCHEDULED &&
           Contains(conference.speakers(), official.id()) &&
           Covers(leave, FromProto(conference.planned_at()));
  });
}

bool IsNoted(const v1::Docket& docket, const v1::NotedLeave& leave) {
  const auto& noted = docket.assignment().noted_leave();
  return std::any_of(noted.begin(), noted.end(), [&](const v1::NotedLeave& other) {
    return other.official() == leave.official() &&
           FromProto(other.from()) == FromProto(leave.from()) &&
           FromProto(other.to()) == FromProto(leave.to());
  });
}

// Enters each leave, present or coming, that touches the incident and is not in its history yet.
void NoteLeave(Deliberation& deliberation, const v1::Roster& roster) {
  for (const v1::Official& official : roster.officials()) {
    for (const v1::Leave& leave : official.leave()) {
      if (FromProto(leave.to()) <= deliberation.now()) continue;
      if (!Touches(deliberation.docket(), official, leave)) continue;
      v1::Event event;
      v1::NotedLeave& noted = *event.mutable_leave_noted()->mutable_leave();
      noted.set_official(official.id());
      *noted.mutable_from() = leave.from();
      *noted.mutable_to() = leave.to();
      if (!IsNoted(deliberation.docket(), noted)) deliberation.Enter(std::move(event));
    }
  }
}

// Leave to come that is known of the one chosen goes into the history at once.
void EnterSpeaker(Deliberation& deliberation, const std::string& official, v1::SpeakerReason reason,
                  const std::string& silent) {
  v1::Event event;
  v1::SpeakerAssigned& assigned = *event.mutable_speaker_assigned();
  assigned.set_official(official);
  assigned.set_seq(deliberation.docket().assignment().seq() + 1);
  assigned.set_reason(reason);
  *assigned.mutable_assigned_at() = ToProto(deliberation.now());
  assigned.set_silent(silent);
  const v1::Roster& roster = *deliberation.UseRoster();
  const v1::Official* speaker = FindOfficial(roster, official);
  if (speaker != nullptr) {
    const std::optional<absl::Time> leave = NextLeave(*speaker, deliberation.now());
    if (leave.has_value()) *assigned.mutable_leave_begins_at() = ToProto(*leave);
  }
  deliberation.Enter(std::move(event));
  NoteLeave(deliberation, roster);
}

void EnterNobody(Deliberation& deliberation, const std::string& silent) {
  if (deliberation.docket().assignment().nobody_left()) return;
  v1::Event event;
  event.mutable_no_eligible_speaker()->set_silent(silent);
  deliberation.Enter(std::move(event));
}

// Whether the chain passes over an official: silent in it, or away at the instant of the decision.
bool IsSkipped(const Deliberation& deliberation, const v1::Official& official) {
  return Contains(deliberation.docket().assignment().silent(), official.id()) ||
         !IsPresent(official, deliberation.now());
}

// The first of the chain who is there and was not silent in it.
void Choose(Deliberation& deliberation, v1::SpeakerReason reason, const std::string& silent) {
  const v1::Roster* roster = deliberation.UseRoster();
  if (roster == nullptr) return EnterNobody(deliberation, silent);
  const v1::Docket& docket = deliberation.docket();
  for (const v1::Official* official :
       SpeakerChain(*roster, docket.assignment(), docket.grade(), deliberation.now())) {
    if (official->id() == silent || IsSkipped(deliberation, *official)) continue;
    return EnterSpeaker(deliberation, official->id(), reason, silent);
  }
  EnterNobody(deliberation, silent);
}

// When somebody has to be there to speak: now, and at each planned conference to come.
std::vector<absl::Time> InstantsToSpeak(const v1::Docket& docket, absl::Time now) {
  std::vector<absl::Time> instants = {now};
  for (const v1::Conference& conference : docket.conferences()) {
    const absl::Time planned_at = FromProto(conference.planned_at());
    if (conference.state() == v1::CONFERENCE_STATE_SCHEDULED && planned_at > now) {
      instants.push_back(planned_at);
    }
  }
  return instants;
}

// The first of `instants` at which the official is away; none when there at all of them.
std::optional<absl::Time> FirstAway(const v1::Official& official,
                                    const std::vector<absl::Time>& instants) {
  for (const absl::Time at : instants) {
    if (!IsPresent(official, at)) return at;
  }
  return std::nullopt;
}

// The first who is there at all of `instants`: of the chain at `away`, where the speaker is missed,
// before those at the others. Null when nobody is.
const v1::Official* ThereThroughout(const Deliberation& deliberation, const v1::Roster& roster,
                                    const std::vector<absl::Time>& instants, absl::Time away) {
  const v1::Docket& docket = deliberation.docket();
  std::vector<absl::Time> chains = {away};
  chains.insert(chains.end(), instants.begin(), instants.end());
  for (const absl::Time at : chains) {
    for (const v1::Official* official :
         SpeakerChain(roster, docket.assignment(), docket.grade(), at)) {
      if (IsSkipped(deliberation, *official)) continue;
      if (!FirstAway(*official, instants).has_value()) return official;
    }
  }
  return nullptr;
}

// The speaker stays; when to look again.
void EnterReviewed(Deliberation& deliberation, const v1::Official& speaker) {
  const v1::Assignment& assignment = deliberation.docket().assignment();
  const std::optional<absl::Time> next = NextLeave(speaker, deliberation.now());
  const bool same = assignment.has_leave_begins_at() == next.has_value() &&
                    (!next.has_value() || FromProto(assignment.leave_begins_at()) == *next);
  if (same) return;
  v1::Event event;
  v1::SpeakerReviewed& reviewed = *event.mutable_speaker_reviewed();
  if (next.has_value()) *reviewed.mutable_leave_begins_at() = ToProto(*next);
  deliberation.Enter(std::move(event));
}

absl::Status CheckShape(const v1::AssignIncident& command) {
  Fields fields;
  fields.Id("lead", command.lead());
  fields.OptionalId("speaker", command.speaker());
  std::set<std::string> seen = {command.lead()};
  for (const std::string& body : command.supporting()) {
    fields.Id("supporting", body);
    fields.Require(seen.insert(body).second, "supporting", "names a body twice");
  }
  return fields.ok() ? absl::OkStatus() : fields.Refused();
}

absl::Status CheckBodies(const v1::Roster* roster, const v1::AssignIncident& command) {
  if (roster == nullptr || FindBody(*roster, command.lead()) == nullptr) {
    return NoSuchBody(command.lead());
  }
  for (const std::string& body : command.supporting()) {
    if (FindBody(*roster, body) == nullptr) return NoSuchBody(body);
  }
  return absl::OkStatus();
}

void EnterLead(Deliberation& deliberation, const std::string& lead,
               const google::protobuf::RepeatedPtrField<std::string>& supporting) {
  v1::Event event;
  event.mutable_lead_assigned()->set_lead(lead);
  *event.mutable_lead_assigned()->mutable_supporting() = supporting;
  deliberation.Enter(std::move(event));
}

absl::Status LeadMustBeSuperior() {
  return Refuse(
      {.code = absl::StatusCode::kFailedPrecondition,
       .reason = v1::ERROR_REASON_LEAD_MUST_BE_SUPERIOR,
       .en = "Several localities are concerned, so a county department or the county "
             "leads and they support. Choose such a lead body.",
       .zh = "事件涉及多个乡镇(街道),应由县级部门或县政府牵头,各地配合。请另选牵头单位。"});
}

bool IsLocality(const v1::Body& body) {
  return body.kind() == v1::BODY_KIND_TOWNSHIP || body.kind() == v1::BODY_KIND_SUBDISTRICT;
}

}  // namespace

absl::Status CheckLead(const google::protobuf::RepeatedPtrField<std::string>& localities,
                       const v1::Body& lead) {
  const std::set<std::string> different(localities.begin(), localities.end());
  return different.size() > 1 && IsLocality(lead) ? LeadMustBeSuperior() : absl::OkStatus();
}

absl::Status Assign(Deliberation& deliberation, const v1::AssignIncident& command) {
  if (absl::Status shape = CheckShape(command); !shape.ok()) return shape;
  const v1::Roster* roster = deliberation.UseRoster();
  if (absl::Status bodies = CheckBodies(roster, command); !bodies.ok()) return bodies;
  if (!command.speaker().empty() && FindOfficial(*roster, command.speaker()) == nullptr) {
    return NoSuchOfficial(command.speaker());
  }

  const v1::Docket& docket = deliberation.docket();
  if (HasEnded(docket)) return TerminalState();
  const v1::Body& lead = *FindBody(*roster, command.lead());
  if (absl::Status may = CheckLead(docket.localities(), lead); !may.ok()) return may;

  if (command.speaker().empty()) {
    SetLead(deliberation, command.lead(), command.supporting());
    return absl::OkStatus();
  }
  EnterLead(deliberation, command.lead(), command.supporting());
  const v1::SpeakerRule rule =
      IsMajor(docket.grade()) ? v1::SPEAKER_RULE_PRINCIPAL : v1::SPEAKER_RULE_LEADER;
  absl::Status fit =
      CheckSpeaker(*roster, docket.assignment(), rule, command.speaker(), deliberation.now());
  if (!fit.ok()) return fit;
  EnterSpeaker(deliberation, command.speaker(), v1::SPEAKER_REASON_NAMED, "");
  return absl::OkStatus();
}

void SetLead(Deliberation& deliberation, const std::string& lead,
             const google::protobuf::RepeatedPtrField<std::string>& supporting) {
  EnterLead(deliberation, lead, supporting);
  Choose(deliberation, v1::SPEAKER_REASON_CHOSEN, "");
}

absl::Status Acknowledge(Deliberation& deliberation, const v1::AcknowledgeAssignment& /*command*/) {
  const v1::Assignment& assignment = deliberation.docket().assignment();
  if (HasEnded(deliberation.docket())) return TerminalState();
  const std::string& official = deliberation.actor().official();
  if (official.empty() || official != assignment.speaker()) return NotTheSpeaker();
  if (assignment.has_acknowledged_at()) return absl::OkStatus();  // signed already

  v1::Event event;
  event.mutable_speaker_acknowledged()->set_official(official);
  *event.mutable_speaker_acknowledged()->mutable_acknowledged_at() = ToProto(deliberation.now());
  deliberation.Enter(std::move(event));
  return absl::OkStatus();
}

void Escalate(Deliberation& deliberation) {
  const std::string silent = deliberation.docket().assignment().speaker();
  if (silent.empty()) return;
  Choose(deliberation, v1::SPEAKER_REASON_ESCALATED, silent);
}

void Rechoose(Deliberation& deliberation) {
  const v1::Docket& docket = deliberation.docket();
  const std::string& speaker = docket.assignment().speaker();
  if (speaker.empty()) return;
  const v1::Roster* roster = deliberation.UseRoster();
  if (roster == nullptr) return;
  for (const absl::Time at : InstantsToSpeak(docket, deliberation.now())) {
    for (const v1::Official* official :
         SpeakerChain(*roster, docket.assignment(), docket.grade(), at)) {
      if (official->id() == speaker) return;
    }
  }
  Choose(deliberation, v1::SPEAKER_REASON_REASSIGNED, "");
}

void ReviewSpeaker(Deliberation& deliberation) {
  const v1::Docket& docket = deliberation.docket();
  if (HasEnded(docket)) return;
  const v1::Roster* roster = deliberation.UseRoster();
  if (roster != nullptr) NoteLeave(deliberation, *roster);
  const std::string& id = docket.assignment().speaker();
  if (id.empty()) return;
  const v1::Official* speaker = roster == nullptr ? nullptr : FindOfficial(*roster, id);
  // Taken out of the roster: nobody speaks who is not there.
  if (speaker == nullptr) return Choose(deliberation, v1::SPEAKER_REASON_REASSIGNED, "");

  const std::vector<absl::Time> instants = InstantsToSpeak(docket, deliberation.now());
  const std::optional<absl::Time> away = FirstAway(*speaker, instants);
  if (!away.has_value()) return EnterReviewed(deliberation, *speaker);
  const v1::Official* other = ThereThroughout(deliberation, *roster, instants, *away);
  if (other != nullptr) {
    return EnterSpeaker(deliberation, other->id(), v1::SPEAKER_REASON_REASSIGNED, "");
  }
  // Nobody is there throughout: who is there now stays, the conference is moved or another speaks.
  if (IsPresent(*speaker, deliberation.now())) return EnterReviewed(deliberation, *speaker);
  Choose(deliberation, v1::SPEAKER_REASON_REASSIGNED, "");
}

absl::Status Refuse(Deliberation& deliberation, const v1::RefuseAssignment& command) {
  const v1::Docket& docket = deliberation.docket();
  Fields fields;
  fields.Text("reason", command.reason(), 0, 2000);
  if (!fields.ok()) return fields.Refused();
  if (command.reason().empty()) return BasisRequired();
  if (HasEnded(docket)) return TerminalState();
  const std::string official = deliberation.actor().official();
  if (official.empty() || official != docket.assignment().speaker()) return NotTheSpeaker();

  v1::Event event;
  event.mutable_speaker_refused()->set_official(official);
  event.mutable_speaker_refused()->set_reason(command.reason());
  deliberation.Enter(std::move(event));
  Choose(deliberation, v1::SPEAKER_REASON_REFUSED, official);
  return absl::OkStatus();
}

}  // namespace clarion::core
