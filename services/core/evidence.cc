#include "services/core/evidence.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/core/docket_facts.h"
#include "services/core/proto_time.h"

namespace clarion::core {
namespace {

void Consider(std::optional<Evidence>& best, absl::Time at, const std::string& act,
              bool recorded_late = false) {
  if (!best.has_value() || at < best->at) best = Evidence{at, act, recorded_late};
}

// As an act of its own: releases and evidence have ids of their own.
std::string ActOf(const v1::LateEvidence& evidence) {
  return absl::StrCat("evidence/", evidence.id());
}

// Whether late evidence, once confirmed, is of what `rule` asks. Of a conference: a press
// conference with an eligible speaker; of a report: a written one. The confirmer answers for it.
bool Proves(const v1::LateEvidence& evidence, const v1::EvidenceRule& rule) {
  if (evidence.confirmed_by().empty()) return false;
  switch (evidence.kind()) {
    case v1::EVIDENCE_KIND_RELEASE:
      return Contains(rule.releases(), evidence.release_kind());
    case v1::EVIDENCE_KIND_CONFERENCE:
      return Contains(rule.conferences(), v1::CONFERENCE_FORM_PRESS_CONFERENCE);
    case v1::EVIDENCE_KIND_SUPERIOR_REPORT:
      return Contains(rule.reports(), v1::REPORT_MODE_WRITTEN);
    default:
      return false;
  }
}

bool SpeakerCounts(const v1::Conference& conference, v1::SpeakerRule rule) {
  switch (rule) {
    case v1::SPEAKER_RULE_PRINCIPAL:
      return conference.principal_spoke();
    case v1::SPEAKER_RULE_LEADER:
      return conference.leader_spoke();
    default:
      return true;
  }
}

std::optional<Evidence> EarliestAct(const v1::Docket& docket, const v1::EvidenceRule& rule) {
  std::optional<Evidence> best;
  for (const v1::Release& release : docket.releases()) {
    if (!release.standing() || !Contains(rule.releases(), release.kind())) continue;
    Consider(best, FromProto(release.published_at()), release.id());
  }
  for (const v1::Conference& conference : docket.conferences()) {
    if (!conference.has_begun_at() || conference.state() == v1::CONFERENCE_STATE_ABORTED) continue;
    if (!Contains(rule.conferences(), conference.form())) continue;
    if (!SpeakerCounts(conference, rule.speaker())) continue;
    Consider(best, FromProto(conference.begun_at()), conference.id());
  }
  for (const v1::SuperiorReport& report : docket.superior_reports()) {
    if (!Contains(rule.reports(), report.mode())) continue;
    Consider(best, FromProto(report.reported_at()), report.id());
  }
  for (const v1::LateEvidence& evidence : docket.evidence()) {
    if (Proves(evidence, rule)) {
      Consider(best, FromProto(evidence.effective_at()), ActOf(evidence), true);
    }
  }
  return best;
}

// The clock of one release is met by the next one that stands.
std::optional<Evidence> NextRelease(const v1::Docket& docket, const v1::ObligationRule& rule,
                                    const std::string& armed_by) {
  const std::vector<Evidence> standing = StandingReleases(docket, rule);
  for (size_t i = 0; i + 1 < standing.size(); ++i) {
    if (standing[i].act == armed_by) return standing[i + 1];
  }
  return std::nullopt;
}

std::optional<Evidence> Signature(const v1::Docket& docket, const v1::Obligation& obligation) {
  const v1::Assignment& assignment = docket.assignment();
  const std::string seq = absl::StrCat(assignment.seq());
  if (!assignment.has_acknowledged_at() || obligation.armed_by() != seq) return std::nullopt;
  return Evidence{FromProto(assignment.acknowledged_at()), seq};
}

}  // namespace

std::optional<Evidence> EvidenceFor(const v1::Docket& docket, const v1::ObligationRule& rule,
                                    const v1::Obligation& obligation) {
  switch (rule.trigger()) {
    case v1::TRIGGER_START:
      return EarliestAct(docket, rule.evidence());
    case v1::TRIGGER_RELEASE:
      return NextRelease(docket, rule, obligation.armed_by());
    case v1::TRIGGER_ASSIGNMENT:
      return Signature(docket, obligation);
    default:
      return std::nullopt;
  }
}

std::vector<Evidence> StandingReleases(const v1::Docket& docket, const v1::ObligationRule& rule) {
  std::vector<Evidence> standing;
  for (const v1::Release& release : docket.releases()) {
    if (release.standing() && Contains(rule.evidence().releases(), release.kind())) {
      standing.push_back({FromProto(release.published_at()), release.id()});
    }
  }
  for (const v1::LateEvidence& evidence : docket.evidence()) {
    if (evidence.kind() == v1::EVIDENCE_KIND_RELEASE && Proves(evidence, rule.evidence())) {
      standing.push_back({FromProto(evidence.effective_at()), ActOf(evidence), true});
    }
  }
  std::stable_sort(standing.begin(), standing.end(),
                   [](const Evidence& a, const Evidence& b) { return a.at < b.at; });
  return standing;
}

bool Stands(const v1::Docket& docket, const std::string& act) {
  if (const v1::Release* release = FindRelease(docket, act); release != nullptr) {
    return release->standing();
  }
  return std::any_of(docket.evidence().begin(), docket.evidence().end(), [&](const auto& evidence) {
    return ActOf(evidence) == act && !evidence.confirmed_by().empty();
  });
}

}  // namespace clarion::core
