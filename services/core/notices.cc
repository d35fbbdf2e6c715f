#include "services/core/notices.h"

#include <initializer_list>
#include <string>

#include "services/core/docket_facts.h"

namespace clarion::core {
namespace {

struct Notice {
  v1::NoticeSubject subject;
  std::initializer_list<v1::NoticeRole> roles;
  const std::string& about;
};

bool LeavesTheHouse(v1::NoticeRole role) {
  return role == v1::NOTICE_ROLE_EXTERNAL || role == v1::NOTICE_ROLE_SUPERIOR ||
         role == v1::NOTICE_ROLE_POLICE;
}

void Enter(Deliberation& deliberation, const Notice& notice) {
  v1::Event event;
  v1::NoticeDecided& decided = *event.mutable_notice_decided();
  decided.set_subject(notice.subject);
  decided.set_about(notice.about);
  for (const v1::NoticeRole role : notice.roles) {
    if (!deliberation.docket().exercise() || !LeavesTheHouse(role)) decided.add_roles(role);
  }
  if (decided.roles_size() > 0) deliberation.Enter(std::move(event));
}

void EnterGraded(Deliberation& deliberation, v1::Grade grade) {
  if (!IsMajor(grade)) return;
  Enter(deliberation, {v1::NOTICE_SUBJECT_GRADED,
                       {v1::NOTICE_ROLE_OFFICE_DIRECTOR, v1::NOTICE_ROLE_COUNTY_LEADER},
                       ""});
}

void EnterForClock(Deliberation& deliberation, const v1::Event& event) {
  if (event.has_obligation_at_risk()) {
    Enter(deliberation, {v1::NOTICE_SUBJECT_AT_RISK,
                         {v1::NOTICE_ROLE_DUTY, v1::NOTICE_ROLE_LEAD_BODY},
                         event.obligation_at_risk().obligation()});
  } else if (event.has_obligation_breached()) {
    Enter(deliberation,
          {v1::NOTICE_SUBJECT_BREACHED,
           {v1::NOTICE_ROLE_DUTY, v1::NOTICE_ROLE_OFFICE_DIRECTOR, v1::NOTICE_ROLE_COUNTY_LEADER},
           event.obligation_breached().obligation()});
  } else if (event.has_obligation_reminded()) {
    Enter(deliberation, {v1::NOTICE_SUBJECT_REMINDER,
                         {v1::NOTICE_ROLE_DUTY, v1::NOTICE_ROLE_LEAD_BODY},
                         event.obligation_reminded().obligation()});
  } else if (event.has_lead_missing()) {
    Enter(deliberation, {v1::NOTICE_SUBJECT_LEAD_MISSING, {v1::NOTICE_ROLE_OFFICE_DIRECTOR}, ""});
  }
}

void EnterForAssignment(Deliberation& deliberation, const v1::Event& event) {
  if (event.has_lead_assigned()) {
    Enter(deliberation, {v1::NOTICE_SUBJECT_LEAD_ASSIGNED,
                         {v1::NOTICE_ROLE_LEAD_BODY},
                         event.lead_assigned().lead()});
  } else if (event.has_speaker_assigned()) {
    Enter(deliberation, {v1::NOTICE_SUBJECT_SPEAKER_CHOSEN,
                         {v1::NOTICE_ROLE_SPEAKER},
                         event.speaker_assigned().official()});
  } else if (event.has_no_eligible_speaker()) {
    Enter(deliberation, {v1::NOTICE_SUBJECT_NO_ELIGIBLE_SPEAKER,
                         {v1::NOTICE_ROLE_OFFICE_DIRECTOR, v1::NOTICE_ROLE_COUNTY_LEADER},
                         event.no_eligible_speaker().silent()});
  }
}

void EnterForHandover(Deliberation& deliberation, const v1::Event& event) {
  if (event.has_transfer_requested()) {
    Enter(deliberation, {v1::NOTICE_SUBJECT_TRANSFER,
                         {v1::NOTICE_ROLE_LEAD_BODY},
                         event.transfer_requested().transfer().to_body()});
  } else if (event.has_incident_merged()) {
    Enter(deliberation, {v1::NOTICE_SUBJECT_MERGED,
                         {v1::NOTICE_ROLE_DUTY, v1::NOTICE_ROLE_LEAD_BODY},
                         event.incident_merged().cases(0).name()});
  } else if (event.has_incident_merged_away()) {
    Enter(deliberation, {v1::NOTICE_SUBJECT_MERGED,
                         {v1::NOTICE_ROLE_DUTY, v1::NOTICE_ROLE_LEAD_BODY},
                         event.incident_merged_away().into()});
  }
}

// What the world outside learns of.
void EnterForAct(Deliberation& deliberation, const v1::Event& event) {
  if (event.has_release_published()) {
    Enter(deliberation, {v1::NOTICE_SUBJECT_RELEASE,
                         {v1::NOTICE_ROLE_EXTERNAL},
                         event.release_published().release()});
  } else if (event.has_release_retracted()) {
    Enter(deliberation, {v1::NOTICE_SUBJECT_RELEASE,
                         {v1::NOTICE_ROLE_EXTERNAL},
                         event.release_retracted().release()});
  } else if (event.has_rumour_referred()) {
    Enter(deliberation, {v1::NOTICE_SUBJECT_REFERRAL, {v1::NOTICE_ROLE_POLICE}, ""});
  } else if (event.has_conference_begun()) {
    Enter(deliberation, {v1::NOTICE_SUBJECT_CONFERENCE_BEGUN,
                         {v1::NOTICE_ROLE_EXTERNAL},
                         event.conference_begun().conference().id()});
  } else if (event.has_conference_scheduled() && event.conference_scheduled().after_deadline()) {
    Enter(deliberation, {v1::NOTICE_SUBJECT_SCHEDULED_AFTER_DEADLINE,
                         {v1::NOTICE_ROLE_OFFICE_DIRECTOR},
                         event.conference_scheduled().conference().id()});
  } else if (event.has_superior_reported() &&
             event.superior_reported().report().mode() != v1::REPORT_MODE_PHONE) {
    Enter(deliberation, {v1::NOTICE_SUBJECT_SUPERIOR_REPORT,
                         {v1::NOTICE_ROLE_SUPERIOR},
                         event.superior_reported().report().id()});
  }
}

}  // namespace

void EnterNotices(Deliberation& deliberation) {
  const int count = deliberation.record().events_size();
  for (int i = 0; i < count; ++i) {
    const v1::Event& event =
        deliberation.record().events(i);  // stays where it is while others come
    if (event.has_incident_registered()) {
      Enter(deliberation, {v1::NOTICE_SUBJECT_REGISTERED, {v1::NOTICE_ROLE_DUTY}, ""});
      EnterGraded(deliberation, event.incident_registered().docket().grade());
    } else if (event.has_incident_graded()) {
      EnterGraded(deliberation, event.incident_graded().to());
    }
    EnterForClock(deliberation, event);
    EnterForAssignment(deliberation, event);
    EnterForHandover(deliberation, event);
    EnterForAct(deliberation, event);
  }
}

}  // namespace clarion::core
