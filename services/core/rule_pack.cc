#include "services/core/rule_pack.h"

#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "services/core/fields.h"
#include "services/core/proto_time.h"

namespace clarion::core {
namespace {

constexpr absl::Duration kLimitMax = absl::Hours(24 * 366);

bool IsOneOf(const std::string& mark) { return mark == "L" || mark == "P" || mark == "O"; }

// Each value known, none twice, at least one.
template <typename Values, typename IsKnown>
void CheckValues(Fields& fields, const std::string& field, const Values& values, IsKnown is_known) {
  std::set<int> seen;
  for (const int value : values) {
    fields.Require(value != 0 && is_known(value), field, "has an unknown value");
    fields.Require(seen.insert(value).second, field, "has a value twice");
  }
}

bool HasEvidence(const v1::EvidenceRule& evidence) {
  return evidence.releases_size() + evidence.conferences_size() + evidence.reports_size() > 0 ||
         evidence.acknowledgement();
}

// A trigger fixes what can close the clock: the next release, or the speaker's signature.
void CheckTrigger(Fields& fields, const std::string& at, const v1::ObligationRule& rule) {
  const v1::EvidenceRule& evidence = rule.evidence();
  fields.Require(v1::Trigger_IsValid(rule.trigger()) && rule.trigger() != v1::TRIGGER_UNSPECIFIED,
                 at + "trigger", "is required");
  if (rule.trigger() == v1::TRIGGER_RELEASE) {
    fields.Require(evidence.releases_size() > 0 && evidence.conferences_size() == 0 &&
                       evidence.reports_size() == 0,
                   at + "evidence", "must be releases alone: each one starts the next clock");
  }
  fields.Require((rule.trigger() == v1::TRIGGER_ASSIGNMENT) == evidence.acknowledgement(),
                 at + "evidence.acknowledgement", "goes with the trigger ASSIGNMENT, and only so");
}

void CheckRule(Fields& fields, const std::string& at, const v1::ObligationRule& rule) {
  fields.Require(
      v1::ObligationKind_IsValid(rule.kind()) && rule.kind() != v1::OBLIGATION_KIND_UNSPECIFIED,
      at + "kind", "is required");
  fields.Require(rule.grades_size() > 0, at + "grades", "are required");
  CheckValues(fields, at + "grades", rule.grades(), v1::Grade_IsValid);
  CheckTrigger(fields, at, rule);
  const absl::Duration limit = FromProto(rule.limit());
  fields.Require(limit > absl::ZeroDuration() && limit <= kLimitMax, at + "limit",
                 "must be over 0 and at most 366 days");
  fields.Require(rule.risk_percent() >= 1 && rule.risk_percent() <= 99, at + "risk_percent",
                 "must be 1 to 99");
  const v1::EvidenceRule& evidence = rule.evidence();
  fields.Require(HasEvidence(evidence), at + "evidence", "is required: nothing could close it");
  CheckValues(fields, at + "evidence.releases", evidence.releases(), v1::ReleaseKind_IsValid);
  CheckValues(fields, at + "evidence.conferences", evidence.conferences(),
              v1::ConferenceForm_IsValid);
  CheckValues(fields, at + "evidence.reports", evidence.reports(), v1::ReportMode_IsValid);
  fields.Require(v1::SpeakerRule_IsValid(evidence.speaker()), at + "evidence.speaker",
                 "is not a rule");
  for (const v1::Reminder& reminder : rule.reminders()) {
    const bool by_percent = reminder.percent() >= 1 && reminder.percent() <= 99;
    const bool before = FromProto(reminder.before()) > absl::ZeroDuration();
    fields.Require(by_percent ? !reminder.has_before() : before && reminder.percent() == 0,
                   at + "reminders", "must each be a percent of 1 to 99, or a time before");
  }
  fields.Require(!rule.public_false_report() || rule.trigger() == v1::TRIGGER_START,
                 at + "public_false_report", "goes with the trigger START");
  fields.Text(at + "article", rule.article(), 1, 200);
  fields.Require(IsOneOf(rule.mark()), at + "mark", "must be L, P or O");
  fields.Text(at + "name_zh", rule.name_zh(), 1, 50);
  fields.Text(at + "name_en", rule.name_en(), 1, 50);
}

void CheckTemplate(Fields& fields, const std::string& at, const v1::TextTemplate& text) {
  fields.Id(at + "id", text.id());
  fields.Require(
      v1::ReleaseKind_IsValid(text.kind()) && text.kind() != v1::RELEASE_KIND_UNSPECIFIED,
      at + "kind", "is required");
  fields.Text(at + "name_zh", text.name_zh(), 1, 50);
  fields.Text(at + "name_en", text.name_en(), 1, 50);
  fields.Text(at + "text", text.text(), 1, 4000);
}

}  // namespace

absl::Status CheckPack(const v1::RulePack& pack) {
  Fields fields;
  fields.Id("id", pack.id());
  fields.Text("title_zh", pack.title_zh(), 1, 200);
  fields.Text("title_en", pack.title_en(), 1, 200);
  fields.Require(pack.obligations_size() > 0, "obligations", "are required");
  std::set<int> kinds;
  for (int i = 0; i < pack.obligations_size(); ++i) {
    const std::string at = absl::StrCat("obligations[", i, "].");
    CheckRule(fields, at, pack.obligations(i));
    fields.Require(kinds.insert(pack.obligations(i).kind()).second, at + "kind", "is used twice");
  }
  fields.Require(pack.official_channels_size() > 0, "official_channels", "are required");
  for (const std::string& channel : pack.official_channels()) {
    fields.Id("official_channels", channel);
  }
  fields.Require(FromProto(pack.registered_late_after()) > absl::ZeroDuration(),
                 "registered_late_after", "must be over 0");
  fields.Require(FromProto(pack.lead_within()) >= absl::ZeroDuration(), "lead_within",
                 "must not be negative");
  std::set<std::string> templates;
  for (int i = 0; i < pack.templates_size(); ++i) {
    const std::string at = absl::StrCat("templates[", i, "].");
    CheckTemplate(fields, at, pack.templates(i));
    fields.Require(templates.insert(pack.templates(i).id()).second, at + "id", "is used twice");
  }
  if (fields.ok()) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrJoin(
      std::move(fields).violations(), "\n", [](std::string* out, const Violation& violation) {
        absl::StrAppend(out, violation.field, " ", violation.description);
      }));
}

}  // namespace clarion::core
