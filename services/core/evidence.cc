#include "services/core/evidence.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/core/docket_facts.h"
#include "services/core/proto_time.h"

namespace clarion::core {
namespace {

void Consider(std::optional<Evidence>& best, absl::Time at, const std::string& act) {
  if (!best.has_value() || at < best->at) best = Evidence{at, act};
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
  return best;
}

// The clock of one release is met by the next one that stands.
std::optional<Evidence> NextRelease(const v1::Docket& docket, const v1::ObligationRule& rule,
                                    const std::string& armed_by) {
  const std::vector<const v1::Release*> standing = StandingReleases(docket, rule);
  for (size_t i = 0; i + 1 < standing.size(); ++i) {
    if (standing[i]->id() != armed_by) continue;
    return Evidence{FromProto(standing[i + 1]->published_at()), standing[i + 1]->id()};
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

std::vector<const v1::Release*> StandingReleases(const v1::Docket& docket,
                                                 const v1::ObligationRule& rule) {
  std::vector<const v1::Release*> standing;
  for (const v1::Release& release : docket.releases()) {
    if (release.standing() && Contains(rule.evidence().releases(), release.kind())) {
      standing.push_back(&release);
    }
  }
  std::stable_sort(standing.begin(), standing.end(), [](const auto* a, const auto* b) {
    return FromProto(a->published_at()) < FromProto(b->published_at());
  });
  return standing;
}

}  // namespace clarion::core
