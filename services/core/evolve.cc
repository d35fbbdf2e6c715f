// Evolve: what each event does to a paper. No judgement here: what an event says, holds.
#include "services/core/evolve.h"

#include <algorithm>
#include <string>

#include "services/core/decide.h"
#include "services/core/docket_facts.h"
#include "services/core/facts_sheet.h"
#include "services/core/folds.h"
#include "services/core/proto_time.h"

namespace clarion::core {
namespace {

// Late evidence of a release or a conference, once confirmed.
bool IsResponse(const v1::LateEvidence& evidence) {
  return !evidence.confirmed_by().empty() && evidence.kind() != v1::EVIDENCE_KIND_SUPERIOR_REPORT;
}

v1::IncidentState StateOf(const v1::Docket& docket) {
  if (docket.has_closing()) return v1::INCIDENT_STATE_CLOSED;
  if (!docket.merged_into().empty()) return v1::INCIDENT_STATE_MERGED;
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
      !FoldConference(docket, event) && !FoldMerger(docket, event)) {
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
