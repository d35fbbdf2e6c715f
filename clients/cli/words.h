// Every word the command line says in two languages: the domain's terms for the values of the
// contract, and the headings of tables.
//
// The Chinese terms are those of the rules. One file, so that a term is chosen once; a test goes
// over every value of every enum of the contract and finds it here. Pure; thread-safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/generated_enum_reflection.h"

namespace clarion::cli {

enum class Lang { kZh, kEn };

struct Word {
  const char* zh;
  const char* en;
  const char* In(Lang lang) const { return lang == Lang::kZh ? zh : en; }
};

// Null when the value has no word.
const Word* FindWord(const google::protobuf::EnumValueDescriptor& value);

std::string WordFor(const google::protobuf::EnumDescriptor& type, int value, Lang lang);

// The word of a value; a value newer than this program is shown by its number.
template <class Enum>
std::string WordFor(Enum value, Lang lang) {
  return WordFor(*google::protobuf::GetEnumDescriptor<Enum>(), value, lang);
}

// `NOT_VERIFIED` of ERROR_REASON_NOT_VERIFIED: as people type and read it.
std::string BareName(const google::protobuf::EnumValueDescriptor& value);

// All names but the unspecified as people type them: `press-conference, briefing`; the grades as
// they are written, `I, II, III`.
std::string TypedNames(const google::protobuf::EnumDescriptor& type, const std::string& between);

// One of them: `press-conference`.
std::string TypedName(const google::protobuf::EnumValueDescriptor& value);
template <class Enum>
std::string TypedName(Enum value) {
  const auto* found = google::protobuf::GetEnumDescriptor<Enum>()->FindValueByNumber(value);
  return found == nullptr ? std::string() : TypedName(*found);
}

std::optional<int> ParseValue(const google::protobuf::EnumDescriptor& type,
                              const std::string& text);

// The value a person typed: `press-conference`, `PRESS_CONFERENCE` or the Chinese word.
template <class Enum>
std::optional<Enum> ParseWord(const std::string& text) {
  const auto value = ParseValue(*google::protobuf::GetEnumDescriptor<Enum>(), text);
  if (!value) return std::nullopt;
  return static_cast<Enum>(*value);
}

// Headings and labels.
namespace label {
inline constexpr Word kIncident{"编号", "incident"};
inline constexpr Word kTitle{"标题", "title"};
inline constexpr Word kGrade{"等级", "grade"};
inline constexpr Word kState{"状态", "state"};
inline constexpr Word kStart{"起点", "start"};
inline constexpr Word kDue{"截止", "due"};
inline constexpr Word kRemaining{"余时", "time"};
inline constexpr Word kObligation{"时限", "obligation"};
inline constexpr Word kArticle{"依据条款", "article"};
inline constexpr Word kHolder{"责任方", "holder"};
inline constexpr Word kLead{"牵头单位", "lead"};
inline constexpr Word kSupporting{"协办单位", "supporting"};
inline constexpr Word kSpeaker{"发言人", "speaker"};
inline constexpr Word kSpeakers{"发言人", "speakers"};
inline constexpr Word kAcknowledged{"签收", "acknowledged"};
inline constexpr Word kMetAt{"完成时间", "met at"};
inline constexpr Word kMetBy{"完成事项", "met by"};
inline constexpr Word kNextDue{"下一时限", "next due"};
inline constexpr Word kPlace{"地点", "place"};
inline constexpr Word kSummary{"基本情况", "summary"};
inline constexpr Word kBasis{"依据", "basis"};
inline constexpr Word kDetected{"发现时间", "detected"};
inline constexpr Word kOccurred{"发生时间", "occurred"};
inline constexpr Word kRegistered{"登记时间", "registered"};
inline constexpr Word kSource{"来源", "source"};
inline constexpr Word kVerified{"核实", "verified"};
inline constexpr Word kRulePack{"规则", "rules"};
inline constexpr Word kVersion{"版本", "version"};
inline constexpr Word kEtag{"校验", "etag"};
inline constexpr Word kReports{"接报", "reports"};
inline constexpr Word kReleases{"发布", "releases"};
inline constexpr Word kConferences{"发布会", "conferences"};
inline constexpr Word kSuperiorReports{"信息报告", "superior reports"};
inline constexpr Word kAssignment{"交办", "assignment"};
inline constexpr Word kObligations{"时限", "obligations"};
inline constexpr Word kClosing{"办结", "closing"};
inline constexpr Word kId{"标识", "id"};
inline constexpr Word kKind{"类别", "kind"};
inline constexpr Word kForm{"形式", "form"};
inline constexpr Word kMode{"方式", "mode"};
inline constexpr Word kTo{"报送", "to"};
inline constexpr Word kDocument{"文号", "document"};
inline constexpr Word kText{"文本", "text"};
inline constexpr Word kHash{"哈希", "hash"};
inline constexpr Word kAuthors{"起草人", "authors"};
inline constexpr Word kApprover{"审批人", "approver"};
inline constexpr Word kPublished{"发布时间", "published"};
inline constexpr Word kChannels{"渠道", "channels"};
inline constexpr Word kPlanned{"计划时间", "planned"};
inline constexpr Word kBegun{"开始时间", "begun"};
inline constexpr Word kEnded{"结束时间", "ended"};
inline constexpr Word kTime{"时间", "time"};
inline constexpr Word kWho{"经办", "who"};
inline constexpr Word kWhat{"事项", "what"};
inline constexpr Word kWhom{"通知", "whom"};
inline constexpr Word kAbout{"对象", "about"};
inline constexpr Word kChannel{"渠道", "channel"};
inline constexpr Word kReceived{"收到时间", "received"};
inline constexpr Word kName{"名称", "name"};
inline constexpr Word kPost{"职务", "post"};
inline constexpr Word kBody{"单位", "body"};
inline constexpr Word kMarks{"标记", "marks"};
inline constexpr Word kRegion{"地区", "region"};
inline constexpr Word kAccount{"账号", "account"};
inline constexpr Word kContext{"环境", "context"};
inline constexpr Word kServer{"服务地址", "server"};
inline constexpr Word kService{"服务", "service"};
inline constexpr Word kHealth{"健康", "health"};
inline constexpr Word kNote{"说明", "note"};
inline constexpr Word kShard{"分片", "shard"};
inline constexpr Word kSequence{"序号", "sequence"};
inline constexpr Word kFollowers{"跟随者", "followers"};
inline constexpr Word kNextStep{"下一步", "next"};
inline constexpr Word kReason{"原因", "reason"};
inline constexpr Word kError{"错误", "error"};
inline constexpr Word kDrill{"【演练】", "[DRILL] "};
inline constexpr Word kYes{"是", "yes"};
inline constexpr Word kNo{"否", "no"};
inline constexpr Word kNone{"无", "none"};
inline constexpr Word kBeijingTime{"时间均为北京时间(+08:00)。",
                                   "Times are Beijing time (+08:00)."};
}  // namespace label

}  // namespace clarion::cli
