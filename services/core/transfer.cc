// Transfer (移交): two signatures of two people. Until the body asked accepts, the lead stays
// responsible; the clocks never stop. A superior's acceptance is kept, but ends nothing: our clocks
// end only by a waiver on that ground (国办发〔2016〕61号: 属地管理、分级负责、谁主管谁负责).
#include <algorithm>
#include <string>

#include "services/core/acts.h"
#include "services/core/docket_facts.h"
#include "services/core/fields.h"
#include "services/core/proto_time.h"
#include "services/core/refusal.h"
#include "services/core/speakers.h"
#include "services/core/usual_refusals.h"

namespace clarion::core {
namespace {

absl::Status NoPendingTransfer() {
  return Precondition(
      v1::ERROR_REASON_NO_PENDING_TRANSFER,
      "Nobody has asked to hand this incident over. The body that leads asks first.",
      "该事件没有待接收的移交,请先由牵头单位提出移交。");
}

absl::Status NotReceiver() {
  return Refuse({.code = absl::StatusCode::kPermissionDenied,
                 .reason = v1::ERROR_REASON_NOT_RECEIVER,
                 .en = "Only the body that was asked may accept. Ask one of its officers to do it.",
                 .zh = "只有拟接收单位可以签收移交,请该单位办理。"});
}

// The supporting bodies without the one that leads from now on.
google::protobuf::RepeatedPtrField<std::string> Without(const v1::Assignment& assignment,
                                                        const std::string& lead) {
  google::protobuf::RepeatedPtrField<std::string> others = assignment.supporting();
  others.erase(std::remove(others.begin(), others.end(), lead), others.end());
  return others;
}

}  // namespace

absl::Status Transfer(Deliberation& deliberation, const v1::TransferIncident& command) {
  Fields fields;
  fields.Id("to_body", command.to_body());
  fields.Text("reason", command.reason(), 0, 2000);
  if (!fields.ok()) return fields.Refused();
  const v1::Roster* roster = deliberation.UseRoster();
  const v1::Body* body = roster == nullptr ? nullptr : FindBody(*roster, command.to_body());
  if (body == nullptr) return NoSuchBody(command.to_body());
  if (command.reason().empty()) return BasisRequired();
  const v1::Docket& docket = deliberation.docket();
  if (HasEnded(docket)) return TerminalState();
  fields.Require(command.to_body() != docket.assignment().lead(), "to_body", "leads already");
  if (!fields.ok()) return fields.Refused();
  if (absl::Status may = CheckLead(docket.localities(), *body); !may.ok()) return may;

  v1::Event event;
  v1::Transfer& transfer = *event.mutable_transfer_requested()->mutable_transfer();
  transfer.set_to_body(command.to_body());
  transfer.set_reason(command.reason());
  transfer.set_requested_by(deliberation.actor().person());
  *transfer.mutable_requested_at() = ToProto(deliberation.now());
  deliberation.Enter(std::move(event));
  return absl::OkStatus();
}

absl::Status AcceptTransfer(Deliberation& deliberation) {
  const v1::Docket& docket = deliberation.docket();
  if (HasEnded(docket)) return TerminalState();
  const v1::Transfer* pending = PendingTransfer(docket);
  if (pending == nullptr) return NoPendingTransfer();
  const std::string to_body = pending->to_body();
  if (deliberation.actor().body() != to_body) return NotReceiver();
  if (deliberation.actor().person() == pending->requested_by()) {
    return SelfApproval("You asked for this transfer yourself.", "该移交由您本人提出。");
  }
  const v1::Roster* roster = deliberation.UseRoster();
  const v1::Body* body = roster == nullptr ? nullptr : FindBody(*roster, to_body);
  if (body == nullptr) return NoSuchBody(to_body);
  if (absl::Status may = CheckLead(docket.localities(), *body); !may.ok()) return may;

  v1::Event event;
  v1::TransferAccepted& accepted = *event.mutable_transfer_accepted();
  accepted.set_accepted_by(deliberation.actor().person());
  *accepted.mutable_accepted_at() = ToProto(deliberation.now());
  deliberation.Enter(std::move(event));
  if (body->kind() == v1::BODY_KIND_SUPERIOR) return absl::OkStatus();
  SetLead(deliberation, to_body, Without(docket.assignment(), to_body));
  return absl::OkStatus();
}

}  // namespace clarion::core
