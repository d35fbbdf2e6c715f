#include "tests/core/acts_and_reasons.h"

#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace clarion::testing {

namespace {

// What each act may fail with besides READ_ONLY, NO_SUCH_INCIDENT and TERMINAL_STATE.
std::map<std::string, std::string> OwnReasons() {
  return {
      {"add_report", "DETECTED_IN_FUTURE"},
      {"correct_start", "CLOCK_CANNOT_MOVE_LATER BASIS_REQUIRED"},
      {"verify_incident", "BASIS_REQUIRED"},
      {"grade_incident", "BASIS_REQUIRED NOT_APPROVER"},
      {"assign_incident",
       "SPEAKER_NOT_PRINCIPAL SPEAKER_NOT_OF_INVOLVED_BODY SPEAKER_ON_LEAVE POST_VACANT "
       "NO_SUCH_OFFICIAL NO_SUCH_BODY LEAD_MUST_BE_SUPERIOR"},
      {"acknowledge_assignment", "NOT_THE_SPEAKER"},
      {"refuse_assignment", "NOT_THE_SPEAKER BASIS_REQUIRED"},
      {"draft_release", "NO_SUCH_BODY"},
      {"edit_release", "ALREADY_PUBLISHED_USE_RETRACT NO_SUCH_RELEASE"},
      {"submit_release",
       "SECRECY_REVIEW_MISSING SECRECY_REVIEW_FAILED ALREADY_PUBLISHED_USE_RETRACT "
       "NO_SUCH_RELEASE"},
      {"cosign_release", "NOT_COSIGNER HASH_MISMATCH ALREADY_PUBLISHED NO_SUCH_RELEASE"},
      {"approve_release", "NOT_APPROVER SELF_APPROVAL NOT_SUBMITTED HASH_MISMATCH NO_SUCH_RELEASE"},
      {"publish_release",
       "NOT_APPROVED APPROVAL_VOID NOT_VERIFIED COSIGN_MISSING CHANNEL_NOT_OFFICIAL "
       "ALREADY_PUBLISHED NO_SUCH_RELEASE"},
      {"retract_release",
       "NOT_APPROVER BASIS_REQUIRED CORRECTION_NOT_APPROVED NOT_PUBLISHED NO_SUCH_RELEASE"},
      {"schedule_conference",
       "NO_LEAD SPEAKER_ON_LEAVE SPEAKER_NOT_PRINCIPAL SPEAKER_NOT_OF_INVOLVED_BODY POST_VACANT "
       "NO_SUCH_OFFICIAL"},
      {"begin_conference", "NO_LEAD NO_SUCH_OFFICIAL CONFERENCE_ALREADY_BEGUN"},
      {"end_conference", "CONFERENCE_NOT_STARTED"},
      {"abort_conference", "CONFERENCE_NOT_STARTED BASIS_REQUIRED"},
      {"report_to_superior", "FIELD_INVALID"},
      {"request_waiver",
       "GROUND_REQUIRED GROUND_NOT_RECOGNISED OBLIGATION_NOT_ARMED ALREADY_MET ALREADY_BREACHED"},
      {"approve_waiver",
       "NOT_APPROVER SELF_APPROVAL NO_WAIVE_REQUEST ALREADY_BREACHED ALREADY_MET"},
      {"record_evidence", "EFFECTIVE_IN_FUTURE PROOF_REQUIRED ALREADY_EXISTS"},
      {"confirm_evidence", "NOT_APPROVER SELF_APPROVAL NO_SUCH_EVIDENCE"},
      {"find_false", "NOT_APPROVER BASIS_REQUIRED"},
      {"refer_to_police", "ROLE_NOT_ALLOWED"},
      {"add_note", "ROLE_NOT_ALLOWED"},
      {"enter_fact", "EFFECTIVE_IN_FUTURE FIELD_INVALID"},
      {"transfer_incident", "NO_SUCH_BODY BASIS_REQUIRED FIELD_INVALID LEAD_MUST_BE_SUPERIOR"},
      {"accept_transfer", "NO_PENDING_TRANSFER NOT_RECEIVER SELF_APPROVAL"},
      {"merge_incident",
       "NOT_APPROVER SAME_INCIDENT EXERCISE_MIX INTO_FALSE_REPORT LEAD_MUST_BE_SUPERIOR"},
      {"close_incident",
       "NOT_APPROVER OPEN_OBLIGATIONS BREACH_UNEXPLAINED NOT_PUBLISHED NO_SUCH_RELEASE"},
  };
}

}  // namespace

std::vector<std::string> EveryActAndReason() {
  std::vector<std::string> all = {
      "register_incident OK",
      "register_incident READ_ONLY",
      "register_incident DETECTED_IN_FUTURE",
      "register_incident OCCURRED_AFTER_DETECTED",
      "register_incident DUPLICATE_REPORT",
      "record_leave OK",
      "record_leave READ_ONLY",
      "record_leave LEAVE_RANGE_EMPTY",
      "record_leave LEAVE_NOT_APPROVED",
      "record_leave NO_SUCH_OFFICIAL",
      "decide_due OK",
      "decide_due nothing",
      "review_speaker OK",
      "review_speaker nothing",
  };
  for (const auto& [act, reasons] : OwnReasons()) {
    for (const char* usual : {"OK", "READ_ONLY", "NO_SUCH_INCIDENT", "TERMINAL_STATE"}) {
      all.push_back(absl::StrCat(act, " ", usual));
    }
    const std::vector<std::string> words = absl::StrSplit(reasons, ' ');
    for (const std::string& reason : words) all.push_back(absl::StrCat(act, " ", reason));
  }
  return all;
}

}  // namespace clarion::testing
