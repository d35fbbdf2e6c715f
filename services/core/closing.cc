// Closing (办结): an approver ends the docket when nothing is owed any more.
//
// The continued-release clock ends with a release named final (终报). A clock that stands BREACHED
// is explained in writing (情况说明), never cancelled. A signature still awaited is awaited no
// longer.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/core/acts.h"
#include "services/core/docket_facts.h"
#include "services/core/fields.h"
#include "services/core/held_names.h"
#include "services/core/obligations.h"
#include "services/core/proto_time.h"
#include "services/core/refusal.h"
#include "services/core/usual_refusals.h"

namespace clarion::core {
namespace {

// Whether closing itself ends a pending clock.
bool EndsWithClosing(const v1::Obligation& obligation, const v1::CloseIncident& command) {
  if (obligation.kind() == v1::OBLIGATION_KIND_SPOKESPERSON_ACK) return true;
  return obligation.kind() == v1::OBLIGATION_KIND_CONTINUED_RELEASE &&
         !command.final_release().empty();
}

std::vector<std::string> StillRunning(const v1::Docket& docket, const v1::CloseIncident& command) {
  std::vector<std::string> running;
  for (const v1::Obligation& obligation : docket.obligations()) {
    if (obligation.status() == v1::OBLIGATION_STATUS_PENDING &&
        !EndsWithClosing(obligation, command)) {
      running.push_back(obligation.id());
    }
  }
  return running;
}

absl::Status OpenObligations(const std::vector<std::string>& running) {
  const std::string all = absl::StrJoin(running, ", ");
  return Refuse(
      {.code = absl::StatusCode::kFailedPrecondition,
       .reason = v1::ERROR_REASON_OPEN_OBLIGATIONS,
       .en = absl::StrCat("Still running: ", all,
                          ". Do what is owed; the continued-release clock ends when a "
                          "final release is named."),
       .zh = absl::StrCat("仍有时限在运行:", all, "。请先完成;持续发布时限须指明终报方可结束。"),
       .metadata = {{"obligation", running.front()}}});
}

absl::Status CheckBreachesExplained(const v1::Docket& docket, const v1::CloseIncident& command) {
  if (!command.breach_explanation().empty()) return absl::OkStatus();
  for (const v1::Obligation& obligation : docket.obligations()) {
    if (obligation.status() != v1::OBLIGATION_STATUS_BREACHED) continue;
    return Refuse(
        {.code = absl::StatusCode::kFailedPrecondition,
         .reason = v1::ERROR_REASON_BREACH_UNEXPLAINED,
         .en = absl::StrCat(obligation.id(), " is breached. Enter a written explanation."),
         .zh = absl::StrCat(obligation.id(), "已逾期。请填写情况说明。"),
         .metadata = {{"obligation", obligation.id()}}});
  }
  return absl::OkStatus();
}

absl::Status CheckFinal(const v1::Release& release) {
  if (release.state() == v1::RELEASE_STATE_PUBLISHED && release.standing()) {
    return absl::OkStatus();
  }
  return Refuse({.code = absl::StatusCode::kFailedPrecondition,
                 .reason = v1::ERROR_REASON_NOT_PUBLISHED,
                 .en = "The release named final is not published, or was retracted. Name one that "
                       "stands.",
                 .zh = "所指终报尚未发布或已撤回。请指明有效的已发布文稿。"});
}

}  // namespace

absl::Status Close(Deliberation& deliberation, const v1::CloseIncident& command) {
  const v1::Docket& docket = deliberation.docket();
  const v1::Release* last = nullptr;
  if (!command.final_release().empty()) {
    last = FindRelease(docket, command.final_release());
    if (last == nullptr) return NoSuchRelease(command.final_release());
  }
  Fields fields;
  fields.Text("summary", command.summary(), 1, 2000);
  fields.Text("breach_explanation", command.breach_explanation(), 0, 2000);
  if (!fields.ok()) return fields.Refused();
  if (HasEnded(docket)) return TerminalState();
  if (last != nullptr) {
    if (absl::Status final_ok = CheckFinal(*last); !final_ok.ok()) return final_ok;
  }
  const std::vector<std::string> running = StillRunning(docket, command);
  if (!running.empty()) return OpenObligations(running);
  absl::Status explained = CheckBreachesExplained(docket, command);
  if (!explained.ok()) return explained;

  for (const v1::Obligation& obligation : docket.obligations()) {
    if (obligation.status() == v1::OBLIGATION_STATUS_PENDING) {
      EnterCancelled(deliberation, obligation);
    }
  }
  v1::Event event;
  v1::Closing& closing = *event.mutable_incident_closed()->mutable_closing();
  closing.set_summary(command.summary());
  closing.set_final_release(command.final_release());
  closing.set_breach_explanation(command.breach_explanation());
  closing.set_closed_by(deliberation.actor().person());
  *closing.mutable_closed_at() = ToProto(deliberation.now());
  deliberation.Enter(std::move(event));
  FreeFingerprints(deliberation);
  return absl::OkStatus();
}

}  // namespace clarion::core
