#include "services/core/rederived.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/core/deliberation.h"
#include "services/core/docket_facts.h"
#include "services/core/obligations.h"
#include "services/core/proto_time.h"

namespace clarion::core {
namespace {

// A merger may have brought a shorter limit; a longer one nobody can.
std::string WrongMeasure(const v1::Docket& docket, const v1::ObligationRule& rule,
                         const v1::Obligation& clock) {
  const absl::Duration limit = FromProto(clock.limit());
  const absl::Duration asked = LimitOf(rule, docket);
  if (limit > asked || (limit < asked && docket.merged().empty())) {
    return absl::StrCat("its limit is ", absl::FormatDuration(limit), ", the pack says ",
                        absl::FormatDuration(asked));
  }
  if (FromProto(clock.due_at()) != FromProto(clock.start_at()) + limit) {
    return "its due instant is not its start and its limit";
  }
  const bool counts = rule.trigger() == v1::TRIGGER_START && !HasEnded(docket) && !IsOut(clock);
  if (counts && FromProto(clock.start_at()) != FromProto(docket.detected_at())) {
    return "it does not count from the start of the incident";
  }
  return clock.article() == rule.article() ? "" : "it names another article than the pack";
}

// Whether the facts say that a clock is owed no more. A breach stays a breach, but for that of a
// release that no longer stands.
bool MayBeCancelled(const v1::Docket& docket, const v1::ObligationRule& rule,
                    const v1::Obligation& clock) {
  const bool orphaned = IsOrphaned(docket, rule, clock);
  if (orphaned && rule.trigger() == v1::TRIGGER_RELEASE) return true;
  if (IsBreachEntered(clock)) return false;
  return orphaned || HasEnded(docket) || docket.has_false_report();
}

bool IsWaived(const v1::Docket& docket, const std::string& clock) {
  const auto& waivers = docket.waivers();
  return std::any_of(waivers.begin(), waivers.end(), [&](const v1::WaiverRequest& waiver) {
    return waiver.obligation() == clock && !waiver.approved_by().empty();
  });
}

std::string WrongEnd(const v1::Docket& docket, const v1::ObligationRule& rule,
                     const v1::Obligation& clock) {
  if (clock.status() == v1::OBLIGATION_STATUS_WAIVED && !IsWaived(docket, clock.id())) {
    return "nobody approved to waive it";
  }
  if (clock.status() == v1::OBLIGATION_STATUS_WAIVED && IsBreachEntered(clock)) {
    return "it was waived after its breach";
  }
  if (clock.status() == v1::OBLIGATION_STATUS_CANCELLED && !MayBeCancelled(docket, rule, clock)) {
    return "it was cancelled, and nothing ended it";
  }
  return "";
}

// What Reconcile would still enter; nothing when the clocks are what the facts make of them.
std::string WhatReconcileEnters(v1::Paper& paper, const v1::RulePack& pack) {
  Context context;
  context.now = FromProto(paper.docket().decided_at());
  context.pack = &pack;
  Deliberation deliberation(std::move(paper), context);
  Reconcile(deliberation);
  std::string follows;
  if (!deliberation.record().events().empty()) {
    follows = absl::StrCat("by its facts this would follow: ",
                           deliberation.record().events(0).ShortDebugString());
  }
  paper = std::move(deliberation).Abandon();
  return follows;
}

}  // namespace

std::string ClockThatDiffers(v1::Paper& paper, const v1::RulePack& pack) {
  const v1::Docket& docket = paper.docket();
  for (const v1::Obligation& clock : docket.obligations()) {
    const v1::ObligationRule* rule = RuleOf(pack, clock.kind());
    if (rule == nullptr) return absl::StrCat(clock.id(), ": the pack has no such clock");
    std::string wrong = WrongMeasure(docket, *rule, clock);
    if (wrong.empty()) wrong = WrongEnd(docket, *rule, clock);
    if (!wrong.empty()) return absl::StrCat(clock.id(), ": ", wrong);
  }
  return WhatReconcileEnters(paper, pack);
}

std::string SignatureThatIsMissing(const v1::Docket& docket) {
  for (const v1::Release& release : docket.releases()) {
    if (!release.approved_by().empty() && Contains(release.authors(), release.approved_by())) {
      return absl::StrCat(release.id(), " was approved by who wrote it");
    }
    if (!release.has_published_at()) continue;
    if (release.approved_by().empty() || release.approval_voided()) {
      return absl::StrCat(release.id(), " is public without approval");
    }
    if (release.secrecy_review() != v1::SECRECY_REVIEW_PASS) {
      return absl::StrCat(release.id(), " is public without a secrecy review");
    }
    for (const std::string& body : release.joint_with()) {
      if (Contains(release.cosigned_by(), body)) continue;
      return absl::StrCat(release.id(), " is public without the co-signature of ", body);
    }
  }
  for (const v1::Transfer& transfer : docket.transfers()) {
    if (transfer.accepted_by() != transfer.requested_by()) continue;
    return absl::StrCat("the transfer to ", transfer.to_body(),
                        " was accepted by who asked for it");
  }
  for (const v1::WaiverRequest& waiver : docket.waivers()) {
    if (waiver.approved_by() != waiver.requested_by()) continue;
    return absl::StrCat(waiver.obligation(), " was waived by one person alone");
  }
  for (const v1::LateEvidence& evidence : docket.evidence()) {
    if (evidence.confirmed_by() != evidence.recorded_by()) continue;
    return absl::StrCat(evidence.id(), " was confirmed by who recorded it");
  }
  return "";
}

}  // namespace clarion::core
