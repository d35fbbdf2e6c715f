#include "tests/core/laws.h"

#include <algorithm>
#include <string>
#include <vector>

#include "services/core/proto_time.h"
#include "tests/core/closers.h"

namespace clarion::testing {
namespace {

using core::FromProto;

std::string BrokenByDone(const v1::Docket& docket, const v1::Obligation& clock, absl::Time first) {
  const absl::Time due = FromProto(clock.due_at());
  const bool late = clock.status() == v1::OBLIGATION_STATUS_MET_LATE;
  if (!late && FromProto(clock.met_at()) > due) return "MET by an act later than due";
  if (late && !clock.has_breached_at()) return "MET_LATE without a breach";
  // Nobody owes it any more: what was done stays what it was.
  if (IsAbandoned(docket, clock)) return "";
  if (late && first <= due) return "MET_LATE though something was in time";
  return FromProto(clock.met_at()) == first ? "" : "met by an act that does not count";
}

std::string BrokenByStatus(const v1::Docket& docket, const v1::Obligation& clock, absl::Time now) {
  const std::vector<absl::Time> closers = Closers(docket, clock);
  const absl::Time due = FromProto(clock.due_at());
  const absl::Time first =
      closers.empty() ? absl::InfiniteFuture() : *std::min_element(closers.begin(), closers.end());
  switch (clock.status()) {
    case v1::OBLIGATION_STATUS_PENDING:
      if (now > due) return "PENDING after its due instant";
      if (IsAbandoned(docket, clock)) return "PENDING though nobody owes it";
      return closers.empty() ? "" : "PENDING though done";
    case v1::OBLIGATION_STATUS_MET:
    case v1::OBLIGATION_STATUS_MET_LATE:
      return BrokenByDone(docket, clock, first);
    case v1::OBLIGATION_STATUS_BREACHED:
      if (now <= due) return "BREACHED early";
      if (!clock.has_breached_at()) return "BREACHED without a breach";
      return closers.empty() ? "" : "BREACHED though done";
    case v1::OBLIGATION_STATUS_WAIVED:
      for (const v1::WaiverRequest& request : docket.waivers()) {
        if (request.obligation() == clock.id() && !request.approved_by().empty()) return "";
      }
      return "WAIVED without a waiver";
    case v1::OBLIGATION_STATUS_CANCELLED:
      return "";
    default:
      return "without a status";
  }
}

// Clocks every incident of a grade has.
std::vector<v1::ObligationKind> OwedBy(v1::Grade grade) {
  switch (grade) {
    case v1::GRADE_I:
    case v1::GRADE_II:
      return {v1::OBLIGATION_KIND_AUTHORITATIVE_INFO, v1::OBLIGATION_KIND_PRESS_CONFERENCE,
              v1::OBLIGATION_KIND_SUPERIOR_REPORT};
    case v1::GRADE_III:
      return {v1::OBLIGATION_KIND_PUBLIC_RESPONSE, v1::OBLIGATION_KIND_SUPERIOR_REPORT};
    default:
      return {v1::OBLIGATION_KIND_PUBLIC_RESPONSE};
  }
}

bool IsArmed(const v1::Docket& docket, v1::ObligationKind kind) {
  return std::any_of(docket.obligations().begin(), docket.obligations().end(),
                     [kind](const v1::Obligation& clock) { return clock.kind() == kind; });
}

// For what did not happen nothing is owed but the answer to a public rumour, and the signature of
// who gives it.
std::string BrokenByFalseReport(const v1::Docket& docket) {
  const bool is_public = docket.false_report().public_();
  bool answered = false;
  for (const v1::Obligation& clock : docket.obligations()) {
    const bool answer = clock.kind() == v1::OBLIGATION_KIND_PUBLIC_RESPONSE;
    answered = answered || (answer && clock.status() != v1::OBLIGATION_STATUS_CANCELLED);
    if (clock.status() == v1::OBLIGATION_STATUS_PENDING && !(answer && is_public) &&
        clock.kind() != v1::OBLIGATION_KIND_SPOKESPERSON_ACK) {
      return clock.id() + ": owed for a false report";
    }
  }
  return is_public && !answered ? "a public rumour is not answered" : "";
}

std::string BrokenByAbsence(const v1::Docket& docket) {
  if (docket.has_false_report()) return BrokenByFalseReport(docket);
  for (const v1::ObligationKind kind : OwedBy(docket.grade())) {
    if (!IsArmed(docket, kind)) return "owes " + v1::ObligationKind_Name(kind) + " without a clock";
  }
  const v1::Assignment& assignment = docket.assignment();
  if (!assignment.speaker().empty() && !IsArmed(docket, v1::OBLIGATION_KIND_SPOKESPERSON_ACK)) {
    return "a speaker without a clock";
  }
  const std::vector<StandingText> news = StandingNews(docket);
  const bool major = docket.grade() == v1::GRADE_I || docket.grade() == v1::GRADE_II;
  if (!major || news.empty()) return "";
  for (const v1::Obligation& clock : docket.obligations()) {
    if (clock.kind() == v1::OBLIGATION_KIND_CONTINUED_RELEASE &&
        clock.armed_by() == news.back().name && FromProto(clock.start_at()) == news.back().at) {
      return "";
    }
  }
  return "the last text has started no clock";
}

// Two people stand behind every text that is public, every waiver and every late evidence.
std::string BrokenByOnePerson(const v1::Docket& docket) {
  for (const v1::Release& release : docket.releases()) {
    const auto& authors = release.authors();
    if (std::count(authors.begin(), authors.end(), release.approved_by()) > 0) {
      return release.id() + ": approved by who wrote it";
    }
    if (!release.has_published_at()) continue;
    if (release.approved_by().empty()) return release.id() + ": public without approval";
    if (release.secrecy_review() != v1::SECRECY_REVIEW_PASS) {
      return release.id() + ": public without a secrecy review";
    }
    if (release.cosigned_by_size() != release.joint_with_size()) {
      return release.id() + ": public without every co-signature";
    }
  }
  for (const v1::WaiverRequest& waiver : docket.waivers()) {
    if (waiver.approved_by() == waiver.requested_by()) return "a waiver by one person";
  }
  for (const v1::LateEvidence& evidence : docket.evidence()) {
    if (evidence.confirmed_by() == evidence.recorded_by()) return "evidence by one person";
    if (FromProto(evidence.effective_at()) > FromProto(evidence.recorded_at())) {
      return "evidence of the future";
    }
  }
  return "";
}

std::string BrokenByChange(const v1::Obligation& before, const v1::Obligation& after) {
  if (before.id() != after.id()) return "lost or out of order";
  if (FromProto(after.due_at()) > FromProto(before.due_at())) return "moved later";
  if (before.has_breached_at() && !after.has_breached_at()) return "its breach forgotten";
  if (before.armed_after_due() != after.armed_after_due()) return "its lateness rewritten";
  return "";
}

}  // namespace

std::string BrokenLaw(const v1::Docket& before, const v1::Docket& after, absl::Time now) {
  if (after.obligations_size() < before.obligations_size()) return "a clock is lost";
  for (int i = 0; i < before.obligations_size(); ++i) {
    const std::string broken = BrokenByChange(before.obligations(i), after.obligations(i));
    if (!broken.empty()) return before.obligations(i).id() + ": " + broken;
  }
  // Beside a clock in doubt a person is believed, but for a slip of a date.
  const absl::Duration believed = after.clock_suspect() ? absl::Hours(24) : absl::ZeroDuration();
  if (FromProto(after.detected_at()) > now + believed) return "the start lies in the future";
  if (std::string broken = BrokenByOnePerson(after); !broken.empty()) return broken;
  if (after.has_closing()) return "";
  if (!after.merged_into().empty()) {
    for (const v1::Obligation& clock : after.obligations()) {
      if (clock.status() == v1::OBLIGATION_STATUS_PENDING) return "owed by what was merged away";
    }
    return "";
  }
  for (const v1::Obligation& clock : after.obligations()) {
    if (!clock.has_due_at()) return clock.id() + ": without a due instant";
    const std::string broken = BrokenByStatus(after, clock, now);
    if (!broken.empty()) return clock.id() + ": " + broken;
  }
  return BrokenByAbsence(after);
}

}  // namespace clarion::testing
