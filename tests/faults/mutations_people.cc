// Faults in who acted, who was told, and over which text.
#include <algorithm>
#include <set>

#include "services/core/docket_facts.h"
#include "services/core/proto_time.h"
#include "tests/faults/mutations.h"

namespace clarion::faults {
namespace {

bool AssignASecond(MadeRun& run, Dice& dice) {
  const EventPlace place = AnyEvent(run, dice, v1::Event::kSpeakerAssigned);
  if (place.record == nullptr) return false;
  place.event->mutable_speaker_assigned()->set_seq(place.event->speaker_assigned().seq() + 1);
  return true;
}

// The roster knew of the leave from the beginning.
bool AssignOneOnLeave(MadeRun& run, Dice& dice) {
  const EventPlace place = AnyEvent(run, dice, v1::Event::kSpeakerAssigned);
  if (place.record == nullptr) return false;
  const v1::SpeakerAssigned& assigned = place.event->speaker_assigned();
  v1::Record& begun = run.papers[place.record->paper().substr(0, 14) + "/roster"].front();
  v1::Roster& roster = *begun.mutable_events(0)->mutable_region_created()->mutable_roster();
  for (v1::Official& official : *roster.mutable_officials()) {
    if (official.id() != assigned.official()) continue;
    v1::Leave& leave = *official.add_leave();
    *leave.mutable_from() = assigned.assigned_at();
    *leave.mutable_to() = core::ToProto(core::FromProto(assigned.assigned_at()) + absl::Minutes(1));
  }
  return true;
}

bool LeaveTheSpeakerAway(MadeRun& run, Dice& /*dice*/) {
  for (auto& [paper, records] : run.papers) {
    const v1::Paper folded = FoldOf(records);
    const std::string& speaker = folded.docket().assignment().speaker();
    if (speaker.empty() || core::HasEnded(folded.docket())) continue;
    std::vector<v1::Record>& roster = run.papers[paper.substr(0, 14) + "/roster"];
    v1::LeaveRecorded& leave = *roster.back().add_events()->mutable_leave_recorded();
    leave.set_official(speaker);
    const absl::Time end = absl::FromUnixMillis(run.history.run.end_ms);
    *leave.mutable_leave()->mutable_from() = core::ToProto(end - absl::Seconds(3));
    *leave.mutable_leave()->mutable_to() = core::ToProto(end + absl::Hours(1));
    return true;
  }
  return false;
}

bool ApproveAlone(MadeRun& run, Dice& dice) {
  const EventPlace place = AnyEvent(run, dice, v1::Event::kReleaseApproved);
  if (place.record == nullptr) return false;
  v1::ReleaseApproved& approved = *place.event->mutable_release_approved();
  for (const v1::Record& record : run.papers[place.record->paper()]) {
    for (const v1::Event& event : record.events()) {
      const v1::Release& release = event.release_drafted().release();
      if (release.id() == approved.release()) approved.set_approved_by(release.authors(0));
    }
  }
  place.record->mutable_actor()->set_person(approved.approved_by());
  return true;
}

bool ApproveForAnother(MadeRun& run, Dice& dice) {
  const EventPlace place = AnyEvent(run, dice, v1::Event::kReleaseApproved);
  if (place.record == nullptr) return false;
  place.record->mutable_actor()->set_person("somebody");
  return true;
}

bool ApproveAnotherText(MadeRun& run, Dice& dice) {
  const EventPlace place = AnyEvent(run, dice, v1::Event::kReleaseApproved);
  if (place.record == nullptr) return false;
  place.event->mutable_release_approved()->mutable_text()->set_sha256("another");
  return true;
}

bool PublishUnapproved(MadeRun& run, Dice& dice) {
  const EventPlace place = AnyEvent(run, dice, v1::Event::kReleasePublished);
  if (place.record == nullptr) return false;
  const std::string release = place.event->release_published().release();
  for (v1::Record& record : run.papers[place.record->paper()]) {
    auto& events = *record.mutable_events();
    for (auto event = events.begin(); event != events.end();) {
      const bool approval = event->release_approved().release() == release;
      event = approval ? events.erase(event) : event + 1;
    }
  }
  return true;
}

bool WaiveAlone(MadeRun& run, Dice& dice) {
  const EventPlace place = AnyEvent(run, dice, v1::Event::kObligationWaived);
  if (place.record == nullptr) return false;
  v1::ObligationWaived& waived = *place.event->mutable_obligation_waived();
  std::set<std::string> people;
  for (const v1::Record& record : run.papers[place.record->paper()]) {
    for (const v1::Event& event : record.events()) {
      const v1::WaiverRequest& request = event.waiver_requested().request();
      if (request.obligation() == waived.obligation()) people.insert(request.requested_by());
    }
  }
  if (people.size() != 1) return false;
  waived.set_approved_by(*people.begin());
  return true;
}

bool ConfirmAlone(MadeRun& run, Dice& dice) {
  const EventPlace place = AnyEvent(run, dice, v1::Event::kEvidenceConfirmed);
  if (place.record == nullptr) return false;
  v1::EvidenceConfirmed& confirmed = *place.event->mutable_evidence_confirmed();
  bool recorded_here = false;  // not brought by a merger
  for (const v1::Record& record : run.papers[place.record->paper()]) {
    for (const v1::Event& event : record.events()) {
      const v1::LateEvidence& evidence = event.evidence_recorded().evidence();
      if (evidence.id() != confirmed.evidence()) continue;
      confirmed.set_confirmed_by(evidence.recorded_by());
      recorded_here = true;
    }
  }
  return recorded_here;
}

bool TellWhatWasNotDecided(MadeRun& run, Dice& dice) {
  v1::Record* record = AnyRecord(run, dice, [](const v1::Record&) { return true; });
  if (record == nullptr) return false;
  v1::NoticeDecided& notice = *record->add_events()->mutable_notice_decided();
  notice.set_subject(v1::NOTICE_SUBJECT_RELEASE);
  notice.set_about("never-published");
  notice.add_roles(v1::NOTICE_ROLE_DUTY);
  return true;
}

bool KeepABreachQuiet(MadeRun& run, Dice& dice) {
  const auto is_told = [](const v1::Event& event) {
    return event.notice_decided().subject() == v1::NOTICE_SUBJECT_BREACHED;
  };
  const EventPlace place = AnyEvent(run, dice, v1::Event::kNoticeDecided, is_told);
  if (place.record == nullptr) return false;
  auto& events = *place.record->mutable_events();
  events.erase(std::find_if(events.begin(), events.end(), is_told));
  return true;
}

bool TellPeopleOutsideOfADrill(MadeRun& run, Dice& dice) {
  for (int i = 0; i < 50; ++i) {
    const EventPlace place = AnyEvent(run, dice, v1::Event::kNoticeDecided);
    if (place.record == nullptr) return false;
    const v1::Record& first = run.papers[place.record->paper()].front();
    if (!first.events(0).incident_registered().docket().exercise()) continue;
    place.event->mutable_notice_decided()->add_roles(v1::NOTICE_ROLE_EXTERNAL);
    return true;
  }
  return false;
}

}  // namespace

std::vector<Mutation> PeopleMutations() {
  return {
      {"a second speaker is assigned", "one_speaker", AssignASecond},
      {"a speaker on leave is assigned", "speaker_present", AssignOneOnLeave},
      {"the speaker is away at the end", "speaker_present", LeaveTheSpeakerAway},
      {"an author approves his text", "two_people", ApproveAlone},
      {"an approval in another's name", "two_people", ApproveForAnother},
      {"one person waives alone", "two_people", WaiveAlone},
      {"one person confirms his own evidence", "two_people", ConfirmAlone},
      {"another text is approved", "texts_bound", ApproveAnotherText},
      {"a text is published without approval", "texts_bound", PublishUnapproved},
      {"a notice without a decision", "notices", TellWhatWasNotDecided},
      {"a breach that nobody is told of", "notices", KeepABreachQuiet},
      {"a drill tells people outside", "drill_stays_inside", TellPeopleOutsideOfADrill},
  };
}

}  // namespace clarion::faults
