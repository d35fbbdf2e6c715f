// Notices, record by record: nobody is told what was not decided, a breach is told, and a drill
// stays inside.
#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "tests/faults/checks.h"

namespace clarion::faults {
namespace {

// A subject with what it is about.
using Matter = std::pair<v1::NoticeSubject, std::string>;

// What an event gives reason to tell.
std::vector<Matter> MattersOf(const v1::Event& event) {
  switch (event.kind_case()) {
    case v1::Event::kIncidentRegistered:
      return {{v1::NOTICE_SUBJECT_REGISTERED, ""}, {v1::NOTICE_SUBJECT_GRADED, ""}};
    case v1::Event::kIncidentGraded:
      return {{v1::NOTICE_SUBJECT_GRADED, ""}};
    case v1::Event::kLeadAssigned:
      return {{v1::NOTICE_SUBJECT_LEAD_ASSIGNED, event.lead_assigned().lead()}};
    case v1::Event::kSpeakerAssigned:
      return {{v1::NOTICE_SUBJECT_SPEAKER_CHOSEN, event.speaker_assigned().official()}};
    case v1::Event::kObligationAtRisk:
      return {{v1::NOTICE_SUBJECT_AT_RISK, event.obligation_at_risk().obligation()}};
    case v1::Event::kObligationBreached:
      return {{v1::NOTICE_SUBJECT_BREACHED, event.obligation_breached().obligation()}};
    case v1::Event::kObligationReminded:
      return {{v1::NOTICE_SUBJECT_REMINDER, event.obligation_reminded().obligation()}};
    case v1::Event::kNoEligibleSpeaker:
      return {{v1::NOTICE_SUBJECT_NO_ELIGIBLE_SPEAKER, event.no_eligible_speaker().silent()}};
    case v1::Event::kConferenceScheduled:
      return {{v1::NOTICE_SUBJECT_SCHEDULED_AFTER_DEADLINE,
               event.conference_scheduled().conference().id()}};
    case v1::Event::kReleasePublished:
      return {{v1::NOTICE_SUBJECT_RELEASE, event.release_published().release()}};
    case v1::Event::kReleaseRetracted:
      return {{v1::NOTICE_SUBJECT_RELEASE, event.release_retracted().release()}};
    case v1::Event::kConferenceBegun:
      return {{v1::NOTICE_SUBJECT_CONFERENCE_BEGUN, event.conference_begun().conference().id()}};
    case v1::Event::kSuperiorReported:
      return {{v1::NOTICE_SUBJECT_SUPERIOR_REPORT, event.superior_reported().report().id()}};
    case v1::Event::kRumourReferred:
      return {{v1::NOTICE_SUBJECT_REFERRAL, ""}};
    case v1::Event::kTransferRequested:
      return {{v1::NOTICE_SUBJECT_TRANSFER, event.transfer_requested().transfer().to_body()}};
    case v1::Event::kIncidentMerged:
      return {{v1::NOTICE_SUBJECT_MERGED, event.incident_merged().cases(0).name()}};
    case v1::Event::kIncidentMergedAway:
      return {{v1::NOTICE_SUBJECT_MERGED, event.incident_merged_away().into()}};
    case v1::Event::kLeadMissing:
      return {{v1::NOTICE_SUBJECT_LEAD_MISSING, ""}};
    default:
      return {};
  }
}

bool LeavesTheHouse(int role) {
  return role == v1::NOTICE_ROLE_EXTERNAL || role == v1::NOTICE_ROLE_SUPERIOR ||
         role == v1::NOTICE_ROLE_POLICE;
}

// `notices`: each has a reason in its own record, as often as it is told, and each breach is told.
// `drill_stays_inside`: nobody outside is told of a drill.
class Notices : public DocketCheck {
 public:
  Notices(Verdict& notices, Verdict& drill) : notices_(notices), drill_(drill) {}

  void Take(const v1::Record& record, const v1::Docket& after) override {
    std::map<Matter, int> told;
    for (const v1::Event& event : record.events()) {
      for (const Matter& matter : MattersOf(event)) ++told[matter];
    }
    for (const v1::Event& event : record.events()) {
      if (event.has_notice_decided()) TakeNotice(record, after, event.notice_decided(), told);
    }
    for (const auto& [matter, left] : told) {
      const bool must_be_told = matter.first == v1::NOTICE_SUBJECT_BREACHED;
      notices_.Require(!must_be_told || left <= 0, [&, &about = matter.second] {
        return absl::StrCat(Where(record), ": nobody is told of the breach of ", about);
      });
    }
  }

 private:
  void TakeNotice(const v1::Record& record, const v1::Docket& docket,
                  const v1::NoticeDecided& notice, std::map<Matter, int>& told) {
    const std::string what =
        absl::StrCat(v1::NoticeSubject_Name(notice.subject()), " ", notice.about());
    notices_.Require(told[{notice.subject(), notice.about()}]-- > 0, [&] {
      return absl::StrCat(Where(record), ": ", what, " is told and was not decided");
    });
    for (const int role : notice.roles()) {
      drill_.Require(!docket.exercise() || !LeavesTheHouse(role), [&] {
        return absl::StrCat(Where(record), ": a drill tells people outside of ", what);
      });
    }
  }

  Verdict& notices_;
  Verdict& drill_;
};

}  // namespace

void AddNoticeChecks(Verdicts& verdicts, DocketChecks& checks) {
  checks.push_back(
      std::make_unique<Notices>(verdicts.Named("notices"), verdicts.Named("drill_stays_inside")));
}

}  // namespace clarion::faults
