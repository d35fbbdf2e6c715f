// Conferences (新闻发布会): planned, begun, ended or broken off.
//
// What counts is the beginning. Planning refuses a speaker who may not speak; beginning is a fact
// and is recorded either way, saying whether it counts (国办发〔2016〕61号: a responsible leader or
// the spokesperson attends; for grades I and II the principal leader).
#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/core/acts.h"
#include "services/core/docket_facts.h"
#include "services/core/fields.h"
#include "services/core/proto_time.h"
#include "services/core/refusal.h"
#include "services/core/speakers.h"
#include "services/core/usual_refusals.h"

namespace clarion::core {
namespace {

using Speakers = google::protobuf::RepeatedPtrField<std::string>;

bool IsForm(v1::ConferenceForm form) {
  return v1::ConferenceForm_IsValid(form) && form != v1::CONFERENCE_FORM_UNSPECIFIED;
}

bool CountsForm(const v1::ObligationRule& rule, v1::ConferenceForm form) {
  const auto& forms = rule.evidence().conferences();
  return std::find(forms.begin(), forms.end(), form) != forms.end();
}

// Who must speak at such a conference: the strictest of the rules that the grade asks.
v1::SpeakerRule RuleFor(const v1::RulePack& pack, v1::Grade grade, v1::ConferenceForm form) {
  for (const v1::ObligationRule& rule : pack.obligations()) {
    if (AppliesTo(rule, grade) && CountsForm(rule, form) &&
        rule.evidence().speaker() == v1::SPEAKER_RULE_PRINCIPAL) {
      return v1::SPEAKER_RULE_PRINCIPAL;
    }
  }
  return v1::SPEAKER_RULE_LEADER;
}

bool AnySpeaks(const v1::Roster& roster, const v1::Docket& docket, v1::SpeakerRule rule,
               const Speakers& speakers, absl::Time at) {
  return std::any_of(speakers.begin(), speakers.end(), [&](const std::string& official) {
    return CheckSpeaker(roster, docket.assignment(), rule, official, at).ok();
  });
}

absl::Status CheckKnown(const v1::Roster& roster, const Speakers& speakers) {
  for (const std::string& official : speakers) {
    if (FindOfficial(roster, official) == nullptr) return NoSuchOfficial(official);
  }
  return absl::OkStatus();
}

// One speaker must be fit; who sits beside need only be there.
absl::Status CheckSpeakers(const v1::Roster& roster, const v1::Docket& docket,
                           const v1::ScheduleConference& command, v1::SpeakerRule rule) {
  const absl::Time at = Floor(FromProto(command.planned_at()));
  absl::Status first = absl::OkStatus();
  bool fit = false;
  for (const std::string& official : command.speakers()) {
    absl::Status status = CheckSpeaker(roster, docket.assignment(), rule, official, at);
    fit = fit || status.ok();
    if (first.ok()) first = status;
    const v1::ErrorReason reason = ReasonOf(status);
    if (reason == v1::ERROR_REASON_SPEAKER_ON_LEAVE) return status;
  }
  return fit ? absl::OkStatus() : first;
}

// Whether it is planned after the limit of the conference clock.
bool IsAfterDeadline(const v1::Docket& docket, absl::Time planned_at) {
  const v1::Obligation* clock = CurrentObligation(docket, v1::OBLIGATION_KIND_PRESS_CONFERENCE);
  return clock != nullptr && planned_at > FromProto(clock->due_at());
}

absl::Status AlreadyBegun() {
  return Refuse({.code = absl::StatusCode::kFailedPrecondition,
                 .reason = v1::ERROR_REASON_CONFERENCE_ALREADY_BEGUN,
                 .en = "The conference has begun already, or is over. Enter another one.",
                 .zh = "该发布会已开始或已结束。请另行登记。"});
}

absl::Status NotStarted() {
  return Refuse({.code = absl::StatusCode::kFailedPrecondition,
                 .reason = v1::ERROR_REASON_CONFERENCE_NOT_STARTED,
                 .en = "The conference is not under way. Begin it first.",
                 .zh = "该发布会未在进行中。请先登记开始。"});
}

bool IsUnderWay(const v1::Docket& docket, const std::string& id) {
  const v1::Conference* conference = FindConference(docket, id);
  return conference != nullptr && conference->state() == v1::CONFERENCE_STATE_BEGUN;
}

// The conference as it begins: a planned one keeps what the command leaves open.
v1::Conference Beginning(const v1::Docket& docket, const v1::BeginConference& command,
                         const v1::Conference* planned) {
  v1::Conference conference;
  if (planned != nullptr) conference = *planned;
  if (planned == nullptr) {
    conference.set_id(command.conference().empty() ? FreeId("c", docket.conferences())
                                                   : command.conference());
  }
  if (command.form() != v1::CONFERENCE_FORM_UNSPECIFIED) conference.set_form(command.form());
  if (command.speakers_size() > 0) *conference.mutable_speakers() = command.speakers();
  conference.set_state(v1::CONFERENCE_STATE_BEGUN);
  return conference;
}

absl::Status CheckShape(const v1::BeginConference& command, const v1::Conference* planned) {
  Fields fields;
  fields.OptionalId("conference", command.conference());
  const bool keeps_form = planned != nullptr && command.form() == v1::CONFERENCE_FORM_UNSPECIFIED;
  fields.Require(keeps_form || IsForm(command.form()), "form", "is required");
  fields.Require(planned != nullptr || command.speakers_size() > 0, "speakers", "are required");
  return fields.ok() ? absl::OkStatus() : fields.Refused();
}

}  // namespace

absl::Status Schedule(Deliberation& deliberation, const v1::ScheduleConference& command) {
  Fields fields;
  fields.OptionalId("conference", command.conference());
  fields.Require(IsForm(command.form()), "form", "is required");
  fields.Instant("planned_at", command.has_planned_at(), command.planned_at());
  fields.Require(command.speakers_size() > 0, "speakers", "are required");
  if (!fields.ok()) return fields.Refused();
  const v1::Docket& docket = deliberation.docket();
  const v1::Roster* roster = deliberation.UseRoster();
  if (roster != nullptr) {
    if (absl::Status known = CheckKnown(*roster, command.speakers()); !known.ok()) return known;
  }
  if (HasEnded(docket)) return TerminalState();
  if (roster == nullptr || docket.assignment().lead().empty()) return NoLead();
  if (FindConference(docket, command.conference()) != nullptr) {
    return AlreadyExists(command.conference());
  }
  const v1::SpeakerRule rule = RuleFor(deliberation.pack(), docket.grade(), command.form());
  if (absl::Status fit = CheckSpeakers(*roster, docket, command, rule); !fit.ok()) return fit;

  const absl::Time planned_at = Floor(FromProto(command.planned_at()));
  v1::Event event;
  event.mutable_conference_scheduled()->set_after_deadline(IsAfterDeadline(docket, planned_at));
  v1::Conference& conference = *event.mutable_conference_scheduled()->mutable_conference();
  conference.set_id(command.conference().empty() ? FreeId("c", docket.conferences())
                                                 : command.conference());
  conference.set_form(command.form());
  conference.set_state(v1::CONFERENCE_STATE_SCHEDULED);
  *conference.mutable_planned_at() = ToProto(planned_at);
  *conference.mutable_speakers() = command.speakers();
  deliberation.Enter(std::move(event));
  return absl::OkStatus();
}

absl::Status Begin(Deliberation& deliberation, const v1::BeginConference& command) {
  const v1::Docket& docket = deliberation.docket();
  const v1::Conference* known = FindConference(docket, command.conference());
  if (absl::Status shape = CheckShape(command, known); !shape.ok()) return shape;
  const v1::Roster* roster = deliberation.UseRoster();
  if (roster != nullptr) {
    absl::Status officials = CheckKnown(*roster, command.speakers());
    if (!officials.ok()) return officials;
  }
  if (HasEnded(docket)) return TerminalState();
  if (roster == nullptr || docket.assignment().lead().empty()) return NoLead();
  if (known != nullptr && known->state() != v1::CONFERENCE_STATE_SCHEDULED) return AlreadyBegun();

  v1::Event event;
  v1::ConferenceBegun& begun = *event.mutable_conference_begun();
  v1::Conference& conference = *begun.mutable_conference();
  conference = Beginning(docket, command, known);
  const absl::Time now = deliberation.now();
  *conference.mutable_begun_at() = ToProto(now);
  const Speakers& speakers = conference.speakers();
  conference.set_principal_spoke(
      AnySpeaks(*roster, docket, v1::SPEAKER_RULE_PRINCIPAL, speakers, now));
  conference.set_leader_spoke(AnySpeaks(*roster, docket, v1::SPEAKER_RULE_LEADER, speakers, now));
  const v1::ObligationRule* clock =
      RuleOf(deliberation.pack(), v1::OBLIGATION_KIND_PRESS_CONFERENCE);
  begun.set_form_not_counted(clock != nullptr && !CountsForm(*clock, conference.form()));
  const v1::SpeakerRule rule = RuleFor(deliberation.pack(), docket.grade(), conference.form());
  begun.set_speaker_not_eligible(rule == v1::SPEAKER_RULE_PRINCIPAL ? !conference.principal_spoke()
                                                                    : !conference.leader_spoke());
  deliberation.Enter(std::move(event));
  return absl::OkStatus();
}

absl::Status End(Deliberation& deliberation, const v1::EndConference& command) {
  if (HasEnded(deliberation.docket())) return TerminalState();
  if (!IsUnderWay(deliberation.docket(), command.conference())) return NotStarted();
  v1::Event event;
  event.mutable_conference_ended()->set_conference(command.conference());
  *event.mutable_conference_ended()->mutable_ended_at() = ToProto(deliberation.now());
  deliberation.Enter(std::move(event));
  return absl::OkStatus();
}

absl::Status Abort(Deliberation& deliberation, const v1::AbortConference& command) {
  Fields fields;
  fields.Text("reason", command.reason(), 0, 2000);
  if (!fields.ok()) return fields.Refused();
  if (command.reason().empty()) return BasisRequired();
  if (HasEnded(deliberation.docket())) return TerminalState();
  if (!IsUnderWay(deliberation.docket(), command.conference())) return NotStarted();
  v1::Event event;
  v1::ConferenceAborted& aborted = *event.mutable_conference_aborted();
  aborted.set_conference(command.conference());
  *aborted.mutable_aborted_at() = ToProto(deliberation.now());
  aborted.set_reason(command.reason());
  deliberation.Enter(std::move(event));
  return absl::OkStatus();
}

}  // namespace clarion::core
