// What an incident waits for, as a command to type.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "clients/cli/docket_view.h"
#include "clients/cli/names.h"

namespace clarion::cli {
namespace {

bool IsOwed(const v1::Obligation& o) {
  return o.status() == v1::OBLIGATION_STATUS_PENDING ||
         o.status() == v1::OBLIGATION_STATUS_BREACHED;
}

bool OwesAnything(const v1::Docket& docket) {
  return std::any_of(docket.obligations().begin(), docket.obligations().end(), IsOwed);
}

std::string Close(const std::string& number) {
  return absl::StrCat("clarion --context approver incident close ", number, " --summary TEXT");
}

bool Owes(const v1::Docket& docket, v1::ObligationKind kind) {
  return std::any_of(docket.obligations().begin(), docket.obligations().end(),
                     [kind](const v1::Obligation& o) { return o.kind() == kind && IsOwed(o); });
}

// What the text furthest on its way waits for; empty when none is on its way.
std::string NextForRelease(const v1::Docket& docket, const std::string& number) {
  for (const v1::Release& r : docket.releases()) {
    if (r.state() == v1::RELEASE_STATE_APPROVED && r.cosigned_by_size() < r.joint_with_size()) {
      return absl::StrCat("clarion --context speaker release cosign ", number, " ", r.id());
    }
    if (r.state() == v1::RELEASE_STATE_APPROVED) {
      return absl::StrCat("clarion release publish ", number, " ", r.id(), " --channel GOV_SITE");
    }
    if (r.state() == v1::RELEASE_STATE_SUBMITTED) {
      return absl::StrCat("clarion --context approver release approve ", number, " ", r.id());
    }
    if (r.state() == v1::RELEASE_STATE_DRAFT) {
      return absl::StrCat("clarion release submit ", number, " ", r.id(), " --review pass");
    }
  }
  return "";
}

}  // namespace

std::string NextStep(const v1::Docket& docket) {
  const std::string number = NumberOf(docket.name());
  const v1::Assignment& a = docket.assignment();
  if (docket.state() == v1::INCIDENT_STATE_CLOSED || docket.state() == v1::INCIDENT_STATE_MERGED) {
    return "";
  }
  if (docket.has_false_report() && !OwesAnything(docket)) return Close(number);
  if (a.lead().empty()) return absl::StrCat("clarion assign ", number, " --lead BODY");
  if (Owes(docket, v1::OBLIGATION_KIND_SPOKESPERSON_ACK) && !a.speaker().empty()) {
    return absl::StrCat("clarion --context speaker speaker ack ", number);
  }
  if (Owes(docket, v1::OBLIGATION_KIND_SUPERIOR_REPORT)) {
    return absl::StrCat("clarion report superior ", number,
                        " --mode written --to BODY --document NO");
  }
  for (const v1::WaiverRequest& waiver : docket.waivers()) {
    if (!waiver.approved_by().empty()) continue;
    const auto kind = ParseWord<v1::ObligationKind>(
        waiver.obligation().substr(0, waiver.obligation().rfind('-')));
    return absl::StrCat("clarion --context approver deadline waive approve ", number, " ",
                        TypedName(kind.value_or(v1::OBLIGATION_KIND_UNSPECIFIED)));
  }
  for (const v1::LateEvidence& evidence : docket.evidence()) {
    if (!evidence.confirmed_by().empty()) continue;
    return absl::StrCat("clarion --context approver evidence confirm ", number, " ", evidence.id());
  }
  if (!docket.verified()) return absl::StrCat("clarion incident verify ", number, " --basis TEXT");
  if (std::string next = NextForRelease(docket, number); !next.empty()) return next;
  const bool text_owed = Owes(docket, v1::OBLIGATION_KIND_AUTHORITATIVE_INFO) ||
                         Owes(docket, v1::OBLIGATION_KIND_PUBLIC_RESPONSE);
  if (text_owed) {
    const bool is_false = docket.has_false_report();
    return absl::StrCat("clarion release draft ", number, " --kind ",
                        is_false ? "clarification" : "authoritative", " --text-file FILE");
  }
  if (Owes(docket, v1::OBLIGATION_KIND_PRESS_CONFERENCE)) {
    return absl::StrCat("clarion conference start ", number, " --form press-conference --speaker ",
                        a.speaker().empty() ? "OFFICIAL" : a.speaker());
  }
  if (Owes(docket, v1::OBLIGATION_KIND_CONTINUED_RELEASE)) {
    return absl::StrCat("clarion release draft ", number, " --kind update --text-file FILE");
  }
  if (!docket.transfers().empty() && !docket.transfers().rbegin()->has_accepted_at()) {
    return absl::StrCat("clarion --context RECEIVER incident accept ", number);
  }
  return Close(number);
}

}  // namespace clarion::cli
