// Waiver (豁免): one named obligation, on a ground of the closed list, with the number of its
// document, by two people. Until the second has approved, the clock runs on; what is met or
// breached is waived no more.
#include <string>

#include "absl/strings/str_cat.h"
#include "services/core/acts.h"
#include "services/core/docket_facts.h"
#include "services/core/fields.h"
#include "services/core/proto_time.h"
#include "services/core/refusal.h"
#include "services/core/usual_refusals.h"

namespace clarion::core {
namespace {

// The ground of this name; UNSPECIFIED when the list has none.
v1::WaiverGround GroundOf(const std::string& name) {
  v1::WaiverGround ground = v1::WAIVER_GROUND_UNSPECIFIED;
  return v1::WaiverGround_Parse(absl::StrCat("WAIVER_GROUND_", name), &ground)
             ? ground
             : v1::WAIVER_GROUND_UNSPECIFIED;
}

absl::Status CheckGround(const std::string& name) {
  if (name.empty()) {
    return Refuse({.code = absl::StatusCode::kInvalidArgument,
                   .reason = v1::ERROR_REASON_GROUND_REQUIRED,
                   .en = "A waiver needs a ground: SUPERIOR_TAKEOVER, STATE_SECRET, DOWNGRADED or "
                         "OTHER_FORM_DIRECTED. Name one.",
                   .zh = "豁免须写明事由:上级接管、国家秘密、降级、指定其他形式。请选择其一。"});
  }
  if (GroundOf(name) != v1::WAIVER_GROUND_UNSPECIFIED) return absl::OkStatus();
  return Refuse({.code = absl::StatusCode::kInvalidArgument,
                 .reason = v1::ERROR_REASON_GROUND_NOT_RECOGNISED,
                 .en = "The ground is not on the closed list: SUPERIOR_TAKEOVER, STATE_SECRET, "
                       "DOWNGRADED, OTHER_FORM_DIRECTED. Choose one, or do what is owed.",
                 .zh = "该事由不在规定范围内(上级接管、国家秘密、降级、指定其他形式)。"
                       "请另选,或按时履行。"});
}

absl::Status Precluded(v1::ErrorReason reason, const v1::Obligation& obligation, const char* en,
                       const char* zh) {
  return Refuse({.code = absl::StatusCode::kFailedPrecondition,
                 .reason = reason,
                 .en = absl::StrCat(obligation.id(), en),
                 .zh = absl::StrCat(obligation.id(), zh),
                 .metadata = {{"obligation", obligation.id()}}});
}

absl::Status NotArmed(v1::ObligationKind kind) {
  return Refuse({.code = absl::StatusCode::kFailedPrecondition,
                 .reason = v1::ERROR_REASON_OBLIGATION_NOT_ARMED,
                 .en = absl::StrCat(KindName(kind), " was never owed here. See the deadlines."),
                 .zh = absl::StrCat("本事件没有", KindName(kind), "时限,请查看时限列表。"),
                 .metadata = {{"obligation", KindName(kind)}}});
}

// Only what is still awaited can be waived.
absl::Status CheckAwaited(const v1::Obligation& obligation) {
  switch (obligation.status()) {
    case v1::OBLIGATION_STATUS_MET:
    case v1::OBLIGATION_STATUS_MET_LATE:
      return Precluded(v1::ERROR_REASON_ALREADY_MET, obligation,
                       " is met already. Nothing needs to be waived.", "已完成,无需豁免。");
    case v1::OBLIGATION_STATUS_BREACHED:
      return Precluded(v1::ERROR_REASON_ALREADY_BREACHED, obligation,
                       " is breached, and a breach is not waived. Do what is owed, and explain it "
                       "when the incident is closed.",
                       "已逾期,逾期不得豁免。请补办,并在办结时附情况说明。");
    case v1::OBLIGATION_STATUS_WAIVED:
    case v1::OBLIGATION_STATUS_CANCELLED:
      return Precluded(v1::ERROR_REASON_OBLIGATION_NOT_ARMED, obligation,
                       " runs no longer. Nothing needs to be waived.", "已不再计时,无需豁免。");
    default:
      return absl::OkStatus();
  }
}

bool IsKind(v1::ObligationKind kind) {
  return v1::ObligationKind_IsValid(kind) && kind != v1::OBLIGATION_KIND_UNSPECIFIED;
}

// The last request for the obligation that awaits its second person; null when there is none.
const v1::WaiverRequest* AwaitingApproval(const v1::Docket& docket, const std::string& obligation) {
  for (auto request = docket.waivers().rbegin(); request != docket.waivers().rend(); ++request) {
    if (request->obligation() == obligation && request->approved_by().empty()) return &*request;
  }
  return nullptr;
}

}  // namespace

absl::Status RequestWaiver(Deliberation& deliberation, const v1::RequestWaiver& command) {
  Fields fields;
  fields.Require(IsKind(command.obligation()), "obligation", "is required");
  fields.Text("document", command.document(), command.ground().empty() ? 0 : 1, 100);
  if (absl::Status ground = CheckGround(command.ground()); !ground.ok()) return ground;
  if (!fields.ok()) return fields.Refused();
  const v1::Docket& docket = deliberation.docket();
  if (HasEnded(docket)) return TerminalState();
  const v1::Obligation* obligation = CurrentObligation(docket, command.obligation());
  if (obligation == nullptr) return NotArmed(command.obligation());
  if (absl::Status awaited = CheckAwaited(*obligation); !awaited.ok()) return awaited;

  v1::Event event;
  v1::WaiverRequest& request = *event.mutable_waiver_requested()->mutable_request();
  request.set_obligation(obligation->id());
  request.set_ground(GroundOf(command.ground()));
  request.set_document(command.document());
  request.set_requested_by(deliberation.actor().person());
  *request.mutable_requested_at() = ToProto(deliberation.now());
  deliberation.Enter(std::move(event));
  return absl::OkStatus();
}

absl::Status ApproveWaiver(Deliberation& deliberation, const v1::ApproveWaiver& command) {
  Fields fields;
  fields.Require(IsKind(command.obligation()), "obligation", "is required");
  if (!fields.ok()) return fields.Refused();
  const v1::Docket& docket = deliberation.docket();
  if (HasEnded(docket)) return TerminalState();
  const v1::Obligation* obligation = CurrentObligation(docket, command.obligation());
  const v1::WaiverRequest* request =
      obligation == nullptr ? nullptr : AwaitingApproval(docket, obligation->id());
  if (request == nullptr) {
    return Refuse({.code = absl::StatusCode::kFailedPrecondition,
                   .reason = v1::ERROR_REASON_NO_WAIVE_REQUEST,
                   .en = absl::StrCat("Nobody has asked to waive ", KindName(command.obligation()),
                                      ". It is asked for first, by another person."),
                   .zh = absl::StrCat("尚无人申请豁免", KindName(command.obligation()),
                                      ",须先由另一人提出申请。")});
  }
  const std::string& person = deliberation.actor().person();
  if (request->requested_by() == person) {
    return SelfApproval("You asked for this waiver.", "您是本豁免的申请人");
  }
  if (absl::Status awaited = CheckAwaited(*obligation); !awaited.ok()) return awaited;

  v1::Event event;
  event.mutable_obligation_waived()->set_obligation(obligation->id());
  event.mutable_obligation_waived()->set_approved_by(person);
  *event.mutable_obligation_waived()->mutable_approved_at() = ToProto(deliberation.now());
  deliberation.Enter(std::move(event));
  return absl::OkStatus();
}

}  // namespace clarion::core
