// Late evidence (补录): something done outside the system, while it was down or because nobody
// thought of it. It is claimed with proof and counts, once another person has confirmed it, from
// the instant it took effect; until then a breach stands. The breach stays in the history either
// way.
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

const v1::LateEvidence* FindEvidence(const v1::Docket& docket, const std::string& id) {
  for (const v1::LateEvidence& evidence : docket.evidence()) {
    if (evidence.id() == id) return &evidence;
  }
  return nullptr;
}

absl::Status NoSuchEvidence(const std::string& evidence) {
  return Refuse({.code = absl::StatusCode::kNotFound,
                 .reason = v1::ERROR_REASON_NO_SUCH_EVIDENCE,
                 .en = absl::StrCat("The incident has no evidence '", evidence, "'. Check its id."),
                 .zh = absl::StrCat("该事件没有补录“", evidence, "”,请核对编号。"),
                 .metadata = {{"evidence", evidence}}});
}

bool IsEvidenceKind(v1::EvidenceKind kind) {
  return v1::EvidenceKind_IsValid(kind) && kind != v1::EVIDENCE_KIND_UNSPECIFIED;
}

absl::Status CheckShape(const v1::RecordEvidence& command) {
  Fields fields;
  fields.OptionalId("evidence", command.evidence());
  fields.Require(IsEvidenceKind(command.kind()), "kind",
                 "is required: RELEASE, CONFERENCE or SUPERIOR_REPORT");
  fields.Require(v1::ReleaseKind_IsValid(command.release_kind()) &&
                     command.release_kind() != v1::RELEASE_KIND_HOLDING,
                 "release_kind", "must be AUTHORITATIVE, UPDATE, CLARIFICATION or CORRECTION");
  fields.Instant("effective_at", command.has_effective_at(), command.effective_at());
  fields.Text("proof", command.proof(), 0, 2000);
  return fields.ok() ? absl::OkStatus() : fields.Refused();
}

}  // namespace

absl::Status RecordEvidence(Deliberation& deliberation, const v1::RecordEvidence& command) {
  if (absl::Status shape = CheckShape(command); !shape.ok()) return shape;
  if (command.proof().empty()) {
    return Refuse({.code = absl::StatusCode::kInvalidArgument,
                   .reason = v1::ERROR_REASON_PROOF_REQUIRED,
                   .en = "Late evidence needs proof: where it can be seen, and its hash. Add it.",
                   .zh = "补录须附证明:查看地址及其哈希值。请补充。"});
  }
  const absl::Time effective_at = Floor(FromProto(command.effective_at()));
  if (effective_at > deliberation.now()) {
    return EffectiveInFuture("It cannot have taken effect later than now.", "生效时间晚于当前时间");
  }
  const v1::Docket& docket = deliberation.docket();
  if (HasEnded(docket)) return TerminalState();
  if (FindEvidence(docket, command.evidence()) != nullptr) return AlreadyExists(command.evidence());

  v1::Event event;
  v1::LateEvidence& evidence = *event.mutable_evidence_recorded()->mutable_evidence();
  evidence.set_id(command.evidence().empty() ? FreeId("e", docket.evidence()) : command.evidence());
  evidence.set_kind(command.kind());
  if (command.kind() == v1::EVIDENCE_KIND_RELEASE) {
    evidence.set_release_kind(command.release_kind() == v1::RELEASE_KIND_UNSPECIFIED
                                  ? v1::RELEASE_KIND_AUTHORITATIVE
                                  : command.release_kind());
  }
  *evidence.mutable_effective_at() = ToProto(effective_at);
  evidence.set_proof(command.proof());
  evidence.set_recorded_by(deliberation.actor().person());
  *evidence.mutable_recorded_at() = ToProto(deliberation.now());
  deliberation.Enter(std::move(event));
  return absl::OkStatus();
}

absl::Status ConfirmEvidence(Deliberation& deliberation, const v1::ConfirmEvidence& command) {
  const v1::Docket& docket = deliberation.docket();
  const v1::LateEvidence* evidence = FindEvidence(docket, command.evidence());
  if (evidence == nullptr) return NoSuchEvidence(command.evidence());
  const std::string& person = deliberation.actor().person();
  if (evidence->recorded_by() == person) {
    return SelfApproval("You recorded this evidence.", "您是本补录的记录人");
  }
  if (HasEnded(docket)) return TerminalState();
  if (!evidence->confirmed_by().empty()) return absl::OkStatus();  // confirmed already

  v1::Event event;
  v1::EvidenceConfirmed& confirmed = *event.mutable_evidence_confirmed();
  confirmed.set_evidence(command.evidence());
  confirmed.set_confirmed_by(person);
  *confirmed.mutable_confirmed_at() = ToProto(deliberation.now());
  deliberation.Enter(std::move(event));
  return absl::OkStatus();
}

}  // namespace clarion::core
