#include "services/core/speakers.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/core/docket_facts.h"
#include "services/core/proto_time.h"
#include "services/core/refusal.h"
#include "services/core/shanghai_time.h"
#include "services/core/usual_refusals.h"

namespace clarion::core {
namespace {

using Officials = std::vector<const v1::Official*>;

// The leave that covers `at`, or null.
const v1::Leave* LeaveAt(const v1::Official& official, absl::Time at) {
  for (const v1::Leave& leave : official.leave()) {
    if (FromProto(leave.from()) <= at && at < FromProto(leave.to())) return &leave;
  }
  return nullptr;
}

// Adds `official` if present and not there yet.
void Add(Officials& chain, const v1::Official* official, absl::Time at) {
  if (official == nullptr || !IsPresent(*official, at)) return;
  if (std::find(chain.begin(), chain.end(), official) == chain.end()) chain.push_back(official);
}

// Lead first, then the supporting bodies.
std::vector<std::string> Involved(const v1::Assignment& assignment) {
  std::vector<std::string> bodies = {assignment.lead()};
  bodies.insert(bodies.end(), assignment.supporting().begin(), assignment.supporting().end());
  return bodies;
}

const v1::Official* PrincipalOf(const v1::Roster& roster, const std::string& body) {
  for (const v1::Official& official : roster.officials()) {
    if (official.principal() && official.body() == body) return &official;
  }
  return nullptr;
}

// The principal, or who presides (主持工作) while the post is empty or its holder on leave.
void AddPrincipal(Officials& chain, const v1::Roster& roster, const std::string& body,
                  absl::Time at) {
  const v1::Official* principal = PrincipalOf(roster, body);
  if (principal == nullptr) return;
  if (principal->vacant()) return Add(chain, FindOfficial(roster, principal->acting()), at);
  if (const v1::Leave* leave = LeaveAt(*principal, at); leave != nullptr) {
    return Add(chain, FindOfficial(roster, leave->acting()), at);
  }
  Add(chain, principal, at);
}

// Deputies in charge (分管) of the bodies, in the order of the bodies.
Officials DeputiesInCharge(const v1::Roster& roster, const std::vector<std::string>& bodies) {
  Officials deputies;
  for (const std::string& body : bodies) {
    for (const v1::Official& official : roster.officials()) {
      if (Contains(official.in_charge_of(), body)) deputies.push_back(&official);
    }
  }
  return deputies;
}

// The complement (互补) speaks only while the deputy is on leave: an empty post has none.
void AddComplements(Officials& chain, const v1::Roster& roster, const v1::Official& deputy,
                    absl::Time at) {
  if (deputy.vacant() || LeaveAt(deputy, at) == nullptr) return;
  for (const v1::Official& official : roster.officials()) {
    if (Contains(official.complement_of(), deputy.id())) Add(chain, &official, at);
  }
}

bool IsCountyLeader(const v1::Roster& roster, const v1::Official& official) {
  const v1::Body* body = FindBody(roster, official.body());
  return body != nullptr && body->kind() == v1::BODY_KIND_COUNTY;
}

bool IsOfInvolvedBody(const v1::Roster& roster, const v1::Assignment& assignment,
                      const v1::Official& official) {
  return official.body() == assignment.lead() ||
         Contains(assignment.supporting(), official.body()) || IsCountyLeader(roster, official);
}

absl::Status Unfit(v1::ErrorReason reason, const v1::Official& official, const std::string& en,
                   const std::string& zh) {
  return Refuse({.code = absl::StatusCode::kFailedPrecondition,
                 .reason = reason,
                 .en = absl::StrCat(official.name(), " ", en),
                 .zh = absl::StrCat(official.name(), zh),
                 .metadata = {{"official", official.id()}}});
}

absl::Status OnLeave(const v1::Official& official, absl::Time at) {
  return Unfit(v1::ERROR_REASON_SPEAKER_ON_LEAVE, official,
               absl::StrCat("is on leave at ", ShanghaiTimeEn(at),
                            ". Choose another speaker, or name none and let the law pick."),
               absl::StrCat("于", ShanghaiTimeZh(at),
                            "在请假期间。请另选发言人,或不指定而由系统按规则选定。"));
}

}  // namespace

const v1::Body* FindBody(const v1::Roster& roster, const std::string& id) {
  for (const v1::Body& body : roster.bodies()) {
    if (body.id() == id) return &body;
  }
  return nullptr;
}

const v1::Official* FindOfficial(const v1::Roster& roster, const std::string& id) {
  if (id.empty()) return nullptr;
  for (const v1::Official& official : roster.officials()) {
    if (official.id() == id) return &official;
  }
  return nullptr;
}

bool IsPresent(const v1::Official& official, absl::Time at) {
  return !official.vacant() && LeaveAt(official, at) == nullptr;
}

Officials PrincipalChain(const v1::Roster& roster, const v1::Assignment& assignment,
                         absl::Time at) {
  Officials chain;
  const std::vector<std::string> bodies = Involved(assignment);
  for (const std::string& body : bodies) AddPrincipal(chain, roster, body, at);
  const Officials deputies = DeputiesInCharge(roster, bodies);
  for (const v1::Official* deputy : deputies) Add(chain, deputy, at);
  for (const v1::Official* deputy : deputies) AddComplements(chain, roster, *deputy, at);
  for (const v1::Official& official : roster.officials()) {
    if (official.executive()) Add(chain, &official, at);
  }
  for (const v1::Body& body : roster.bodies()) {
    if (body.kind() == v1::BODY_KIND_COUNTY) AddPrincipal(chain, roster, body.id(), at);
  }
  return chain;
}

Officials SpeakerChain(const v1::Roster& roster, const v1::Assignment& assignment, v1::Grade grade,
                       absl::Time at) {
  Officials chain = PrincipalChain(roster, assignment, at);
  if (IsMajor(grade)) return chain;
  for (const std::string& body : Involved(assignment)) {
    for (const v1::Official& official : roster.officials()) {
      if (official.body() == body) Add(chain, &official, at);
    }
  }
  for (const v1::Official& official : roster.officials()) {
    if (IsCountyLeader(roster, official)) Add(chain, &official, at);
  }
  return chain;
}

absl::Status CheckSpeaker(const v1::Roster& roster, const v1::Assignment& assignment,
                          v1::SpeakerRule rule, const std::string& official, absl::Time at) {
  const v1::Official* speaker = FindOfficial(roster, official);
  if (speaker == nullptr) return NoSuchOfficial(official);
  if (LeaveAt(*speaker, at) != nullptr) return OnLeave(*speaker, at);
  if (speaker->vacant()) {
    return Unfit(v1::ERROR_REASON_POST_VACANT, *speaker,
                 "stands for a vacant post. Choose who presides, or another speaker.",
                 "所在职位空缺。请选择主持工作的负责人或其他发言人。");
  }
  const Officials chain = PrincipalChain(roster, assignment, at);
  if (std::find(chain.begin(), chain.end(), speaker) != chain.end()) return absl::OkStatus();
  if (!IsOfInvolvedBody(roster, assignment, *speaker)) {
    return Unfit(v1::ERROR_REASON_SPEAKER_NOT_OF_INVOLVED_BODY, *speaker,
                 "is neither of a body involved nor a county leader. Choose one who is.",
                 "既非涉事单位人员,也非县领导。请另选发言人。");
  }
  if (rule != v1::SPEAKER_RULE_PRINCIPAL) return absl::OkStatus();
  return Unfit(v1::ERROR_REASON_SPEAKER_NOT_PRINCIPAL, *speaker,
               "is not the principal leader nor who stands in for one; grades I and II ask for "
               "that. Choose the principal, or name none and let the law pick.",
               "不是主要负责人或其代行人,特别重大、重大事件须由主要负责人发声。"
               "请另选,或不指定而由系统按规则选定。");
}

}  // namespace clarion::core
