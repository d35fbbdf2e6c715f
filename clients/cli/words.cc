#include "clients/cli/words.h"

#include <algorithm>
#include <cctype>
#include <map>

#include "absl/strings/str_cat.h"
#include "clients/cli/advice.h"

namespace clarion::cli {
namespace {

struct Entry {
  const char* name;  // of the value, as in the contract
  Word word;
};

constexpr Entry kWords[] = {
    // Grade (突发事件应对法 art. 3)
    {"GRADE_UNSPECIFIED", {"未填", "not given"}},
    {"GRADE_I", {"特别重大", "I especially major"}},
    {"GRADE_II", {"重大", "II major"}},
    {"GRADE_III", {"较大", "III relatively major"}},
    {"GRADE_IV", {"一般", "IV ordinary"}},
    {"GRADE_NONE", {"未定级", "not graded"}},
    // IncidentState
    {"INCIDENT_STATE_UNSPECIFIED", {"不明", "unknown"}},
    {"INCIDENT_STATE_REGISTERED", {"已接报", "registered"}},
    {"INCIDENT_STATE_VERIFIED", {"已核实", "verified"}},
    {"INCIDENT_STATE_ASSIGNED", {"已交办", "assigned"}},
    {"INCIDENT_STATE_RESPONDING", {"处置回应中", "responding"}},
    {"INCIDENT_STATE_CLOSED", {"已办结", "closed"}},
    {"INCIDENT_STATE_MERGED", {"已并案", "merged"}},
    {"INCIDENT_STATE_FALSE_REPORT", {"不实", "false report"}},
    // ObligationKind
    {"OBLIGATION_KIND_UNSPECIFIED", {"不明", "unknown"}},
    {"OBLIGATION_KIND_AUTHORITATIVE_INFO", {"权威信息", "authoritative information"}},
    {"OBLIGATION_KIND_PRESS_CONFERENCE", {"新闻发布会", "press conference"}},
    {"OBLIGATION_KIND_CONTINUED_RELEASE", {"持续发布", "continued release"}},
    {"OBLIGATION_KIND_PUBLIC_RESPONSE", {"回应", "public response"}},
    {"OBLIGATION_KIND_SUPERIOR_REPORT", {"信息报告", "report to superior"}},
    {"OBLIGATION_KIND_SPOKESPERSON_ACK", {"签收", "speaker signs"}},
    {"OBLIGATION_KIND_CONSULTATION", {"征求意见", "consultation"}},
    {"OBLIGATION_KIND_FOLLOW_UP", {"跟踪督办", "follow-up"}},
    {"OBLIGATION_KIND_PROMISE", {"承诺", "promise"}},
    {"OBLIGATION_KIND_REVIEW", {"事后审查", "review"}},
    // ObligationStatus
    {"OBLIGATION_STATUS_UNSPECIFIED", {"不明", "unknown"}},
    {"OBLIGATION_STATUS_PENDING", {"进行中", "pending"}},
    {"OBLIGATION_STATUS_MET", {"按时", "met"}},
    {"OBLIGATION_STATUS_MET_LATE", {"逾期完成", "met late"}},
    {"OBLIGATION_STATUS_BREACHED", {"逾期", "breached"}},
    {"OBLIGATION_STATUS_WAIVED", {"豁免", "waived"}},
    {"OBLIGATION_STATUS_CANCELLED", {"撤销", "cancelled"}},
    // ReleaseKind
    {"RELEASE_KIND_UNSPECIFIED", {"不明", "unknown"}},
    {"RELEASE_KIND_AUTHORITATIVE", {"权威信息发布", "authoritative"}},
    {"RELEASE_KIND_UPDATE", {"续报", "update"}},
    {"RELEASE_KIND_CLARIFICATION", {"澄清", "clarification"}},
    {"RELEASE_KIND_CORRECTION", {"更正", "correction"}},
    {"RELEASE_KIND_HOLDING", {"首条告知", "holding notice"}},
    // ReleaseState
    {"RELEASE_STATE_UNSPECIFIED", {"不明", "unknown"}},
    {"RELEASE_STATE_DRAFT", {"草稿", "draft"}},
    {"RELEASE_STATE_SUBMITTED", {"送审", "submitted"}},
    {"RELEASE_STATE_APPROVED", {"已批", "approved"}},
    {"RELEASE_STATE_PUBLISHED", {"已发布", "published"}},
    {"RELEASE_STATE_RETRACTED", {"已撤回", "retracted"}},
    // SecrecyReview (政府信息公开条例 art. 17)
    {"SECRECY_REVIEW_UNSPECIFIED", {"未审查", "not reviewed"}},
    {"SECRECY_REVIEW_PASS", {"可以公开", "pass"}},
    {"SECRECY_REVIEW_FAIL", {"不予公开", "fail"}},
    // ConferenceForm
    {"CONFERENCE_FORM_UNSPECIFIED", {"不明", "unknown"}},
    {"CONFERENCE_FORM_PRESS_CONFERENCE", {"新闻发布会", "press conference"}},
    {"CONFERENCE_FORM_ONLINE_PRESS_CONFERENCE", {"网络新闻发布会", "online press conference"}},
    {"CONFERENCE_FORM_BRIEFING", {"吹风会", "briefing"}},
    {"CONFERENCE_FORM_INTERVIEW", {"专访", "interview"}},
    {"CONFERENCE_FORM_WRITTEN", {"书面答问", "written answers"}},
    // ConferenceState
    {"CONFERENCE_STATE_UNSPECIFIED", {"不明", "unknown"}},
    {"CONFERENCE_STATE_SCHEDULED", {"已计划", "scheduled"}},
    {"CONFERENCE_STATE_BEGUN", {"进行中", "under way"}},
    {"CONFERENCE_STATE_ENDED", {"已结束", "ended"}},
    {"CONFERENCE_STATE_ABORTED", {"已中止", "broken off"}},
    // ReportMode
    {"REPORT_MODE_UNSPECIFIED", {"不明", "unknown"}},
    {"REPORT_MODE_WRITTEN", {"书面", "written"}},
    {"REPORT_MODE_NETWORK", {"网络", "network"}},
    {"REPORT_MODE_PHONE", {"电话", "phone"}},
    // WaiverGround
    {"WAIVER_GROUND_UNSPECIFIED", {"未填", "not given"}},
    {"WAIVER_GROUND_SUPERIOR_TAKEOVER", {"上级接管", "superior takeover"}},
    {"WAIVER_GROUND_STATE_SECRET", {"国家秘密", "state secret"}},
    {"WAIVER_GROUND_DOWNGRADED", {"降级不再适用", "downgraded"}},
    {"WAIVER_GROUND_OTHER_FORM_DIRECTED", {"上级指定其他形式", "other form directed"}},
    // NoticeRole
    {"NOTICE_ROLE_UNSPECIFIED", {"不明", "unknown"}},
    {"NOTICE_ROLE_DUTY", {"值班员", "duty officers"}},
    {"NOTICE_ROLE_LEAD_BODY", {"牵头单位", "lead body"}},
    {"NOTICE_ROLE_SPEAKER", {"发言人", "speaker"}},
    {"NOTICE_ROLE_OFFICE_DIRECTOR", {"政府办主任", "office director"}},
    {"NOTICE_ROLE_COUNTY_LEADER", {"县领导", "county leaders"}},
    {"NOTICE_ROLE_SUPERIOR", {"上级政府", "superior"}},
    {"NOTICE_ROLE_EXTERNAL", {"社会公众", "public"}},
    {"NOTICE_ROLE_POLICE", {"公安机关", "police"}},
    // Role
    {"ROLE_UNSPECIFIED", {"不明", "unknown"}},
    {"ROLE_DUTY", {"值班员", "duty officer"}},
    {"ROLE_APPROVER", {"审批人", "approver"}},
    {"ROLE_SPEAKER", {"发言人", "speaker"}},
    {"ROLE_CLERK", {"承办单位", "lead-body clerk"}},
    {"ROLE_INSPECTOR", {"督查", "inspector"}},
    {"ROLE_ADMINISTRATOR", {"管理员", "administrator"}},
    {"ROLE_INTEGRATION", {"接入系统", "integration"}},
    {"ROLE_SYSTEM", {"系统", "system"}},
    // SpeakerReason
    {"SPEAKER_REASON_UNSPECIFIED", {"不明", "unknown"}},
    {"SPEAKER_REASON_NAMED", {"值班员指定", "named by the duty officer"}},
    {"SPEAKER_REASON_CHOSEN", {"依次确定", "first of the chain"}},
    {"SPEAKER_REASON_ESCALATED", {"前一人未按时签收", "the one before let the time pass"}},
    {"SPEAKER_REASON_REASSIGNED",
     {"前一人不在岗或不再适格", "the one before is away or not eligible"}},
    {"SPEAKER_REASON_REFUSED", {"前一人拒绝", "the one before refused"}},
    // EvidenceKind
    {"EVIDENCE_KIND_UNSPECIFIED", {"不明", "unknown"}},
    {"EVIDENCE_KIND_RELEASE", {"信息发布", "release"}},
    {"EVIDENCE_KIND_CONFERENCE", {"新闻发布会", "press conference"}},
    {"EVIDENCE_KIND_SUPERIOR_REPORT", {"信息报告", "report to superior"}},
    // NoticeSubject
    {"NOTICE_SUBJECT_UNSPECIFIED", {"不明", "unknown"}},
    {"NOTICE_SUBJECT_REGISTERED", {"接报", "registered"}},
    {"NOTICE_SUBJECT_GRADED", {"定为重大以上", "graded I or II"}},
    {"NOTICE_SUBJECT_LEAD_ASSIGNED", {"交办", "lead assigned"}},
    {"NOTICE_SUBJECT_SPEAKER_CHOSEN", {"确定发言人", "speaker chosen"}},
    {"NOTICE_SUBJECT_AT_RISK", {"临期", "nearly due"}},
    {"NOTICE_SUBJECT_BREACHED", {"逾期", "breached"}},
    {"NOTICE_SUBJECT_NO_ELIGIBLE_SPEAKER", {"无适格发言人", "no eligible speaker"}},
    {"NOTICE_SUBJECT_SCHEDULED_AFTER_DEADLINE", {"发布会计划晚于时限", "planned after the limit"}},
    {"NOTICE_SUBJECT_RELEASE", {"信息发布", "release"}},
    {"NOTICE_SUBJECT_CONFERENCE_BEGUN", {"发布会开始", "conference begun"}},
    {"NOTICE_SUBJECT_SUPERIOR_REPORT", {"上报", "report to superior"}},
    {"NOTICE_SUBJECT_REFERRAL", {"线索移交", "referral"}},
    {"NOTICE_SUBJECT_REMINDER", {"时限提醒", "reminder of a clock"}},
    {"NOTICE_SUBJECT_LEAD_MISSING", {"逾时未交办", "no lead body in time"}},
    {"NOTICE_SUBJECT_TRANSFER", {"移交待接收", "transfer to be accepted"}},
    {"NOTICE_SUBJECT_MERGED", {"并案", "merged"}},
    // BodyKind
    {"BODY_KIND_UNSPECIFIED", {"不明", "unknown"}},
    {"BODY_KIND_COUNTY", {"县级人民政府", "county government"}},
    {"BODY_KIND_SUPERIOR", {"上级政府", "superior government"}},
    {"BODY_KIND_DEPARTMENT", {"部门", "department"}},
    {"BODY_KIND_SUBDISTRICT", {"街道", "subdistrict"}},
    {"BODY_KIND_TOWNSHIP", {"乡镇", "township"}},
    // Trigger, SpeakerRule
    {"TRIGGER_UNSPECIFIED", {"不明", "unknown"}},
    {"TRIGGER_START", {"发现或接报", "start of the incident"}},
    {"TRIGGER_RELEASE", {"每次有效发布", "each standing release"}},
    {"TRIGGER_ASSIGNMENT", {"每次确定发言人", "each assignment of a speaker"}},
    {"SPEAKER_RULE_UNSPECIFIED", {"不限", "nobody in particular"}},
    {"SPEAKER_RULE_PRINCIPAL", {"主要负责人", "principal leader"}},
    {"SPEAKER_RULE_LEADER", {"负责人或新闻发言人", "a leader or spokesperson"}},
    // Durability
    {"DURABILITY_UNSPECIFIED", {"不明", "unknown"}},
    {"DURABILITY_DISK", {"落盘", "disk"}},
    {"DURABILITY_RELAXED", {"宽松", "relaxed"}},
    {"DURABILITY_REPLICATED", {"主备", "replicated"}},
};

const std::map<std::string, Word>& Words() {
  static const auto& words = *[] {
    auto* map = new std::map<std::string, Word>;
    for (const Entry& entry : kWords) map->emplace(entry.name, entry.word);
    return map;
  }();
  return words;
}

std::string Upper(std::string text) {
  for (char& c : text) {
    c = c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return text;
}

}  // namespace

const Word* FindWord(const google::protobuf::EnumValueDescriptor& value) {
  if (const Advice* advice = FindAdvice(value)) return &advice->word;
  const auto found = Words().find(value.name());
  return found == Words().end() ? nullptr : &found->second;
}

std::string WordFor(const google::protobuf::EnumDescriptor& type, int value, Lang lang) {
  const auto* descriptor = type.FindValueByNumber(value);
  const Word* word = descriptor == nullptr ? nullptr : FindWord(*descriptor);
  return word == nullptr ? absl::StrCat("#", value) : word->In(lang);
}

std::string BareName(const google::protobuf::EnumValueDescriptor& value) {
  // The first value is the type's prefix and UNSPECIFIED.
  const std::string& first = value.type()->value(0)->name();
  const size_t prefix = first.size() - std::string("UNSPECIFIED").size();
  return value.name().substr(prefix);
}

std::string TypedName(const google::protobuf::EnumValueDescriptor& value) {
  std::string name = BareName(value);
  if (value.type()->name() == "Grade") return name;  // a numeral
  for (char& c : name) {
    c = c == '_' ? '-' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return name;
}

std::string TypedNames(const google::protobuf::EnumDescriptor& type, const std::string& between) {
  std::string names;
  for (int i = 1; i < type.value_count(); ++i) {
    absl::StrAppend(&names, i == 1 ? "" : between, TypedName(*type.value(i)));
  }
  return names;
}

std::optional<int> ParseValue(const google::protobuf::EnumDescriptor& type,
                              const std::string& text) {
  const std::string upper = Upper(text);
  for (int i = 1; i < type.value_count(); ++i) {
    const auto& value = *type.value(i);
    const Word* word = FindWord(value);
    if (BareName(value) == upper || value.name() == upper ||
        (word != nullptr && word->zh == text)) {
      return value.number();
    }
  }
  return std::nullopt;
}

}  // namespace clarion::cli
