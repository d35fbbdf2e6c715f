// Retraction (撤回): an approver takes a published text back, with a reason. With an approved
// correction published in the same act the public is not left without a word and nothing reopens;
// without one, what the text met is owed again.
#include <string>

#include "absl/strings/str_cat.h"
#include "services/core/acts.h"
#include "services/core/docket_facts.h"
#include "services/core/fields.h"
#include "services/core/proto_time.h"
#include "services/core/publishing.h"
#include "services/core/usual_refusals.h"

namespace clarion::core {
namespace {

absl::Status CorrectionNotApproved() {
  return Precondition(
      v1::ERROR_REASON_CORRECTION_NOT_APPROVED,
      "The correction is not an approved text of kind CORRECTION. Have it approved, "
      "or retract without one.",
      "所附更正不是已批准的更正文稿。请先审批,或不附更正撤回。");
}

absl::Status CheckCorrection(const v1::Docket& docket, const v1::Release& correction) {
  if (correction.kind() != v1::RELEASE_KIND_CORRECTION ||
      correction.state() != v1::RELEASE_STATE_APPROVED) {
    return CorrectionNotApproved();
  }
  return CheckPublishable(docket, correction);
}

}  // namespace

absl::Status Retract(Deliberation& deliberation, const v1::RetractRelease& command) {
  const v1::Docket& docket = deliberation.docket();
  const v1::Release* release = FindRelease(docket, command.release());
  if (release == nullptr) return NoSuchRelease(command.release());
  const v1::Release* correction = nullptr;
  if (!command.correction().empty()) {
    correction = FindRelease(docket, command.correction());
    if (correction == nullptr) return NoSuchRelease(command.correction());
  }
  Fields fields;
  fields.Text("reason", command.reason(), 0, 2000);
  if (!fields.ok()) return fields.Refused();
  if (command.reason().empty()) return BasisRequired();
  if (HasEnded(docket)) return TerminalState();
  if (release->state() != v1::RELEASE_STATE_PUBLISHED) {
    return Precondition(v1::ERROR_REASON_NOT_PUBLISHED,
                        "The release is not public, so there is nothing to retract. See its state.",
                        "该文稿未在发布状态,无需撤回。请查看其状态。");
  }
  if (correction != nullptr) {
    if (absl::Status fit = CheckCorrection(docket, *correction); !fit.ok()) return fit;
    EnterPublished(deliberation, *correction, release->channels());
  }

  v1::Event event;
  v1::ReleaseRetracted& retracted = *event.mutable_release_retracted();
  retracted.set_release(command.release());
  retracted.set_reason(command.reason());
  retracted.set_correction(command.correction());
  *retracted.mutable_retracted_at() = ToProto(deliberation.now());
  deliberation.Enter(std::move(event));
  return absl::OkStatus();
}

}  // namespace clarion::core
