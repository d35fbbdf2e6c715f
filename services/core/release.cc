// Releases (信息发布): draft, review, approval by another person, publication.
//
// An approval binds the hash of the text: any edit voids it. Secrecy review comes before
// publication (政府信息公开条例 art. 17), at least one official channel is used (art. 23), and what
// is published is verified (快报事实、慎报原因).
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/core/acts.h"
#include "services/core/docket_facts.h"
#include "services/core/fields.h"
#include "services/core/proto_time.h"
#include "services/core/refusal.h"
#include "services/core/speakers.h"
#include "services/core/usual_refusals.h"

namespace clarion::core {
namespace {

absl::Status Precondition(v1::ErrorReason reason, const char* en, const char* zh) {
  return Refuse(
      {.code = absl::StatusCode::kFailedPrecondition, .reason = reason, .en = en, .zh = zh});
}

bool IsPublic(const v1::Release& release) {
  return release.state() == v1::RELEASE_STATE_PUBLISHED ||
         release.state() == v1::RELEASE_STATE_RETRACTED;
}

absl::Status UseRetract() {
  return Precondition(v1::ERROR_REASON_ALREADY_PUBLISHED_USE_RETRACT,
                      "A published text is not changed. Publish a correction, or retract it.",
                      "文稿已发布,不可改动。请发布更正或予以撤回。");
}

std::string NewReleaseId(const v1::Docket& docket) {
  for (int n = docket.releases_size() + 1;; ++n) {
    std::string id = absl::StrCat("r", n);
    if (FindRelease(docket, id) == nullptr) return id;
  }
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

absl::Status CheckChannels(const v1::RulePack& pack, const v1::PublishRelease& command) {
  for (const std::string& channel : command.channels()) {
    if (Contains(pack.official_channels(), channel)) return absl::OkStatus();
  }
  const std::string official = absl::StrJoin(pack.official_channels(), ", ");
  return Refuse({.code = absl::StatusCode::kInvalidArgument,
                 .reason = v1::ERROR_REASON_CHANNEL_NOT_OFFICIAL,
                 .en = absl::StrCat("No channel is official. Add one of: ", official, "."),
                 .zh = absl::StrCat("未包含官方渠道。请至少选择其一:", official, "。")});
}

absl::Status CheckApproved(const v1::Release& release) {
  if (release.state() == v1::RELEASE_STATE_APPROVED) return absl::OkStatus();
  if (release.approval_voided()) {
    return Precondition(v1::ERROR_REASON_APPROVAL_VOID,
                        "An edit voided the approval. Submit the new text and have it approved.",
                        "文稿修改后原审批已失效。请重新送审并经审批。");
  }
  return Precondition(v1::ERROR_REASON_NOT_APPROVED,
                      "The text is not approved. Submit it and have another person approve it.",
                      "文稿尚未审批。请送审并由他人审批。");
}

absl::Status CheckCosigned(const v1::Release& release) {
  for (const std::string& body : release.joint_with()) {
    if (Contains(release.cosigned_by(), body)) continue;
    return Refuse({.code = absl::StatusCode::kFailedPrecondition,
                   .reason = v1::ERROR_REASON_COSIGN_MISSING,
                   .en = absl::StrCat("Joint body '", body,
                                      "' has not co-signed this text. Ask its principal to."),
                   .zh = absl::StrCat("联合发布单位“", body, "”尚未会签,请其主要负责人会签。"),
                   .metadata = {{"body", body}}});
  }
  return absl::OkStatus();
}

// Facts first, causes later: only the holding notice goes out before the facts are verified.
absl::Status CheckPublishable(const v1::Docket& docket, const v1::Release& release) {
  if (absl::Status approved = CheckApproved(release); !approved.ok()) return approved;
  if (!docket.verified() && release.kind() != v1::RELEASE_KIND_HOLDING) {
    return Precondition(v1::ERROR_REASON_NOT_VERIFIED,
                        "The basic facts are not verified. Verify them, then publish.",
                        "基本事实尚未核实。请先核实再发布。");
  }
  return CheckCosigned(release);
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
  release.set_id(command.release().empty() ? NewReleaseId(docket) : command.release());
  release.set_kind(command.kind());
  release.set_state(v1::RELEASE_STATE_DRAFT);
  *release.mutable_text() = command.text();
  release.set_text_version(1);
  release.add_authors(deliberation.actor().person());
  *release.mutable_joint_with() = command.joint_with();
  *release.mutable_drafted_at() = ToProto(deliberation.now());
  deliberation.Enter(std::move(event));
  return absl::OkStatus();
}

absl::Status Edit(Deliberation& deliberation, const v1::EditRelease& command) {
  const v1::Docket& docket = deliberation.docket();
  const v1::Release* release = FindRelease(docket, command.release());
  if (release == nullptr) return NoSuchRelease(command.release());
  Fields fields;
  fields.Content("text", command.text());
  if (!fields.ok()) return fields.Refused();
  if (HasEnded(docket)) return TerminalState();
  if (IsPublic(*release)) return UseRetract();

  const bool was_approved = release->state() == v1::RELEASE_STATE_APPROVED;
  v1::Event event;
  event.mutable_release_edited()->set_release(command.release());
  *event.mutable_release_edited()->mutable_text() = command.text();
  event.mutable_release_edited()->set_editor(deliberation.actor().person());
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
    return Refuse({.code = absl::StatusCode::kPermissionDenied,
                   .reason = v1::ERROR_REASON_SELF_APPROVAL,
                   .en = "You wrote or edited this text. Another approver must approve it.",
                   .zh = "您参与了本文稿的起草或修改,须由其他审批人审批。"});
  }
  if (release->state() != v1::RELEASE_STATE_SUBMITTED) {
    return Precondition(v1::ERROR_REASON_NOT_SUBMITTED,
                        "The text does not await approval. Submit it first.",
                        "文稿未处于送审状态。请先送审。");
  }
  if (command.sha256() != release->text().sha256()) {
    return Refuse({.code = absl::StatusCode::kAborted,
                   .reason = v1::ERROR_REASON_HASH_MISMATCH,
                   .en = "The hash is not that of the current text. Read it again, then approve.",
                   .zh = "所审文稿不是当前文本。请重新阅读后再审批。"});
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

absl::Status Publish(Deliberation& deliberation, const v1::PublishRelease& command) {
  const v1::Docket& docket = deliberation.docket();
  const v1::Release* release = FindRelease(docket, command.release());
  if (release == nullptr) return NoSuchRelease(command.release());
  Fields fields;
  for (const std::string& channel : command.channels()) fields.Id("channels", channel);
  if (!fields.ok()) return fields.Refused();
  absl::Status channels = CheckChannels(deliberation.pack(), command);
  if (!channels.ok()) return channels;
  if (HasEnded(docket)) return TerminalState();
  if (IsPublic(*release)) {
    return Refuse({.code = absl::StatusCode::kAlreadyExists,
                   .reason = v1::ERROR_REASON_ALREADY_PUBLISHED,
                   .en = "The release is published already. Nothing needs to be done.",
                   .zh = "该文稿已发布,无需重复发布。"});
  }
  if (absl::Status state = CheckPublishable(docket, *release); !state.ok()) return state;

  v1::Event event;
  v1::ReleasePublished& published = *event.mutable_release_published();
  published.set_release(command.release());
  *published.mutable_channels() = command.channels();
  *published.mutable_published_at() = ToProto(deliberation.now());
  published.set_simulated(docket.exercise());
  deliberation.Enter(std::move(event));
  return absl::OkStatus();
}

}  // namespace clarion::core
