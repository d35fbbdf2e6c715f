#include "tests/core/closers.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/core/proto_time.h"

namespace clarion::testing {
namespace {

using core::FromProto;
using Instants = std::vector<absl::Time>;

bool IsNews(v1::ReleaseKind kind) {
  return kind == v1::RELEASE_KIND_AUTHORITATIVE || kind == v1::RELEASE_KIND_UPDATE ||
         kind == v1::RELEASE_KIND_CLARIFICATION;
}

// Retracted with a correction in the same act it goes on standing.
bool Stands(const v1::Release& release) {
  return release.state() == v1::RELEASE_STATE_PUBLISHED ||
         (release.state() == v1::RELEASE_STATE_RETRACTED && !release.corrected_by().empty());
}

bool IsProof(const v1::LateEvidence& evidence, v1::EvidenceKind kind) {
  return evidence.kind() == kind && !evidence.confirmed_by().empty();
}

bool WasHeld(const v1::Conference& conference) {
  return conference.state() == v1::CONFERENCE_STATE_BEGUN ||
         conference.state() == v1::CONFERENCE_STATE_ENDED;
}

bool IsPress(const v1::Conference& conference) {
  return conference.form() == v1::CONFERENCE_FORM_PRESS_CONFERENCE ||
         conference.form() == v1::CONFERENCE_FORM_ONLINE_PRESS_CONFERENCE;
}

Instants FirstInformation(const v1::Docket& docket) {
  Instants at;
  for (const v1::Release& release : docket.releases()) {
    if (Stands(release) && release.kind() == v1::RELEASE_KIND_AUTHORITATIVE) {
      at.push_back(FromProto(release.published_at()));
    }
  }
  for (const v1::LateEvidence& evidence : docket.evidence()) {
    if (IsProof(evidence, v1::EVIDENCE_KIND_RELEASE) &&
        evidence.release_kind() == v1::RELEASE_KIND_AUTHORITATIVE) {
      at.push_back(FromProto(evidence.effective_at()));
    }
  }
  return at;
}

void AddProofs(const v1::Docket& docket, v1::EvidenceKind kind, Instants& at) {
  for (const v1::LateEvidence& evidence : docket.evidence()) {
    if (IsProof(evidence, kind)) at.push_back(FromProto(evidence.effective_at()));
  }
}

Instants PressConferences(const v1::Docket& docket) {
  Instants at;
  for (const v1::Conference& conference : docket.conferences()) {
    if (WasHeld(conference) && IsPress(conference) && conference.principal_spoke()) {
      at.push_back(FromProto(conference.begun_at()));
    }
  }
  AddProofs(docket, v1::EVIDENCE_KIND_CONFERENCE, at);
  return at;
}

Instants Responses(const v1::Docket& docket) {
  Instants at;
  for (const StandingText& text : StandingNews(docket)) at.push_back(text.at);
  for (const v1::Conference& conference : docket.conferences()) {
    if (WasHeld(conference) && conference.leader_spoke()) {
      at.push_back(FromProto(conference.begun_at()));
    }
  }
  AddProofs(docket, v1::EVIDENCE_KIND_CONFERENCE, at);
  return at;
}

Instants Reports(const v1::Docket& docket) {
  Instants at;
  for (const v1::SuperiorReport& report : docket.superior_reports()) {
    if (report.mode() != v1::REPORT_MODE_PHONE) at.push_back(FromProto(report.reported_at()));
  }
  AddProofs(docket, v1::EVIDENCE_KIND_SUPERIOR_REPORT, at);
  return at;
}

Instants NextTexts(const v1::Docket& docket, const std::string& armed_by) {
  Instants at;
  bool past = false;
  for (const StandingText& text : StandingNews(docket)) {
    if (past) at.push_back(text.at);
    past = past || text.name == armed_by;
  }
  return at;
}

bool IsCurrent(const v1::Docket& docket, const v1::Obligation& signature) {
  return !docket.assignment().speaker().empty() &&
         signature.armed_by() == absl::StrCat(docket.assignment().seq());
}

}  // namespace

std::vector<StandingText> StandingNews(const v1::Docket& docket) {
  std::vector<StandingText> news;
  for (const v1::Release& release : docket.releases()) {
    if (Stands(release) && IsNews(release.kind())) {
      news.push_back({FromProto(release.published_at()), release.id()});
    }
  }
  for (const v1::LateEvidence& evidence : docket.evidence()) {
    if (IsProof(evidence, v1::EVIDENCE_KIND_RELEASE) && IsNews(evidence.release_kind())) {
      news.push_back({FromProto(evidence.effective_at()), "evidence/" + evidence.id()});
    }
  }
  std::stable_sort(news.begin(), news.end(),
                   [](const StandingText& a, const StandingText& b) { return a.at < b.at; });
  return news;
}

std::vector<absl::Time> Closers(const v1::Docket& docket, const v1::Obligation& clock) {
  switch (clock.kind()) {
    case v1::OBLIGATION_KIND_AUTHORITATIVE_INFO:
      return FirstInformation(docket);
    case v1::OBLIGATION_KIND_PRESS_CONFERENCE:
      return PressConferences(docket);
    case v1::OBLIGATION_KIND_PUBLIC_RESPONSE:
      return Responses(docket);
    case v1::OBLIGATION_KIND_SUPERIOR_REPORT:
      return Reports(docket);
    case v1::OBLIGATION_KIND_CONTINUED_RELEASE:
      return NextTexts(docket, clock.armed_by());
    default:
      break;
  }
  if (!IsCurrent(docket, clock) || !docket.assignment().has_acknowledged_at()) return {};
  return {FromProto(docket.assignment().acknowledged_at())};
}

bool IsAbandoned(const v1::Docket& docket, const v1::Obligation& clock) {
  if (clock.kind() == v1::OBLIGATION_KIND_SPOKESPERSON_ACK) return !IsCurrent(docket, clock);
  if (clock.kind() != v1::OBLIGATION_KIND_CONTINUED_RELEASE) return false;
  const std::vector<StandingText> news = StandingNews(docket);
  return std::none_of(news.begin(), news.end(),
                      [&clock](const StandingText& text) { return text.name == clock.armed_by(); });
}

}  // namespace clarion::testing
