// Who leads and who speaks, as the events say.
#include <algorithm>

#include "services/core/docket_facts.h"
#include "services/core/folds.h"

namespace clarion::core {
namespace {

bool IsOwed(const v1::Obligation& obligation) {
  return obligation.status() == v1::OBLIGATION_STATUS_PENDING ||
         obligation.status() == v1::OBLIGATION_STATUS_BREACHED;
}

void FoldLead(v1::Docket& docket, const v1::LeadAssigned& event) {
  v1::Assignment& assignment = *docket.mutable_assignment();
  assignment.set_lead(event.lead());
  *assignment.mutable_supporting() = event.supporting();
  assignment.clear_silent();
  assignment.clear_nobody_left();
  docket.clear_lead_wanted_by();
  // Whoever leads now has asked nobody: what another asked for is history.
  if (PendingTransfer(docket) != nullptr) docket.mutable_transfers()->RemoveLast();
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

void FoldAccepted(v1::Docket& docket, const v1::TransferAccepted& event) {
  if (docket.transfers().empty()) return;
  v1::Transfer& transfer = *docket.mutable_transfers(docket.transfers_size() - 1);
  transfer.set_accepted_by(event.accepted_by());
  *transfer.mutable_accepted_at() = event.accepted_at();
}

}  // namespace

bool FoldAssignment(v1::Docket& docket, const v1::Event& event) {
  switch (event.kind_case()) {
    case v1::Event::kTransferRequested:
      *docket.add_transfers() = event.transfer_requested().transfer();
      docket.set_schema(std::max(docket.schema(), kSchema));
      return true;
    case v1::Event::kTransferAccepted:
      FoldAccepted(docket, event.transfer_accepted());
      return true;
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

}  // namespace clarion::core
