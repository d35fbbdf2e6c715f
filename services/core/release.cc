// Releases (信息发布): draft, secrecy review (政府信息公开条例 art. 17), approval by another
// person. An approval binds the hash of the text: any edit voids it.
#include <algorithm>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/core/acts.h"
#include "services/core/docket_facts.h"
#include "services/core/facts_sheet.h"
#include "services/core/fields.h"
#include "services/core/proto_time.h"
#include "services/core/refusal.h"
#include "services/core/speakers.h"
#include "services/core/usual_refusals.h"

namespace clarion::core {
namespace {

absl::Status UseRetract() {
  return Precondition(v1::ERROR_REASON_ALREADY_PUBLISHED_USE_RETRACT,
                      "A published text is not changed. Publish a correction, or retract it.",
                      "文稿已发布,不可改动。请发布更正或予以撤回。");
}

absl::Status CheckSecrecy(v1::SecrecyReview review) {
  if (review == v1::SECRECY_REVIEW_PASS) return absl::OkStatus();
  if (review == v1::SECRECY_REVIEW_FAIL) {
    return Precondition(v1::ERROR_REASON_SECRECY_REVIEW_FAILED,
                        "The secrecy review did not pass, so the text may not go on. Edit it and "
                        "have it reviewed again.",
                        "保密审查未通过,文稿不得送审。请修改后重新审查。");
  }
  return Precondition(v1::ERROR_REASON_SECRECY_REVIEW_MISSING,
                      "The secrecy review has no result. Have the text reviewed and state it.",
                      "尚无保密审查结果。请先完成保密审查并填写结果。");
}

using Figures = google::protobuf::RepeatedPtrField<v1::Figure>;

void CheckFigures(Fields& fields, const Figures& figures) {
  std::set<std::string> seen;
  for (const v1::Figure& figure : figures) {
    fields.Require(IsFigure(figure.key()), "figures", "has a key that is no figure");
    fields.Require(seen.insert(figure.key()).second, "figures", "has a key twice");
    fields.Text("figures", figure.value(), 1, 7);
  }
}

absl::Status CheckShape(const v1::DraftRelease& command) {
  Fields fields;
  fields.OptionalId("release", command.release());
  fields.Require(
      v1::ReleaseKind_IsValid(command.kind()) && command.kind() != v1::RELEASE_KIND_UNSPECIFIED,
      "kind", "is required: AUTHORITATIVE, UPDATE, CLARIFICATION or CORRECTION");
  // A holding notice is filled into a text the pack carries, and promises the next word.
  fields.Require(command.kind() != v1::RELEASE_KIND_HOLDING, "kind",
                 "HOLDING needs a text approved beforehand, and the rule pack carries none");
  fields.Content("text", command.text());
  CheckFigures(fields, command.figures());
  fields.Require(command.blanks() >= 0, "blanks", "must not be negative");
  for (const std::string& body : command.joint_with()) fields.Id("joint_with", body);
  return fields.ok() ? absl::OkStatus() : fields.Refused();
}

}  // namespace

absl::Status Draft(Deliberation& deliberation, const v1::DraftRelease& command) {
  if (absl::Status shape = CheckShape(command); !shape.ok()) return shape;
  const v1::Docket& docket = deliberation.docket();
  if (command.joint_with_size() > 0) {
    const v1::Roster* roster = deliberation.UseRoster();
    for (const std::string& body : command.joint_with()) {
      if (roster == nullptr || FindBody(*roster, body) == nullptr) return NoSuchBody(body);
    }
  }
  if (HasEnded(docket)) return TerminalState();
  if (FindRelease(docket, command.release()) != nullptr) return AlreadyExists(command.release());

  v1::Event event;
  v1::Release& release = *event.mutable_release_drafted()->mutable_release();
  release.set_id(command.release().empty() ? FreeId("r", docket.releases()) : command.release());
  release.set_kind(command.kind());
  release.set_state(v1::RELEASE_STATE_DRAFT);
  *release.mutable_text() = command.text();
  release.set_text_version(1);
  release.add_authors(deliberation.actor().person());
  *release.mutable_joint_with() = command.joint_with();
  *release.mutable_drafted_at() = ToProto(deliberation.now());
  *release.mutable_figures() = command.figures();
  release.set_blanks(command.blanks());
  deliberation.Enter(std::move(event));
  return absl::OkStatus();
}

absl::Status Edit(Deliberation& deliberation, const v1::EditRelease& command) {
  const v1::Docket& docket = deliberation.docket();
  const v1::Release* release = FindRelease(docket, command.release());
  if (release == nullptr) return NoSuchRelease(command.release());
  Fields fields;
  fields.Content("text", command.text());
  CheckFigures(fields, command.figures());
  fields.Require(command.blanks() >= 0, "blanks", "must not be negative");
  if (!fields.ok()) return fields.Refused();
  if (HasEnded(docket)) return TerminalState();
  if (IsPublic(*release)) return UseRetract();

  const bool was_approved = release->state() == v1::RELEASE_STATE_APPROVED;
  v1::Event event;
  event.mutable_release_edited()->set_release(command.release());
  *event.mutable_release_edited()->mutable_text() = command.text();
  event.mutable_release_edited()->set_editor(deliberation.actor().person());
  *event.mutable_release_edited()->mutable_figures() = command.figures();
  event.mutable_release_edited()->set_blanks(command.blanks());
  deliberation.Enter(std::move(event));
  if (was_approved) {
    v1::Event voided;
    voided.mutable_release_approval_voided()->set_release(command.release());
    deliberation.Enter(std::move(voided));
  }
  return absl::OkStatus();
}

absl::Status Submit(Deliberation& deliberation, const v1::SubmitRelease& command) {
  const v1::Docket& docket = deliberation.docket();
  const v1::Release* release = FindRelease(docket, command.release());
  if (release == nullptr) return NoSuchRelease(command.release());
  if (HasEnded(docket)) return TerminalState();
  if (absl::Status secrecy = CheckSecrecy(command.secrecy_review()); !secrecy.ok()) return secrecy;
  if (IsPublic(*release)) return UseRetract();
  if (release->state() != v1::RELEASE_STATE_DRAFT) return absl::OkStatus();  // submitted already
  if (release->blanks() > 0) {
    return Precondition(
        v1::ERROR_REASON_TEXT_HAS_BLANKS,
        "The text still has blanks of its template. Fill them in, or take them out.",
        "文稿中仍有模板留空〔待填〕。请填写或删去后再送审。");
  }

  v1::Event event;
  event.mutable_release_submitted()->set_release(command.release());
  event.mutable_release_submitted()->set_secrecy_review(command.secrecy_review());
  event.mutable_release_submitted()->set_reviewed_by(deliberation.actor().person());
  deliberation.Enter(std::move(event));
  return absl::OkStatus();
}

absl::Status Approve(Deliberation& deliberation, const v1::ApproveRelease& command) {
  const v1::Docket& docket = deliberation.docket();
  const v1::Release* release = FindRelease(docket, command.release());
  if (release == nullptr) return NoSuchRelease(command.release());
  Fields fields;
  fields.Hash("sha256", command.sha256());
  if (!fields.ok()) return fields.Refused();
  if (HasEnded(docket)) return TerminalState();
  const std::string& person = deliberation.actor().person();
  if (Contains(release->authors(), person)) {
    return SelfApproval("You wrote or edited this text.", "您参与了本文稿的起草或修改");
  }
  if (release->state() != v1::RELEASE_STATE_SUBMITTED) {
    return Precondition(v1::ERROR_REASON_NOT_SUBMITTED,
                        "The text does not await approval. Submit it first.",
                        "文稿未处于送审状态。请先送审。");
  }
  if (command.sha256() != release->text().sha256()) {
    return HashMismatch();
  }
  v1::Event event;
  v1::ReleaseApproved& approved = *event.mutable_release_approved();
  approved.set_release(command.release());
  *approved.mutable_text() = release->text();
  approved.set_approved_by(person);
  *approved.mutable_approved_at() = ToProto(deliberation.now());
  deliberation.Enter(std::move(event));
  return absl::OkStatus();
}

}  // namespace clarion::core
