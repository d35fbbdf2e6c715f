// False reports (不实). Nothing is owed for what did not happen, so pending clocks end; a breach
// that was entered stays. If the rumour is public, it is answered within the limit counted from the
// original start (政府信息公开条例 art. 6; 突发事件应对法 art. 7). Leads may go to the police.
#include "absl/strings/str_cat.h"
#include "services/core/acts.h"
#include "services/core/docket_facts.h"
#include "services/core/fields.h"
#include "services/core/obligations.h"
#include "services/core/proto_time.h"
#include "services/core/usual_refusals.h"

namespace clarion::core {

absl::Status FindFalse(Deliberation& deliberation, const v1::FindFalse& command) {
  Fields fields;
  fields.Text("basis", command.basis(), 0, 2000);
  if (!fields.ok()) return fields.Refused();
  if (command.basis().empty()) return BasisRequired();
  const v1::Docket& docket = deliberation.docket();
  if (HasEnded(docket)) return TerminalState();
  // What is public once stays public.
  const bool was_public = docket.false_report().public_();
  if (docket.has_false_report() && (was_public || !command.public_())) return absl::OkStatus();

  v1::Event event;
  v1::FalseReport& finding = *event.mutable_found_false()->mutable_finding();
  finding.set_basis(command.basis());
  finding.set_public_(command.public_());
  finding.set_decided_by(deliberation.actor().person());
  *finding.mutable_decided_at() = ToProto(deliberation.now());
  deliberation.Enter(std::move(event));
  // The speaker need not sign for what did not happen; one chosen later, for the clarification,
  // must.
  for (const v1::Obligation& obligation : docket.obligations()) {
    if (obligation.kind() == v1::OBLIGATION_KIND_SPOKESPERSON_ACK &&
        obligation.status() == v1::OBLIGATION_STATUS_PENDING) {
      EnterCancelled(deliberation, obligation);
    }
  }
  return absl::OkStatus();
}

absl::Status ReferToPolice(Deliberation& deliberation, const v1::ReferToPolice& command) {
  Fields fields;
  fields.Text("clues", command.clues(), 1, 2000);
  if (!fields.ok()) return fields.Refused();
  const v1::Docket& docket = deliberation.docket();
  if (HasEnded(docket)) return TerminalState();

  v1::Event event;
  v1::Referral& referral = *event.mutable_rumour_referred()->mutable_referral();
  referral.set_clues(command.clues());
  referral.set_referred_by(deliberation.actor().person());
  *referral.mutable_referred_at() = ToProto(deliberation.now());
  event.mutable_rumour_referred()->set_simulated(docket.exercise());
  deliberation.Enter(std::move(event));
  return absl::OkStatus();
}

}  // namespace clarion::core
