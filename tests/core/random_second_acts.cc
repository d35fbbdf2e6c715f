// Random acts of the speaker desk and of the timeline desk: assignment and leave, waivers, late
// evidence.
#include "services/core/proto_time.h"
#include "tests/core/random_acts.h"
#include "tests/support/story.h"

namespace clarion::testing {

using core::ToProto;

void RandomActs::FillSpeaker(const v1::Docket& docket, absl::Time now, RandomAct& act) {
  v1::Command& command = act.command;
  switch (Below(7)) {
    case 0:
    case 1:
      command.mutable_assign_incident()->set_lead(
          Pick<const char*>({"org-emb", "org-emb", "org-ta", "org-no"}));
      if (OneIn(3)) command.mutable_assign_incident()->add_supporting("org-edu");
      if (OneIn(2)) command.mutable_assign_incident()->set_speaker(AnyOfficial());
      return;
    case 2:
    case 3:
      command.mutable_acknowledge_assignment();
      act.actor = Speaker(OneIn(5) ? AnyOfficial() : docket.assignment().speaker());
      return;
    case 4:
      command.mutable_refuse_assignment()->set_reason(Words("外出"));
      act.actor = Speaker(OneIn(3) ? AnyOfficial() : docket.assignment().speaker());
      return;
    default:
      return FillLeave(now, act);
  }
}

void RandomActs::FillLeave(absl::Time now, RandomAct& act) {
  v1::RecordLeave& record = *act.command.mutable_record_leave();
  record.set_official(AnyOfficial());
  const absl::Time from = now + absl::Minutes(Below(900) - 100);
  *record.mutable_leave()->mutable_from() = ToProto(from);
  *record.mutable_leave()->mutable_to() = ToProto(from + absl::Minutes(Below(600) - 40));
  record.mutable_leave()->set_approved_by(OneIn(10) ? record.official() : Words("o-mayor"));
  if (OneIn(2)) record.mutable_leave()->set_acting(AnyOfficial());
}

v1::ObligationKind RandomActs::AnyObligation(const v1::Docket& docket) {
  if (docket.obligations().empty() || OneIn(6)) {
    return static_cast<v1::ObligationKind>(1 + Below(6));
  }
  return docket.obligations(Below(docket.obligations_size())).kind();
}

void RandomActs::FillWaiver(const v1::Docket& docket, RandomAct& act) {
  act.actor = OneOfTwo(OneIn(3) ? v1::ROLE_DUTY : v1::ROLE_APPROVER);
  if (OneIn(2)) {
    v1::RequestWaiver& request = *act.command.mutable_request_waiver();
    request.set_obligation(AnyObligation(docket));
    request.set_ground(OneIn(8) ? "BUSY" : Words("DOWNGRADED"));
    request.set_document("会商纪要1号");
    return;
  }
  v1::ObligationKind kind = AnyObligation(docket);
  if (docket.waivers_size() > 0 && !OneIn(4)) {
    const std::string& id = docket.waivers(Below(docket.waivers_size())).obligation();
    for (const v1::Obligation& clock : docket.obligations()) {
      if (clock.id() == id) kind = clock.kind();
    }
  }
  act.command.mutable_approve_waiver()->set_obligation(kind);
}

void RandomActs::FillEvidence(const v1::Docket& docket, absl::Time now, RandomAct& act) {
  act.actor = OneOfTwo(OneIn(3) ? v1::ROLE_DUTY : v1::ROLE_APPROVER);
  if (OneIn(2)) {
    act.command.mutable_confirm_evidence()->set_evidence(AnyOf(docket.evidence()));
    return;
  }
  v1::RecordEvidence& record = *act.command.mutable_record_evidence();
  if (OneIn(6)) record.set_evidence("e1");
  record.set_kind(static_cast<v1::EvidenceKind>(1 + Below(3)));
  record.set_release_kind(static_cast<v1::ReleaseKind>(Below(5)));
  *record.mutable_effective_at() = ToProto(now - absl::Minutes(Below(OneIn(2) ? 60 : 1500) - 1));
  record.set_proof(Words("存档 sha256:ab"));
}

}  // namespace clarion::testing
