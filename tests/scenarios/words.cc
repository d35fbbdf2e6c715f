#include "tests/scenarios/words.h"

namespace clarion::scenarios {
namespace {

using Words = std::set<std::string>;

// GRADE_I is the gravest; NONE weighs least.
Words Graded(const v1::IncidentGraded& graded) {
  if (graded.from() == graded.to()) return {"SEVERITY_SET"};
  const bool up = graded.from() == v1::GRADE_UNSPECIFIED || graded.to() < graded.from();
  return {"SEVERITY_SET", up ? "SEVERITY_UPGRADED" : "SEVERITY_DOWNGRADED"};
}

Words SpeakerWords(const v1::SpeakerAssigned& assigned) {
  if (assigned.reason() == v1::SPEAKER_REASON_ESCALATED) {
    return {"SPEAKER_ASSIGNED", "SPEAKER_ESCALATED"};
  }
  if (assigned.reason() == v1::SPEAKER_REASON_REASSIGNED) {
    return {"SPEAKER_ASSIGNED", "SPEAKER_REASSIGNED"};
  }
  return {"SPEAKER_ASSIGNED"};
}

Words Published(const v1::ReleasePublished& published, const v1::Docket& docket) {
  Words words = {published.simulated() ? "RELEASE_PUBLISHED_SIMULATED" : "RELEASE_PUBLISHED"};
  for (const v1::Release& release : docket.releases()) {
    if (release.id() == published.release() && release.kind() == v1::RELEASE_KIND_CORRECTION) {
      words.insert("CORRECTION_PUBLISHED");
    }
  }
  return words;
}

Words Begun(const v1::ConferenceBegun& begun) {
  Words words = {"CONFERENCE_STARTED"};
  if (begun.form_not_counted()) words.insert("FORM_NOT_COUNTED");
  if (begun.speaker_not_eligible()) words.insert("SPEAKER_NOT_ELIGIBLE");
  return words;
}

Words Reported(const v1::SuperiorReported& reported) {
  if (reported.simulated()) return {"SUPERIOR_REPORTED_SIMULATED"};
  if (reported.report().mode() == v1::REPORT_MODE_PHONE) return {"SUPERIOR_REPORTED_BY_PHONE"};
  return {"SUPERIOR_REPORTED"};
}

Words Timed(const char* word, bool late) { return late ? Words{word, "FIRED_LATE"} : Words{word}; }

// The words that do not depend on what the event says.
Words Plain(v1::Event::KindCase kind) {
  switch (kind) {
    case v1::Event::kRegisteredLate:
      return {"REGISTERED_LATE"};
    case v1::Event::kReportAdded:
      return {"REPORT_ADDED"};
    case v1::Event::kStartMovedEarlier:
      return {"START_MOVED_EARLIER"};
    case v1::Event::kIncidentVerified:
      return {"VERIFIED"};
    case v1::Event::kObligationArmed:
      return {"OBLIGATION_ARMED"};
    case v1::Event::kObligationReopened:
      return {"OBLIGATION_REOPENED"};
    case v1::Event::kObligationWaived:
      return {"OBLIGATION_WAIVED"};
    case v1::Event::kWaiverRequested:
      return {"WAIVE_REQUESTED"};
    case v1::Event::kEvidenceRecorded:
      return {"EVIDENCE_RECORDED"};
    case v1::Event::kEvidenceConfirmed:
      return {"EVIDENCE_CONFIRMED"};
    case v1::Event::kFoundFalse:
      return {"FALSE_REPORT_CONFIRMED"};
    case v1::Event::kRumourReferred:
      return {"RUMOUR_REFERRED"};
    case v1::Event::kLeaveNoted:
      return {"LEAVE_RECORDED"};
    case v1::Event::kReleaseCosigned:
      return {"RELEASE_COSIGNED"};
    case v1::Event::kReleaseRetracted:
      return {"RELEASE_RETRACTED"};
    case v1::Event::kObligationCancelled:
      return {"OBLIGATION_CANCELLED"};
    case v1::Event::kLeadAssigned:
      return {"LEAD_ASSIGNED"};
    case v1::Event::kNoEligibleSpeaker:
      return {"NO_ELIGIBLE_SPEAKER"};
    case v1::Event::kSpeakerAcknowledged:
      return {"SPEAKER_ACKNOWLEDGED"};
    case v1::Event::kReleaseDrafted:
      return {"RELEASE_DRAFTED"};
    case v1::Event::kReleaseApprovalVoided:
      return {"RELEASE_APPROVAL_VOIDED"};
    case v1::Event::kReleaseSubmitted:
      return {"RELEASE_SUBMITTED"};
    case v1::Event::kReleaseApproved:
      return {"RELEASE_APPROVED"};
    case v1::Event::kConferenceEnded:
      return {"CONFERENCE_ENDED"};
    case v1::Event::kConferenceAborted:
      return {"CONFERENCE_ABORTED"};
    case v1::Event::kIncidentClosed:
      return {"INCIDENT_CLOSED"};
    case v1::Event::kTransferRequested:
      return {"TRANSFER_REQUESTED"};
    case v1::Event::kTransferAccepted:
      return {"TRANSFER_ACCEPTED"};
    case v1::Event::kIncidentMerged:
    case v1::Event::kIncidentMergedAway:
      return {"MERGED"};
    default:
      return {};
  }
}

template <typename Name>
std::string Strip(const Name& name, size_t prefix) {
  return name.size() > prefix ? name.substr(prefix) : name;
}

}  // namespace

std::set<std::string> WordsOfEvent(const v1::Event& event, const v1::Docket& docket) {
  switch (event.kind_case()) {
    case v1::Event::kIncidentRegistered:
      return event.incident_registered().docket().exercise()
                 ? Words{"INCIDENT_REGISTERED", "EXERCISE_STARTED"}
                 : Words{"INCIDENT_REGISTERED"};
    case v1::Event::kIncidentGraded:
      return Graded(event.incident_graded());
    case v1::Event::kObligationAtRisk:
      return Timed("OBLIGATION_AT_RISK", event.obligation_at_risk().has_fired_late());
    case v1::Event::kObligationBreached:
      return Timed("OBLIGATION_BREACHED", event.obligation_breached().has_fired_late());
    case v1::Event::kObligationMet:
      return {event.obligation_met().late() ? "OBLIGATION_MET_LATE" : "OBLIGATION_MET"};
    case v1::Event::kSpeakerAssigned:
      return SpeakerWords(event.speaker_assigned());
    case v1::Event::kReleasePublished:
      return Published(event.release_published(), docket);
    case v1::Event::kConferenceScheduled:
      return event.conference_scheduled().after_deadline()
                 ? Words{"CONFERENCE_SCHEDULED", "SCHEDULED_AFTER_DEADLINE"}
                 : Words{"CONFERENCE_SCHEDULED"};
    case v1::Event::kConferenceBegun:
      return Begun(event.conference_begun());
    case v1::Event::kSuperiorReported:
      return Reported(event.superior_reported());
    default:
      return Plain(event.kind_case());
  }
}

std::string WordOf(v1::IncidentState state) {
  return Strip(v1::IncidentState_Name(state), sizeof("INCIDENT_STATE_") - 1);
}
std::string WordOf(v1::Grade grade) { return Strip(v1::Grade_Name(grade), sizeof("GRADE_") - 1); }
std::string WordOf(v1::ObligationKind kind) {
  return Strip(v1::ObligationKind_Name(kind), sizeof("OBLIGATION_KIND_") - 1);
}
std::string WordOf(v1::ObligationStatus status) {
  return Strip(v1::ObligationStatus_Name(status), sizeof("OBLIGATION_STATUS_") - 1);
}
std::string WordOf(v1::ReleaseState state) {
  return Strip(v1::ReleaseState_Name(state), sizeof("RELEASE_STATE_") - 1);
}
std::string WordOf(v1::NoticeRole role) {
  return Strip(v1::NoticeRole_Name(role), sizeof("NOTICE_ROLE_") - 1);
}

}  // namespace clarion::scenarios
