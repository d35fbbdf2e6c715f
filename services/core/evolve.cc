// Evolve: what each event does to a paper. No judgement here: what an event says, holds.
#include "services/core/evolve.h"

#include <algorithm>
#include <string>

#include "services/core/decide.h"
#include "services/core/docket_facts.h"
#include "services/core/facts_sheet.h"
#include "services/core/proto_time.h"

namespace clarion::core {
namespace {

template <typename Repeated>
auto FindMutable(Repeated* items, const std::string& id) -> decltype(&*items->begin()) {
  for (auto& item : *items) {
    if (item.id() == id) return &item;
  }
  return nullptr;
}

v1::Obligation* Obligation(v1::Docket& docket, const std::string& id) {
  return FindMutable(docket.mutable_obligations(), id);
}

v1::Release* Release(v1::Docket& docket, const std::string& id) {
  return FindMutable(docket.mutable_releases(), id);
}

v1::Conference* Conference(v1::Docket& docket, const std::string& id) {
  return FindMutable(docket.mutable_conferences(), id);
}

// Late evidence of a release or a conference, once confirmed.
bool IsResponse(const v1::LateEvidence& evidence) {
  return !evidence.confirmed_by().empty() && evidence.kind() != v1::EVIDENCE_KIND_SUPERIOR_REPORT;
}

v1::IncidentState StateOf(const v1::Docket& docket) {
  if (docket.has_closing()) return v1::INCIDENT_STATE_CLOSED;
  if (docket.has_false_report()) return v1::INCIDENT_STATE_FALSE_REPORT;
  const auto published = [](const v1::Release& r) { return r.has_published_at(); };
  const auto begun = [](const v1::Conference& c) { return c.has_begun_at(); };
  if (std::any_of(docket.releases().begin(), docket.releases().end(), published) ||
      std::any_of(docket.conferences().begin(), docket.conferences().end(), begun) ||
      std::any_of(docket.evidence().begin(), docket.evidence().end(), IsResponse)) {
    return v1::INCIDENT_STATE_RESPONDING;
  }
  if (!docket.assignment().lead().empty()) return v1::INCIDENT_STATE_ASSIGNED;
  return docket.verified() ? v1::INCIDENT_STATE_VERIFIED : v1::INCIDENT_STATE_REGISTERED;
}

bool IsOwed(const v1::Obligation& obligation) {
  return obligation.status() == v1::OBLIGATION_STATUS_PENDING ||
         obligation.status() == v1::OBLIGATION_STATUS_BREACHED;
}

void FoldMoved(v1::Docket& docket, const v1::ObligationMoved& moved) {
  v1::Obligation* obligation = Obligation(docket, moved.obligation());
  if (obligation == nullptr) return;
  *obligation->mutable_start_at() = moved.start_at();
  *obligation->mutable_due_at() = moved.due_at();
  *obligation->mutable_risk_at() = moved.risk_at();
  *obligation->mutable_armed_at() = moved.moved_at();
  *obligation->mutable_reminders_at() = moved.reminders_at();
}

void FoldMet(v1::Docket& docket, const v1::ObligationMet& met) {
  v1::Obligation* obligation = Obligation(docket, met.obligation());
  if (obligation == nullptr) return;
  obligation->set_status(met.late() ? v1::OBLIGATION_STATUS_MET_LATE : v1::OBLIGATION_STATUS_MET);
  *obligation->mutable_met_at() = met.met_at();
  obligation->set_met_by(met.met_by());
  obligation->set_recorded_late(met.recorded_late());
}

void FoldBreached(v1::Docket& docket, const v1::ObligationBreached& breached) {
  v1::Obligation* obligation = Obligation(docket, breached.obligation());
  if (obligation == nullptr) return;
  obligation->set_status(v1::OBLIGATION_STATUS_BREACHED);
  *obligation->mutable_breached_at() = breached.due_at();
}

// Drops the reminders up to `at`.
void DropReminders(v1::Obligation& obligation, const google::protobuf::Timestamp& at) {
  auto& coming = *obligation.mutable_reminders_at();
  while (!coming.empty() && FromProto(coming[0]) <= FromProto(at)) coming.erase(coming.begin());
}

// A due instant once missed stays missed: what reopens after its breach is BREACHED again.
void FoldReopened(v1::Docket& docket, const v1::ObligationReopened& reopened) {
  v1::Obligation* obligation = Obligation(docket, reopened.obligation());
  if (obligation == nullptr) return;
  obligation->set_status(IsBreachEntered(*obligation) ? v1::OBLIGATION_STATUS_BREACHED
                                                      : v1::OBLIGATION_STATUS_PENDING);
  *obligation->mutable_armed_at() = reopened.reopened_at();
  obligation->clear_met_at();
  obligation->clear_met_by();
  obligation->clear_recorded_late();
  DropReminders(*obligation, reopened.reopened_at());
}

void FoldWaived(v1::Docket& docket, const v1::ObligationWaived& waived) {
  if (v1::Obligation* obligation = Obligation(docket, waived.obligation())) {
    obligation->set_status(v1::OBLIGATION_STATUS_WAIVED);
  }
  // The last request of another person: who asked, too, does not approve that.
  auto& requests = *docket.mutable_waivers();
  const auto request = std::find_if(requests.rbegin(), requests.rend(), [&](const auto& one) {
    return one.obligation() == waived.obligation() && one.requested_by() != waived.approved_by();
  });
  if (request == requests.rend()) return;
  request->set_approved_by(waived.approved_by());
  *request->mutable_approved_at() = waived.approved_at();
}

bool FoldObligation(v1::Docket& docket, const v1::Event& event) {
  switch (event.kind_case()) {
    case v1::Event::kObligationArmed:
      *docket.add_obligations() = event.obligation_armed().obligation();
      return true;
    case v1::Event::kObligationMoved:
      FoldMoved(docket, event.obligation_moved());
      return true;
    case v1::Event::kObligationAtRisk:
      if (auto* o = Obligation(docket, event.obligation_at_risk().obligation())) {
        o->set_at_risk(true);
      }
      return true;
    case v1::Event::kObligationMet:
      FoldMet(docket, event.obligation_met());
      return true;
    case v1::Event::kObligationBreached:
      FoldBreached(docket, event.obligation_breached());
      return true;
    case v1::Event::kObligationReopened:
      FoldReopened(docket, event.obligation_reopened());
      return true;
    case v1::Event::kObligationCancelled:
      if (auto* o = Obligation(docket, event.obligation_cancelled().obligation())) {
        o->set_status(v1::OBLIGATION_STATUS_CANCELLED);
      }
      return true;
    case v1::Event::kObligationReminded:
      if (auto* o = Obligation(docket, event.obligation_reminded().obligation())) {
        DropReminders(*o, event.obligation_reminded().at());
      }
      return true;
    case v1::Event::kObligationWaived:
      FoldWaived(docket, event.obligation_waived());
      return true;
    default:
      return false;
  }
}

void FoldLead(v1::Docket& docket, const v1::LeadAssigned& event) {
  v1::Assignment& assignment = *docket.mutable_assignment();
  assignment.set_lead(event.lead());
  *assignment.mutable_supporting() = event.supporting();
  assignment.clear_silent();
  assignment.clear_nobody_left();
  docket.clear_lead_wanted_by();
  for (v1::Obligation& obligation : *docket.mutable_obligations()) {
    if (obligation.kind() == v1::OBLIGATION_KIND_SPOKESPERSON_ACK || !IsOwed(obligation)) continue;
    obligation.set_holder(event.lead());
  }
}

void SetLeaveBegins(v1::Assignment& assignment, bool known, const google::protobuf::Timestamp& at) {
  assignment.clear_leave_begins_at();
  if (known) *assignment.mutable_leave_begins_at() = at;
}

void FoldSpeaker(v1::Assignment& assignment, const v1::SpeakerAssigned& event) {
  assignment.set_speaker(event.official());
  assignment.set_seq(event.seq());
  *assignment.mutable_assigned_at() = event.assigned_at();
  assignment.clear_acknowledged_at();
  SetLeaveBegins(assignment, event.has_leave_begins_at(), event.leave_begins_at());
  if (!event.silent().empty()) assignment.add_silent(event.silent());
}

void FoldNobody(v1::Assignment& assignment, const v1::NoEligibleSpeaker& event) {
  assignment.clear_speaker();
  assignment.clear_acknowledged_at();
  assignment.clear_leave_begins_at();
  assignment.set_nobody_left(true);
  if (!event.silent().empty()) assignment.add_silent(event.silent());
}

bool FoldAssignment(v1::Docket& docket, const v1::Event& event) {
  switch (event.kind_case()) {
    case v1::Event::kLeadAssigned:
      FoldLead(docket, event.lead_assigned());
      return true;
    case v1::Event::kSpeakerAssigned:
      FoldSpeaker(*docket.mutable_assignment(), event.speaker_assigned());
      return true;
    case v1::Event::kNoEligibleSpeaker:
      FoldNobody(*docket.mutable_assignment(), event.no_eligible_speaker());
      return true;
    case v1::Event::kSpeakerAcknowledged:
      *docket.mutable_assignment()->mutable_acknowledged_at() =
          event.speaker_acknowledged().acknowledged_at();
      return true;
    case v1::Event::kSpeakerRefused:
      return true;  // who follows is an event of its own
    case v1::Event::kSpeakerReviewed:
      SetLeaveBegins(*docket.mutable_assignment(), event.speaker_reviewed().has_leave_begins_at(),
                     event.speaker_reviewed().leave_begins_at());
      return true;
    case v1::Event::kLeaveNoted:
      *docket.mutable_assignment()->add_noted_leave() = event.leave_noted().leave();
      return true;
    case v1::Event::kLeadMissing:
      docket.clear_lead_wanted_by();
      return true;
    default:
      return false;
  }
}

// An edit leads back to the draft: review and co-signatures were of another text.
void FoldEdited(v1::Release& release, const v1::ReleaseEdited& event) {
  *release.mutable_text() = event.text();
  *release.mutable_figures() = event.figures();
  release.set_text_version(release.text_version() + 1);
  release.set_state(v1::RELEASE_STATE_DRAFT);
  release.clear_secrecy_review();
  release.clear_reviewed_by();
  release.clear_cosigned_by();
  const auto& authors = release.authors();
  if (std::find(authors.begin(), authors.end(), event.editor()) == authors.end()) {
    release.add_authors(event.editor());
  }
}

// With a correction published in the same act the text goes on standing.
void FoldRetracted(v1::Release& release, const v1::ReleaseRetracted& event) {
  release.set_state(v1::RELEASE_STATE_RETRACTED);
  release.set_retract_reason(event.reason());
  release.set_corrected_by(event.correction());
  *release.mutable_retracted_at() = event.retracted_at();
  release.set_standing(!event.correction().empty());
}

bool FoldRelease(v1::Docket& docket, const v1::Event& event) {
  v1::Release* release = nullptr;
  switch (event.kind_case()) {
    case v1::Event::kReleaseDrafted:
      *docket.add_releases() = event.release_drafted().release();
      MarkOutdated(docket);
      return true;
    case v1::Event::kReleaseEdited:
      release = Release(docket, event.release_edited().release());
      if (release != nullptr) FoldEdited(*release, event.release_edited());
      MarkOutdated(docket);
      return true;
    case v1::Event::kReleaseApprovalVoided:
      release = Release(docket, event.release_approval_voided().release());
      if (release == nullptr) return true;
      release->clear_approved_by();
      release->clear_approved_at();
      release->set_approval_voided(true);
      return true;
    case v1::Event::kReleaseSubmitted:
      release = Release(docket, event.release_submitted().release());
      if (release == nullptr) return true;
      release->set_state(v1::RELEASE_STATE_SUBMITTED);
      release->set_secrecy_review(event.release_submitted().secrecy_review());
      release->set_reviewed_by(event.release_submitted().reviewed_by());
      return true;
    case v1::Event::kReleaseApproved:
      release = Release(docket, event.release_approved().release());
      if (release == nullptr) return true;
      release->set_state(v1::RELEASE_STATE_APPROVED);
      release->set_approved_by(event.release_approved().approved_by());
      *release->mutable_approved_at() = event.release_approved().approved_at();
      release->clear_approval_voided();
      return true;
    case v1::Event::kReleasePublished:
      release = Release(docket, event.release_published().release());
      if (release == nullptr) return true;
      release->set_state(v1::RELEASE_STATE_PUBLISHED);
      *release->mutable_published_at() = event.release_published().published_at();
      *release->mutable_channels() = event.release_published().channels();
      release->set_standing(true);
      return true;
    case v1::Event::kReleaseCosigned:
      release = Release(docket, event.release_cosigned().release());
      if (release != nullptr) release->add_cosigned_by(event.release_cosigned().body());
      return true;
    case v1::Event::kReleaseRetracted:
      release = Release(docket, event.release_retracted().release());
      if (release != nullptr) FoldRetracted(*release, event.release_retracted());
      return true;
    default:
      return false;
  }
}

bool FoldConference(v1::Docket& docket, const v1::Event& event) {
  v1::Conference* conference = nullptr;
  switch (event.kind_case()) {
    case v1::Event::kConferenceScheduled:
      *docket.add_conferences() = event.conference_scheduled().conference();
      return true;
    case v1::Event::kConferenceBegun:
      conference = Conference(docket, event.conference_begun().conference().id());
      if (conference == nullptr) conference = docket.add_conferences();
      *conference = event.conference_begun().conference();
      return true;
    case v1::Event::kConferenceEnded:
      conference = Conference(docket, event.conference_ended().conference());
      if (conference == nullptr) return true;
      conference->set_state(v1::CONFERENCE_STATE_ENDED);
      *conference->mutable_ended_at() = event.conference_ended().ended_at();
      return true;
    case v1::Event::kConferenceAborted:
      conference = Conference(docket, event.conference_aborted().conference());
      if (conference == nullptr) return true;
      conference->set_state(v1::CONFERENCE_STATE_ABORTED);
      *conference->mutable_ended_at() = event.conference_aborted().aborted_at();
      conference->set_abort_reason(event.conference_aborted().reason());
      return true;
    default:
      return false;
  }
}

void FoldConfirmed(v1::Docket& docket, const v1::EvidenceConfirmed& event) {
  v1::LateEvidence* evidence = FindMutable(docket.mutable_evidence(), event.evidence());
  if (evidence == nullptr) return;
  evidence->set_confirmed_by(event.confirmed_by());
  *evidence->mutable_confirmed_at() = event.confirmed_at();
}

void FoldFact(v1::Docket& docket, const v1::Event& event) {
  switch (event.kind_case()) {
    case v1::Event::kReportAdded:
      *docket.add_reports() = event.report_added().report();
      return;
    case v1::Event::kStartMovedEarlier:
      *docket.mutable_detected_at() = event.start_moved_earlier().to();
      return;
    case v1::Event::kIncidentVerified:
      docket.set_verified(true);
      docket.set_verified_basis(event.incident_verified().basis());
      return;
    case v1::Event::kIncidentGraded:
      docket.set_grade(event.incident_graded().to());
      docket.set_grade_basis(event.incident_graded().basis());
      return;
    case v1::Event::kSuperiorReported:
      *docket.add_superior_reports() = event.superior_reported().report();
      return;
    case v1::Event::kWaiverRequested:
      *docket.add_waivers() = event.waiver_requested().request();
      return;
    case v1::Event::kEvidenceRecorded:
      *docket.add_evidence() = event.evidence_recorded().evidence();
      return;
    case v1::Event::kEvidenceConfirmed:
      FoldConfirmed(docket, event.evidence_confirmed());
      return;
    case v1::Event::kFoundFalse:
      *docket.mutable_false_report() = event.found_false().finding();
      docket.clear_lead_wanted_by();
      return;
    case v1::Event::kRumourReferred:
      *docket.add_referrals() = event.rumour_referred().referral();
      return;
    case v1::Event::kNoteAdded:
      *docket.add_notes() = event.note_added().note();
      return;
    case v1::Event::kFactEntered:
      *docket.add_facts() = event.fact_entered().fact();
      MarkOutdated(docket);
      return;
    case v1::Event::kIncidentClosed:
      *docket.mutable_closing() = event.incident_closed().closing();
      return;
    default:
      return;
  }
}

void FoldDocket(v1::Docket& docket, const v1::Event& event) {
  if (FoldObligation(docket, event)) return;  // no clock changes the state
  if (!FoldAssignment(docket, event) && !FoldRelease(docket, event) &&
      !FoldConference(docket, event)) {
    FoldFact(docket, event);
  }
  docket.set_state(StateOf(docket));
}

void FoldRoster(v1::Roster& roster, const v1::Roster& imported) {
  roster.set_superior(imported.superior());
  *roster.mutable_bodies() = imported.bodies();
  *roster.mutable_officials() = imported.officials();
}

void FoldLeave(v1::Roster& roster, const v1::LeaveRecorded& event) {
  v1::Official* official = FindMutable(roster.mutable_officials(), event.official());
  if (official != nullptr) *official->add_leave() = event.leave();
}

// Tokens of the versions before this record end.
void EndTokens(v1::Account& account) {
  account.set_tokens_valid_from_version(account.version() + 1);
}

// False when the event is none of an account.
bool FoldAccount(v1::Account& account, const v1::Event& event) {
  switch (event.kind_case()) {
    case v1::Event::kPasswordSet:
      *account.mutable_credential() = event.password_set().credential();
      EndTokens(account);
      return true;
    case v1::Event::kDisabledSet:
      account.set_disabled(event.disabled_set().disabled());
      EndTokens(account);
      return true;
    case v1::Event::kTokensRevoked:
      EndTokens(account);
      return true;
    default:
      return false;
  }
}

}  // namespace

void Fold(v1::Paper& paper, const v1::Event& event) {
  switch (event.kind_case()) {
    case v1::Event::kIncidentRegistered:
      *paper.mutable_docket() = event.incident_registered().docket();
      paper.mutable_docket()->set_state(StateOf(paper.docket()));
      return;
    case v1::Event::kRegionCreated:
      *paper.mutable_roster() = event.region_created().roster();
      return;
    case v1::Event::kAccountCreated:
      *paper.mutable_account() = event.account_created().account();
      return;
    case v1::Event::kRosterImported:
      if (paper.has_roster()) FoldRoster(*paper.mutable_roster(), event.roster_imported().roster());
      return;
    case v1::Event::kLeaveRecorded:
      if (paper.has_roster()) FoldLeave(*paper.mutable_roster(), event.leave_recorded());
      return;
    case v1::Event::kNoticeDecided:
      return;  // a notice changes nothing in the paper
    default:
      if (paper.has_account() && FoldAccount(*paper.mutable_account(), event)) return;
      if (paper.has_docket()) FoldDocket(*paper.mutable_docket(), event);
      return;
  }
}

void Stamp(v1::Paper& paper, const v1::Record& record) {
  switch (paper.kind_case()) {
    case v1::Paper::kDocket:
      paper.mutable_docket()->set_version(record.version());
      *paper.mutable_docket()->mutable_decided_at() = record.decided_at();
      if (record.clock_suspect()) paper.mutable_docket()->set_clock_suspect(true);
      return;
    case v1::Paper::kRoster:
      paper.mutable_roster()->set_version(record.version());
      return;
    case v1::Paper::kAccount:
      paper.mutable_account()->set_version(record.version());
      return;
    case v1::Paper::KIND_NOT_SET:
      return;
  }
}

void Evolve(v1::Paper& paper, const v1::Record& record) {
  const std::string etag = paper.has_docket()    ? paper.docket().etag()
                           : paper.has_roster()  ? paper.roster().etag()
                           : paper.has_account() ? paper.account().etag()
                                                 : "";
  for (const v1::Event& event : record.events()) Fold(paper, event);
  Stamp(paper, record);
  if (etag.empty()) return;
  if (paper.has_docket()) paper.mutable_docket()->set_etag(etag);
  if (paper.has_roster()) paper.mutable_roster()->set_etag(etag);
  if (paper.has_account()) paper.mutable_account()->set_etag(etag);
}

const std::string& NameOf(const v1::Paper& paper) {
  static const std::string& none = *new std::string();
  switch (paper.kind_case()) {
    case v1::Paper::kDocket:
      return paper.docket().name();
    case v1::Paper::kRoster:
      return paper.roster().name();
    case v1::Paper::kAccount:
      return paper.account().name();
    case v1::Paper::KIND_NOT_SET:
      break;
  }
  return none;
}

bool HasEnded(const v1::Paper& paper) { return paper.has_docket() && HasEnded(paper.docket()); }

}  // namespace clarion::core
