// Publication (发布). At least one official channel is used (政府信息公开条例 art. 23), and what is
// published is verified (快报事实、慎报原因).
#include "services/core/publishing.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/core/acts.h"
#include "services/core/docket_facts.h"
#include "services/core/fields.h"
#include "services/core/proto_time.h"
#include "services/core/refusal.h"
#include "services/core/usual_refusals.h"

namespace clarion::core {
namespace {

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

}  // namespace

// Facts first, causes later: only the holding notice goes out before the facts are verified. That a
// report is false is a fact verified, too.
absl::Status CheckPublishable(const v1::Docket& docket, const v1::Release& release) {
  if (absl::Status approved = CheckApproved(release); !approved.ok()) return approved;
  const bool verified = docket.verified() || docket.has_false_report();
  if (!verified && release.kind() != v1::RELEASE_KIND_HOLDING) {
    return Precondition(v1::ERROR_REASON_NOT_VERIFIED,
                        "The basic facts are not verified. Verify them, then publish.",
                        "基本事实尚未核实。请先核实再发布。");
  }
  return CheckCosigned(release);
}

void EnterPublished(Deliberation& deliberation, const v1::Release& release,
                    const google::protobuf::RepeatedPtrField<std::string>& channels) {
  v1::Event event;
  v1::ReleasePublished& published = *event.mutable_release_published();
  published.set_release(release.id());
  *published.mutable_channels() = channels;
  *published.mutable_published_at() = ToProto(deliberation.now());
  published.set_simulated(deliberation.docket().exercise());
  published.set_correction(release.kind() == v1::RELEASE_KIND_CORRECTION);
  deliberation.Enter(std::move(event));
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
  if (IsPublic(*release)) return AlreadyPublished();
  if (absl::Status state = CheckPublishable(docket, *release); !state.ok()) return state;

  EnterPublished(deliberation, *release, command.channels());
  return absl::OkStatus();
}

}  // namespace clarion::core
