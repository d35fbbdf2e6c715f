// Random acts of the release desk: texts, their signatures, conferences.
#include <vector>

#include "services/core/proto_time.h"
#include "tests/core/random_acts.h"
#include "tests/support/story.h"

namespace clarion::testing {

// A release in `state`; null when there is none.
const v1::Release* RandomActs::Awaiting(const v1::Docket& docket, v1::ReleaseState state) {
  std::vector<const v1::Release*> some;
  for (const v1::Release& release : docket.releases()) {
    if (release.state() == state) some.push_back(&release);
  }
  return some.empty() ? nullptr : some[static_cast<size_t>(Below(static_cast<int>(some.size())))];
}

// Mostly one in the state that the act asks for.
std::string RandomActs::ReleaseIn(const v1::Docket& docket, v1::ReleaseState state) {
  const v1::Release* release = OneIn(4) ? nullptr : Awaiting(docket, state);
  return release == nullptr ? AnyOf(docket.releases()) : release->id();
}

// Mostly that of the current text.
std::string RandomActs::HashOf(const v1::Docket& docket, const std::string& id) {
  for (const v1::Release& release : docket.releases()) {
    if (release.id() == id && !OneIn(10)) return release.text().sha256();
  }
  return TextOf("旧稿").sha256();
}

void RandomActs::FillRelease(const v1::Docket& docket, RandomAct& act) {
  v1::Command& command = act.command;
  if (OneIn(6)) act.actor = OneOfTwo(v1::ROLE_APPROVER);  // writes, too
  switch (Below(9)) {
    case 0:
      command.mutable_draft_release()->set_kind(static_cast<v1::ReleaseKind>(Below(6)));
      *command.mutable_draft_release()->mutable_text() = TextOf("稿");
      if (OneIn(4)) command.mutable_draft_release()->add_joint_with("org-ta");
      if (OneIn(20)) command.mutable_draft_release()->add_joint_with("org-none");
      return;
    case 1:
      command.mutable_edit_release()->set_release(AnyOf(docket.releases()));
      *command.mutable_edit_release()->mutable_text() = TextOf(OneIn(2) ? "稿" : "改");
      return;
    case 2:
    case 3:
      command.mutable_submit_release()->set_release(ReleaseIn(docket, v1::RELEASE_STATE_DRAFT));
      command.mutable_submit_release()->set_secrecy_review(
          OneIn(8) ? static_cast<v1::SecrecyReview>(Below(3)) : v1::SECRECY_REVIEW_PASS);
      return;
    case 4:
    case 5:
      command.mutable_approve_release()->set_release(
          ReleaseIn(docket, v1::RELEASE_STATE_SUBMITTED));
      command.mutable_approve_release()->set_sha256(
          HashOf(docket, command.approve_release().release()));
      act.actor = OneIn(10) ? Duty() : OneOfTwo(v1::ROLE_APPROVER);
      return;
    default:
      command.mutable_publish_release()->set_release(ReleaseIn(docket, v1::RELEASE_STATE_APPROVED));
      command.mutable_publish_release()->add_channels(OneIn(10) ? "BLOG" : "TV");
      act.actor = OneOfTwo(v1::ROLE_DUTY);
      return;
  }
}

void RandomActs::FillSignature(const v1::Docket& docket, RandomAct& act) {
  v1::Command& command = act.command;
  if (OneIn(2)) {
    v1::CosignRelease& cosign = *command.mutable_cosign_release();
    cosign.set_release(AnyOf(docket.releases()));
    cosign.set_sha256(HashOf(docket, cosign.release()));
    act.actor = Speaker(OneIn(4) ? AnyOfficial() : "o-ta-head");
    return;
  }
  v1::RetractRelease& retract = *command.mutable_retract_release();
  retract.set_release(ReleaseIn(docket, v1::RELEASE_STATE_PUBLISHED));
  retract.set_reason(Words("数字有误"));
  if (OneIn(3)) retract.set_correction(ReleaseIn(docket, v1::RELEASE_STATE_APPROVED));
  act.actor = OneOfTwo(v1::ROLE_APPROVER);
}

void RandomActs::FillConference(const v1::Docket& docket, absl::Time now, RandomAct& act) {
  v1::Command& command = act.command;
  const auto form = static_cast<v1::ConferenceForm>(Below(6));
  switch (Below(5)) {
    case 0:
      command.mutable_schedule_conference()->set_form(form);
      *command.mutable_schedule_conference()->mutable_planned_at() =
          core::ToProto(now + absl::Minutes(Below(3000)));
      command.mutable_schedule_conference()->add_speakers(AnyOfficial());
      return;
    case 1:
    case 2:
      if (OneIn(2)) {
        command.mutable_begin_conference()->set_conference(AnyOf(docket.conferences()));
      }
      command.mutable_begin_conference()->set_form(form);
      command.mutable_begin_conference()->add_speakers(AnyOfficial());
      return;
    case 3:
      command.mutable_end_conference()->set_conference(AnyOf(docket.conferences()));
      return;
    default:
      command.mutable_abort_conference()->set_conference(AnyOf(docket.conferences()));
      command.mutable_abort_conference()->set_reason(Words("停电"));
      return;
  }
}

}  // namespace clarion::testing
