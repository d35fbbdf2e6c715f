#include "tests/support/event_words.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"

namespace clarion::testing {
namespace {

// The clock an event is about.
std::string AboutClock(const v1::Event& event) {
  switch (event.kind_case()) {
    case v1::Event::kObligationArmed:
      return event.obligation_armed().obligation().id();
    case v1::Event::kObligationMoved:
      return event.obligation_moved().obligation();
    case v1::Event::kObligationAtRisk:
      return event.obligation_at_risk().obligation();
    case v1::Event::kObligationMet:
      return absl::StrCat(event.obligation_met().obligation(),
                          event.obligation_met().late() ? " late" : "",
                          event.obligation_met().recorded_late() ? " recorded_late" : "");
    case v1::Event::kObligationBreached:
      return event.obligation_breached().obligation();
    case v1::Event::kObligationReopened:
      return event.obligation_reopened().obligation();
    case v1::Event::kObligationCancelled:
      return event.obligation_cancelled().obligation();
    case v1::Event::kObligationReminded:
      return event.obligation_reminded().obligation();
    case v1::Event::kObligationWaived:
      return event.obligation_waived().obligation();
    case v1::Event::kWaiverRequested:
      return event.waiver_requested().request().obligation();
    default:
      return "";
  }
}

// What an event of an act is about.
std::string AboutAct(const v1::Event& event) {
  switch (event.kind_case()) {
    case v1::Event::kLeadAssigned:
      return event.lead_assigned().lead();
    case v1::Event::kTransferRequested:
      return event.transfer_requested().transfer().to_body();
    case v1::Event::kTransferAccepted:
      return event.transfer_accepted().accepted_by();
    case v1::Event::kSpeakerAssigned:
      return event.speaker_assigned().official();
    case v1::Event::kSpeakerRefused:
      return event.speaker_refused().official();
    case v1::Event::kLeaveNoted:
      return event.leave_noted().leave().official();
    case v1::Event::kReleaseCosigned:
      return event.release_cosigned().body();
    case v1::Event::kReleaseRetracted:
      return event.release_retracted().release();
    case v1::Event::kEvidenceRecorded:
      return event.evidence_recorded().evidence().id();
    case v1::Event::kEvidenceConfirmed:
      return event.evidence_confirmed().evidence();
    case v1::Event::kReleasePublished:
      return event.release_published().release();
    case v1::Event::kConferenceBegun:
      return event.conference_begun().conference().id();
    case v1::Event::kConferenceScheduled:
      return event.conference_scheduled().conference().id();
    default:
      return "";
  }
}

}  // namespace

std::string EventInWords(const v1::Event& event) {
  const auto* field =
      v1::Event::descriptor()->FindFieldByNumber(static_cast<int>(event.kind_case()));
  if (field == nullptr) return "nothing";
  const std::string about = AboutClock(event) + AboutAct(event);
  return about.empty() ? field->name() : absl::StrCat(field->name(), " ", about);
}

std::string NoticeInWords(const v1::NoticeDecided& notice) {
  const std::string roles =
      absl::StrJoin(notice.roles(), ", ", [](std::string* out, const auto& role) {
        const std::string name = v1::NoticeRole_Name(static_cast<v1::NoticeRole>(role));
        absl::StrAppend(out, absl::StripPrefix(name, "NOTICE_ROLE_"));
      });
  const std::string subject = v1::NoticeSubject_Name(notice.subject());
  return absl::StrCat(absl::StripPrefix(subject, "NOTICE_SUBJECT_"),
                      notice.about().empty() ? "" : " ", notice.about(), " -> ", roles);
}

}  // namespace clarion::testing
