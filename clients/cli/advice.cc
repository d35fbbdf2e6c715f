#include "clients/cli/advice.h"

#include <map>

#include "clarion/v1/errors.pb.h"

namespace clarion::cli {
namespace {

constexpr char kShow[] = "clarion incident show {}";
constexpr char kLogin[] = "clarion login";
constexpr char kGrounds[] = "clarion deadline waive request --help";

constexpr Advice kAdvice[] = {
    {"UNSPECIFIED", {"未说明", "not said"}, "clarion doctor"},
    {"READ_ONLY", {"督查账号只读", "an inspector changes nothing"}, "clarion context list"},
    {"NOT_APPROVER", {"须由审批人办理", "only an approver may"}, "... --context APPROVER"},
    {"SELF_APPROVAL",
     {"不得审批本人经手的事项", "no one approves their own"},
     "... --context APPROVER"},
    {"NOT_THE_SPEAKER", {"不是指定发言人", "not the chosen speaker"}, "... --context SPEAKER"},
    {"NOT_RECEIVER", {"不是接收单位", "not of the receiving body"}, kShow},
    {"NOT_COSIGNER",
     {"不是会签单位主要负责人", "not a principal of a joint body"},
     "... --context SPEAKER"},
    {"ROLE_NOT_ALLOWED", {"账号角色无此权限", "the role may not do this"}, "clarion context list"},
    {"NO_SUCH_INCIDENT", {"无此事件", "no such incident"}, "clarion incident list"},
    {"NO_SUCH_RELEASE", {"无此文本", "no such release"}, kShow},
    {"NO_SUCH_OFFICIAL", {"名册无此人", "no such official"}, "clarion roster show"},
    {"NO_SUCH_EVIDENCE", {"无此证据", "no such evidence"}, kShow},
    {"NO_SUCH_BODY", {"名册无此单位", "no such body"}, "clarion roster show"},
    {"NO_SUCH_REGION", {"无此地区", "no such region"}, "clarion context show"},
    {"NO_SUCH_ACCOUNT", {"无此账号", "no such account"}, "clarion user list"},
    {"NO_SUCH_TEXT", {"无此文本内容", "no such text"}, kShow},
    {"DETECTED_IN_FUTURE", {"发现时间晚于现在", "detected in the future"}, "clarion clock show"},
    {"OCCURRED_AFTER_DETECTED",
     {"发生时间晚于发现时间", "occurred after detected"},
     "clarion incident register --help"},
    {"BASIS_REQUIRED", {"须填依据", "a basis is required"}, "... --basis TEXT"},
    {"GROUND_REQUIRED", {"须填豁免理由", "a ground is required"}, kGrounds},
    {"GROUND_NOT_RECOGNISED", {"豁免理由不在清单内", "the ground is not recognised"}, kGrounds},
    {"CHANNEL_NOT_OFFICIAL", {"缺少官方渠道", "no official channel"}, "... --channel GOV_SITE"},
    {"SAME_INCIDENT", {"不能与自身并案", "the same incident"}, "clarion incident list"},
    {"EFFECTIVE_IN_FUTURE", {"生效时间晚于现在", "effective in the future"}, "clarion clock show"},
    {"PROOF_REQUIRED", {"须附证明", "a proof is required"}, "... --proof ADDRESS"},
    {"LEAVE_RANGE_EMPTY",
     {"请假起止有误", "the leave ends before it begins"},
     "clarion leave record --help"},
    {"FIELD_INVALID", {"填写有误", "a field is invalid"}, "--help"},
    {"REQUEST_ID_REUSED",
     {"请求号已用于其他请求", "the request id was used for another request"},
     "... -request-id"},
    {"ROSTER_INVALID",
     {"名册有误", "the roster is not consistent"},
     "clarion roster import FILE --dry-run"},
    {"DUPLICATE_REPORT",
     {"重复接报", "already registered"},
     "clarion incident add-report {} --channel 12345"},
    {"ALREADY_PUBLISHED", {"已经发布", "already published"}, kShow},
    {"ALREADY_EXISTS", {"已经存在", "already exists"}, "clarion user list"},
    {"HASH_MISMATCH",
     {"文本已变，哈希不符", "the text is another one"},
     "clarion release show {} r1"},
    {"DOCKET_CHANGED", {"事件已被他人更新", "the docket has changed"}, kShow},
    {"TERMINAL_STATE", {"已办结或已并案", "closed or merged"}, kShow},
    {"NOT_VERIFIED",
     {"基本事实未核实", "basic facts are not verified"},
     "clarion incident verify {} --basis TEXT"},
    {"NOT_APPROVED",
     {"未经审批", "not approved"},
     "clarion --context APPROVER release approve {} r1"},
    {"APPROVAL_VOID",
     {"修改后审批失效", "an edit voided the approval"},
     "clarion release submit {} r1 --review pass"},
    {"NOT_SUBMITTED", {"未送审", "not submitted"}, "clarion release submit {} r1 --review pass"},
    {"NOT_PUBLISHED", {"未发布", "not published"}, kShow},
    {"ALREADY_PUBLISHED_USE_RETRACT",
     {"已发布，须更正或撤回", "published: correct or retract"},
     "clarion release retract {} r1 --reason TEXT --correction r2"},
    {"SECRECY_REVIEW_MISSING",
     {"未作保密审查", "the secrecy review is missing"},
     "clarion release submit {} r1 --review pass"},
    {"SECRECY_REVIEW_FAILED",
     {"保密审查未通过", "the secrecy review did not pass"},
     "clarion release edit {} r1 --text-file F"},
    {"COSIGN_MISSING",
     {"会签未完成", "a co-signature is missing"},
     "clarion --context SPEAKER release cosign {} r1"},
    {"CORRECTION_NOT_APPROVED",
     {"更正未经审批", "the correction is not approved"},
     "clarion --context APPROVER release approve {} r2"},
    {"SPEAKER_NOT_PRINCIPAL",
     {"须由主要负责人发言", "the principal leader must speak"},
     "clarion speaker propose {}"},
    {"SPEAKER_NOT_OF_INVOLVED_BODY",
     {"不属涉事单位或县领导", "not of a body involved"},
     "clarion speaker propose {}"},
    {"SPEAKER_ON_LEAVE", {"届时请假", "on leave at that instant"}, "clarion speaker propose {}"},
    {"POST_VACANT", {"职位空缺", "the post is vacant"}, "clarion speaker propose {}"},
    {"NO_LEAD", {"尚未交办", "no lead body"}, "clarion assign {} --lead BODY"},
    {"LEAD_MUST_BE_SUPERIOR",
     {"涉及多地须由县级牵头", "a county body must lead"},
     "clarion roster show"},
    {"LEAVE_NOT_APPROVED",
     {"请假未经批准", "the leave is not approved"},
     "... --approved-by OFFICIAL"},
    {"CLOCK_CANNOT_MOVE_LATER", {"起点只能前移", "the start moves earlier only"}, kShow},
    {"CONFERENCE_NOT_STARTED",
     {"发布会未在进行", "the conference is not under way"},
     "clarion conference start {} --form press-conference --speaker OFFICIAL"},
    {"CONFERENCE_ALREADY_BEGUN", {"发布会已开始或已结束", "the conference has begun"}, kShow},
    {"OBLIGATION_NOT_ARMED", {"无此时限", "no such clock"}, "clarion deadline show {}"},
    {"ALREADY_MET", {"已经完成", "already met"}, "clarion deadline show {}"},
    {"ALREADY_BREACHED",
     {"已经逾期，只能说明", "breached: explain, not waive"},
     "clarion deadline show {}"},
    {"NO_WAIVE_REQUEST",
     {"无豁免申请", "no waiver is requested"},
     "clarion deadline waive request {} press-conference --ground GROUND --document NO"},
    {"NO_PENDING_TRANSFER", {"无待接收移交", "no transfer is pending"}, kShow},
    {"EXERCISE_MIX",
     {"演练与实战不得混同", "a drill and a real case never mix"},
     "clarion incident list"},
    {"OPEN_OBLIGATIONS",
     {"尚有未完成时限", "a clock is still running"},
     "clarion deadline show {}"},
    {"BREACH_UNEXPLAINED",
     {"逾期须附情况说明", "a breach needs an explanation"},
     "... --explanation TEXT"},
    {"MANUAL_CLOCK_ONLY", {"仅限手动时钟", "manual clocks only"}, "clarion clock show"},
    {"PAPER_TOO_LARGE", {"案卷超过上限", "the paper is full"}, kShow},
    {"NOT_SIGNED_IN", {"未登录或登录已过期", "not signed in"}, kLogin},
    {"SIGN_IN_FAILED", {"账号或密码不符", "account and password do not match"}, kLogin},
    {"QUEUE_FULL", {"服务繁忙，未作更改", "busy, nothing changed"}, "clarion doctor"},
    {"STORE_UNAVAILABLE",
     {"存储不可用，未作更改", "the store is unavailable, nothing changed"},
     "clarion doctor"},
    {"OUTCOME_UNKNOWN", {"结果不明，可能已完成", "perhaps done"}, kShow},
    {"SERVER_DRAINING", {"服务正在停止", "the process is stopping"}, "clarion doctor"},
    {"NEWER_SCHEMA", {"服务版本过旧", "a newer release wrote this"}, "clarion doctor"},
    {"CLOCK_OFF", {"服务时钟有差", "clocks differ, nothing changed"}, "clarion doctor"},
    {"NOT_SETTLED", {"时钟推进未就绪", "the data set did not settle"}, "clarion clock show"},
    {"DATA_DAMAGED",
     {"数据损坏，请联系运维", "data is damaged: call the operator"},
     "clarion-admin verify"},
    {"INTERNAL", {"内部错误，请联系运维", "a fault of ours: call the operator"}, "clarion doctor"},
    {"NO_SUCH_TEMPLATE",
     {"规则中无此模板", "the rules have no such template"},
     "clarion rules show {}"},
    {"ACCOUNT_DISABLED",
     {"账号已停用，请联系管理员", "the account is disabled: ask an administrator"},
     "clarion context list"},
    {"INTO_FALSE_REPORT",
     {"不得并入不实事件，请反向并案", "the other was found false: merge the other way round"},
     "clarion --context approver incident merge {} --into N"},
    {"RULES_DIFFER",
     {"两案规则不同，请反向并案", "the rules differ: merge the other way round"},
     "clarion --context approver incident merge {} --into N"},
    {"TEXT_HAS_BLANKS",
     {"文稿仍有留空", "the text still has blanks"},
     "clarion release edit {} r1 --text-file F"},
};

}  // namespace

const Advice* FindAdvice(const std::string& reason) {
  static const auto& by_reason = *[] {
    auto* map = new std::map<std::string, const Advice*>;
    for (const Advice& advice : kAdvice) (*map)[advice.reason] = &advice;
    return map;
  }();
  const auto found = by_reason.find(reason);
  return found == by_reason.end() ? nullptr : found->second;
}

const Advice* FindAdvice(const google::protobuf::EnumValueDescriptor& value) {
  if (value.type() != v1::ErrorReason_descriptor()) return nullptr;
  return FindAdvice(BareName(value));
}

int ExitCode(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kOk:
      return 0;
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kOutOfRange:
      return kExitUsage;
    case absl::StatusCode::kUnauthenticated:
    case absl::StatusCode::kPermissionDenied:
      return 3;
    case absl::StatusCode::kNotFound:
      return 4;
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kAborted:
      return 5;
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kDeadlineExceeded:
      return 6;
    default:
      return kExitFailure;
  }
}

}  // namespace clarion::cli
