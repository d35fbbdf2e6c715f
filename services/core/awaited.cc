#include "services/core/awaited.h"

#include "services/core/docket_facts.h"
#include "services/core/speakers.h"

namespace clarion::core {
namespace {

std::string HeadOf(const v1::Roster& roster, const std::string& body, absl::Time now) {
  const v1::Official* head = PrincipalAt(roster, body, now);
  return head == nullptr ? "" : head->id();
}

// The text that is furthest on its way; null when none is.
const v1::Release* UnderWay(const v1::Docket& docket) {
  const v1::Release* furthest = nullptr;
  for (const v1::Release& release : docket.releases()) {
    if (IsPublic(release)) continue;
    if (furthest == nullptr || release.state() >= furthest->state()) furthest = &release;
  }
  return furthest;
}

Awaited ForRelease(const v1::Docket& docket, const v1::Roster& roster, absl::Time now) {
  const v1::Release* release = UnderWay(docket);
  if (release == nullptr) return {Step::kDraft, HeadOf(roster, docket.assignment().lead(), now)};
  switch (release->state()) {
    case v1::RELEASE_STATE_DRAFT:
      return {Step::kSubmit, ""};
    case v1::RELEASE_STATE_SUBMITTED:
      return {Step::kApprove, ""};
    default:
      break;
  }
  for (const std::string& body : release->joint_with()) {
    if (!Contains(release->cosigned_by(), body)) return {Step::kCosign, HeadOf(roster, body, now)};
  }
  return {Step::kPublish, ""};
}

Awaited ForConference(const v1::Docket& docket) {
  for (const v1::Conference& conference : docket.conferences()) {
    if (conference.state() == v1::CONFERENCE_STATE_SCHEDULED && conference.speakers_size() > 0) {
      return {Step::kSpeak, conference.speakers(0)};
    }
  }
  return {Step::kSchedule, ""};
}

}  // namespace

Awaited WhoIsAwaited(const v1::Docket& docket, const v1::Obligation& obligation,
                     const v1::Roster& roster, absl::Time now) {
  if (obligation.kind() == v1::OBLIGATION_KIND_SPOKESPERSON_ACK) {
    return {Step::kSign, docket.assignment().speaker()};
  }
  if (obligation.kind() == v1::OBLIGATION_KIND_SUPERIOR_REPORT) return {Step::kReport, ""};
  if (docket.assignment().lead().empty()) return {Step::kAssign, ""};
  return obligation.kind() == v1::OBLIGATION_KIND_PRESS_CONFERENCE
             ? ForConference(docket)
             : ForRelease(docket, roster, now);
}

}  // namespace clarion::core
