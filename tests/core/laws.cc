#include "tests/core/laws.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/core/proto_time.h"

namespace clarion::testing {
namespace {

using core::FromProto;

bool IsNews(const v1::Release& release) {
  return release.kind() == v1::RELEASE_KIND_AUTHORITATIVE ||
         release.kind() == v1::RELEASE_KIND_UPDATE ||
         release.kind() == v1::RELEASE_KIND_CLARIFICATION;
}

bool Stands(const v1::Release& release) { return release.state() == v1::RELEASE_STATE_PUBLISHED; }

bool WasHeld(const v1::Conference& conference) {
  return conference.state() == v1::CONFERENCE_STATE_BEGUN ||
         conference.state() == v1::CONFERENCE_STATE_ENDED;
}

bool IsPress(const v1::Conference& conference) {
  return conference.form() == v1::CONFERENCE_FORM_PRESS_CONFERENCE ||
         conference.form() == v1::CONFERENCE_FORM_ONLINE_PRESS_CONFERENCE;
}

// Instants of everything that closes this clock.
std::vector<absl::Time> Closers(const v1::Docket& docket, const v1::Obligation& clock) {
  std::vector<absl::Time> at;
  const v1::ObligationKind kind = clock.kind();
  absl::Time after = absl::InfinitePast();
  bool past_armer = false;  // of two published at one instant the one later in the list is the next
  for (const v1::Release& release : docket.releases()) {
    if (release.id() == clock.armed_by()) after = FromProto(release.published_at());
  }
  for (const v1::Release& release : docket.releases()) {
    const bool is_armer = release.id() == clock.armed_by();
    past_armer = past_armer || is_armer;
    if (!Stands(release)) continue;
    const absl::Time published = FromProto(release.published_at());
    const bool authoritative = release.kind() == v1::RELEASE_KIND_AUTHORITATIVE;
    if ((kind == v1::OBLIGATION_KIND_AUTHORITATIVE_INFO && authoritative) ||
        (kind == v1::OBLIGATION_KIND_PUBLIC_RESPONSE && IsNews(release)) ||
        (kind == v1::OBLIGATION_KIND_CONTINUED_RELEASE && IsNews(release) && !is_armer &&
         (published > after || (published == after && past_armer)))) {
      at.push_back(published);
    }
  }
  for (const v1::Conference& conference : docket.conferences()) {
    if (!WasHeld(conference)) continue;
    if ((kind == v1::OBLIGATION_KIND_PRESS_CONFERENCE && IsPress(conference) &&
         conference.principal_spoke()) ||
        (kind == v1::OBLIGATION_KIND_PUBLIC_RESPONSE && conference.leader_spoke())) {
      at.push_back(FromProto(conference.begun_at()));
    }
  }
  for (const v1::SuperiorReport& report : docket.superior_reports()) {
    if (kind == v1::OBLIGATION_KIND_SUPERIOR_REPORT && report.mode() != v1::REPORT_MODE_PHONE) {
      at.push_back(FromProto(report.reported_at()));
    }
  }
  if (kind == v1::OBLIGATION_KIND_SPOKESPERSON_ACK && docket.assignment().has_acknowledged_at() &&
      clock.armed_by() == absl::StrCat(docket.assignment().seq())) {
    at.push_back(FromProto(docket.assignment().acknowledged_at()));
  }
  return at;
}

std::string BrokenByStatus(const v1::Docket& docket, const v1::Obligation& clock, absl::Time now) {
  const std::vector<absl::Time> closers = Closers(docket, clock);
  const absl::Time due = FromProto(clock.due_at());
  const absl::Time first =
      closers.empty() ? absl::InfiniteFuture() : *std::min_element(closers.begin(), closers.end());
  // When nobody is left to speak, the last signature given stays what it was.
  const bool is_current_ack = !docket.assignment().speaker().empty() &&
                              clock.armed_by() == absl::StrCat(docket.assignment().seq());
  switch (clock.status()) {
    case v1::OBLIGATION_STATUS_PENDING:
      if (now > due) return "PENDING after its due instant";
      return closers.empty() ? "" : "PENDING though done";
    case v1::OBLIGATION_STATUS_MET:
      if (FromProto(clock.met_at()) > due) return "MET by an act later than due";
      if (clock.kind() == v1::OBLIGATION_KIND_SPOKESPERSON_ACK && !is_current_ack) return "";
      return FromProto(clock.met_at()) == first ? "" : "MET by an act that does not count";
    case v1::OBLIGATION_STATUS_MET_LATE:
      if (first <= due) return "MET_LATE though something was in time";
      if (!clock.has_breached_at()) return "MET_LATE without a breach";
      return FromProto(clock.met_at()) == first ? "" : "MET_LATE by an act that does not count";
    case v1::OBLIGATION_STATUS_BREACHED:
      if (now <= due) return "BREACHED early";
      return closers.empty() ? "" : "BREACHED though done";
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

std::string BrokenByAbsence(const v1::Docket& docket) {
  std::set<int> armed;
  for (const v1::Obligation& clock : docket.obligations()) armed.insert(clock.kind());
  for (const v1::ObligationKind kind : OwedBy(docket.grade())) {
    if (armed.count(kind) == 0) return "owes " + v1::ObligationKind_Name(kind) + " without a clock";
  }
  const bool major = docket.grade() == v1::GRADE_I || docket.grade() == v1::GRADE_II;
  const v1::Release* last = nullptr;
  for (const v1::Release& release : docket.releases()) {
    if (!Stands(release) || !IsNews(release)) continue;
    if (last == nullptr || FromProto(last->published_at()) <= FromProto(release.published_at())) {
      last = &release;
    }
  }
  if (!major || last == nullptr) return "";
  for (const v1::Obligation& clock : docket.obligations()) {
    if (clock.kind() == v1::OBLIGATION_KIND_CONTINUED_RELEASE &&
        clock.due_at().seconds() >= last->published_at().seconds() &&
        FromProto(clock.start_at()) == FromProto(last->published_at())) {
      return "";
    }
  }
  return "the last release has started no clock";
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
  if (FromProto(after.detected_at()) > now) return "the start lies in the future";
  if (after.has_closing()) return "";
  for (const v1::Obligation& clock : after.obligations()) {
    if (!clock.has_due_at()) return clock.id() + ": without a due instant";
    const std::string broken = BrokenByStatus(after, clock, now);
    if (!broken.empty()) return clock.id() + ": " + broken;
  }
  return BrokenByAbsence(after);
}

absl::Time NextDueByTable(const v1::Docket& docket) {
  absl::Time next = absl::InfiniteFuture();
  for (const v1::Obligation& clock : docket.obligations()) {
    if (clock.status() != v1::OBLIGATION_STATUS_PENDING) continue;
    const absl::Duration limit = FromProto(clock.limit());
    const absl::Time risk =
        FromProto(clock.start_at()) + absl::Milliseconds(absl::ToInt64Milliseconds(limit) * 4 / 5);
    next =
        std::min(next, clock.at_risk() ? FromProto(clock.due_at()) + absl::Milliseconds(1) : risk);
  }
  return next;
}

}  // namespace clarion::testing
