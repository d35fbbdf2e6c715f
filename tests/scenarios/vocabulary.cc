#include "tests/scenarios/vocabulary.h"

#include "absl/strings/str_split.h"
#include "services/core/check.h"

namespace clarion::scenarios {
namespace {

using Words = std::set<std::string>;

const Words& Set(const char* words) {
  const Words split = absl::StrSplit(words, ' ');
  return *new Words(split);
}

Kind KindOf(const std::string& name) {
  static const auto& kinds = *new std::map<std::string, Kind>{
      {"text", Kind::kText},
      {"instant", Kind::kInstant},
      {"flag", Kind::kFlag},
      {"number", Kind::kNumber},
      {"texts", Kind::kTexts},
      {"severity", Kind::kSeverity},
      {"form", Kind::kForm},
      {"release", Kind::kReleaseKind},
      {"review", Kind::kReview},
      {"mode", Kind::kReportMode},
      {"obligation", Kind::kObligation},
      {"evidence", Kind::kEvidenceKind},
  };
  const auto it = kinds.find(name);
  CLARION_CHECK(it != kinds.end());
  return it->second;
}

// `name`, `name?` when it may be missing, `name:kind` when it is not a plain text.
std::vector<ActField> FieldsOf(const std::string& line) {
  std::vector<ActField> fields;
  const std::vector<std::string> words = absl::StrSplit(line, ' ', absl::SkipEmpty());
  for (std::string word : words) {
    ActField field;
    if (const size_t colon = word.find(':'); colon != std::string::npos) {
      field.kind = KindOf(word.substr(colon + 1));
      word.resize(colon);
    }
    if (word.back() == '?') {
      field.required = false;
      word.pop_back();
    }
    field.name = word;
    fields.push_back(field);
  }
  return fields;
}

std::map<std::string, std::vector<ActField>> ReadActFields() {
  const std::map<std::string, std::string> lines = {
      {"register",
       "incident title detected_at:instant severity?:severity occurred_at?:instant fingerprint? "
       "localities?:texts exercise?:flag time_scale?:number"},
      {"add_report", "incident channel received_at:instant"},
      {"correct_start", "incident detected_at:instant basis"},
      {"verify", "incident basis"},
      {"set_severity", "incident to:severity basis?"},
      {"assign", "incident lead supporting?:texts speaker?"},
      {"acknowledge", "incident"},
      {"leave", "official from:instant to:instant approved_by? acting?"},
      {"draft_release", "incident release kind:release text joint_with?:texts"},
      {"edit_release", "release text"},
      {"submit_release", "release secrecy_review?:review"},
      {"cosign_release", "release version:number"},
      {"approve_release", "release version:number"},
      {"publish_release", "release channels:texts"},
      {"retract_release", "release reason? correction?"},
      {"schedule_conference", "incident conference form:form planned_at:instant speakers:texts"},
      {"start_conference", "incident conference form:form speakers:texts"},
      {"end_conference", "incident conference"},
      {"abort_conference", "incident conference reason"},
      {"hold_conference", "incident conference form:form speakers:texts"},
      {"report_superior", "incident mode:mode to doc_no"},
      {"request_waive", "incident obligation:obligation ground? doc?"},
      {"approve_waive", "incident obligation:obligation"},
      {"record_evidence",
       "incident evidence kind:evidence effective_at:instant proof? release_kind?:release"},
      {"confirm_evidence", "evidence"},
      {"transfer", "incident to_org reason"},
      {"accept_transfer", "incident"},
      {"merge", "from into basis?"},
      {"false_report", "incident basis? public:flag"},
      {"refer_police", "incident clues"},
      {"close", "incident summary final_release? breach_explanation?"},
      {"server_stop", ""},
      {"server_start", ""},
      {"clock_step", "seconds:number"},
  };
  std::map<std::string, std::vector<ActField>> acts;
  for (const auto& [act, line] : lines) acts[act] = FieldsOf(line);
  return acts;
}

}  // namespace

const std::map<std::string, std::vector<ActField>>& ActFields() {
  static const auto& acts = *new std::map<std::string, std::vector<ActField>>(ReadActFields());
  return acts;
}

const Words& Severities() {
  static const Words& words = Set("I II III IV NONE");
  return words;
}

const Words& IncidentStates() {
  static const Words& words =
      Set("REGISTERED VERIFIED ASSIGNED RESPONDING CLOSED MERGED FALSE_REPORT");
  return words;
}

const Words& Obligations() {
  static const Words& words =
      Set("AUTHORITATIVE_INFO PRESS_CONFERENCE CONTINUED_RELEASE PUBLIC_RESPONSE SUPERIOR_REPORT "
          "SPOKESPERSON_ACK");
  return words;
}

const Words& ObligationStatuses() {
  static const Words& words = Set("PENDING MET MET_LATE BREACHED WAIVED CANCELLED");
  return words;
}

const Words& ReleaseStates() {
  static const Words& words = Set("DRAFT SUBMITTED APPROVED PUBLISHED RETRACTED");
  return words;
}

const Words& NoticeRoles() {
  static const Words& words =
      Set("DUTY LEAD_BODY SPEAKER OFFICE_DIRECTOR COUNTY_LEADER SUPERIOR EXTERNAL POLICE");
  return words;
}

const Words& Events() {
  static const Words& words = Set(
      "INCIDENT_REGISTERED REGISTERED_LATE REPORT_ADDED START_MOVED_EARLIER VERIFIED SEVERITY_SET "
      "SEVERITY_UPGRADED SEVERITY_DOWNGRADED OBLIGATION_ARMED OBLIGATION_AT_RISK OBLIGATION_MET "
      "OBLIGATION_MET_LATE OBLIGATION_BREACHED OBLIGATION_REOPENED OBLIGATION_WAIVED "
      "OBLIGATION_CANCELLED WAIVE_REQUESTED LEAD_ASSIGNED SPEAKER_ASSIGNED SPEAKER_ACKNOWLEDGED "
      "SPEAKER_ESCALATED SPEAKER_REASSIGNED NO_ELIGIBLE_SPEAKER SPEAKER_NOT_ELIGIBLE "
      "LEAVE_RECORDED RELEASE_DRAFTED RELEASE_SUBMITTED RELEASE_COSIGNED RELEASE_APPROVED "
      "RELEASE_APPROVAL_VOIDED RELEASE_PUBLISHED RELEASE_PUBLISHED_SIMULATED RELEASE_RETRACTED "
      "CORRECTION_PUBLISHED CONFERENCE_SCHEDULED SCHEDULED_AFTER_DEADLINE CONFERENCE_STARTED "
      "CONFERENCE_ENDED CONFERENCE_ABORTED FORM_NOT_COUNTED SUPERIOR_REPORTED "
      "SUPERIOR_REPORTED_BY_PHONE SUPERIOR_REPORTED_SIMULATED TRANSFER_REQUESTED "
      "TRANSFER_ACCEPTED MERGED FALSE_REPORT_CONFIRMED RUMOUR_REFERRED EVIDENCE_RECORDED "
      "EVIDENCE_CONFIRMED INCIDENT_CLOSED EXERCISE_STARTED FIRED_LATE");
  return words;
}

const Words& Flags() {
  static const Words& words = Set("armed_after_due recorded_late");
  return words;
}

const Words& WordsOf(Kind kind) {
  static const Words& none = *new Words();
  static const Words& forms =
      Set("PRESS_CONFERENCE ONLINE_PRESS_CONFERENCE BRIEFING INTERVIEW "
          "WRITTEN");
  static const Words& releases = Set("AUTHORITATIVE UPDATE CLARIFICATION CORRECTION HOLDING");
  static const Words& reviews = Set("PASS FAIL");
  static const Words& modes = Set("WRITTEN NETWORK PHONE");
  static const Words& evidence = Set("RELEASE CONFERENCE SUPERIOR_REPORT");
  switch (kind) {
    case Kind::kSeverity:
      return Severities();
    case Kind::kObligation:
      return Obligations();
    case Kind::kForm:
      return forms;
    case Kind::kReleaseKind:
      return releases;
    case Kind::kReview:
      return reviews;
    case Kind::kReportMode:
      return modes;
    case Kind::kEvidenceKind:
      return evidence;
    default:
      return none;
  }
}

}  // namespace clarion::scenarios
