#include "services/core/speakers.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/core/docket_facts.h"
#include "services/core/proto_time.h"
#include "services/core/refusal.h"
#include "services/core/shanghai_time.h"
#include "services/core/usual_refusals.h"

namespace clarion::core {
namespace {

using Officials = std::vector<const v1::Official*>;

// The steps of the chain.
enum Step {
  kLeadBody = 1,
  kSupportingBody,
  kDeputyInCharge,
  kComplement,
  kExecutive,
  kHeadOfCounty,
  kAnybodyElse,
};

// The leave that covers `at`, or null.
const v1::Leave* LeaveAt(const v1::Official& official, absl::Time at) {
  for (const v1::Leave& leave : official.leave()) {
    if (FromProto(leave.from()) <= at && at < FromProto(leave.to())) return &leave;
  }
  return nullptr;
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

// Who presides while the post is empty or its holder on leave; null when nobody is named.
const v1::Official* StandInOf(const v1::Roster& roster, const v1::Official& principal,
                              absl::Time at) {
  if (principal.vacant()) return FindOfficial(roster, principal.acting());
  const v1::Leave* leave = LeaveAt(principal, at);
  return leave == nullptr ? nullptr : FindOfficial(roster, leave->acting());
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

// The chain as it grows, each official once: who was found unfit for one step is not fit for
// another.
class Chain {
 public:
  Chain(const v1::Roster& roster, absl::Time at) : roster_(roster), at_(at) {}

  void Add(const v1::Official* official, int step) {
    if (official == nullptr) return;
    const auto known = std::any_of(places_.begin(), places_.end(), [&](const ChainPlace& place) {
      return place.official == official;
    });
    if (!known) places_.push_back({official, step, ReasonAgainst(*official)});
  }

  // The principal and, while the post is empty or its holder on leave, who presides (主持工作).
  void AddPrincipal(const std::string& body, int step) {
    const v1::Official* principal = PrincipalOf(roster_, body);
    if (principal == nullptr) return;
    Add(principal, step);
    if (!IsPresent(*principal, at_)) Add(StandInOf(roster_, *principal, at_), step);
  }

  // The complement (互补) speaks only while the deputy is on leave: an empty post has none.
  void AddComplements(const v1::Official& deputy) {
    if (deputy.vacant() || LeaveAt(deputy, at_) == nullptr) return;
    for (const v1::Official& official : roster_.officials()) {
      if (Contains(official.complement_of(), deputy.id())) Add(&official, kComplement);
    }
  }

  std::vector<ChainPlace> places() && { return std::move(places_); }

 private:
  v1::ErrorReason ReasonAgainst(const v1::Official& official) const {
    if (official.vacant()) return v1::ERROR_REASON_POST_VACANT;
    return LeaveAt(official, at_) != nullptr ? v1::ERROR_REASON_SPEAKER_ON_LEAVE
                                             : v1::ERROR_REASON_UNSPECIFIED;
  }

  const v1::Roster& roster_;
  const absl::Time at_;
  std::vector<ChainPlace> places_;
};

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

const v1::Official* PrincipalAt(const v1::Roster& roster, const std::string& body, absl::Time at) {
  const v1::Official* principal = PrincipalOf(roster, body);
  if (principal == nullptr) return nullptr;
  if (!IsPresent(*principal, at)) principal = StandInOf(roster, *principal, at);
  return principal != nullptr && IsPresent(*principal, at) ? principal : nullptr;
}

std::optional<absl::Time> NextLeave(const v1::Official& official, absl::Time now) {
  std::optional<absl::Time> next;
  for (const v1::Leave& leave : official.leave()) {
    const absl::Time from = FromProto(leave.from());
    if (from > now && (!next.has_value() || from < *next)) next = from;
  }
  return next;
}

std::vector<ChainPlace> WholeChain(const v1::Roster& roster, const v1::Assignment& assignment,
                                   v1::Grade grade, absl::Time at) {
  Chain chain(roster, at);
  const std::vector<std::string> bodies = Involved(assignment);
  for (size_t i = 0; i < bodies.size(); ++i) {
    chain.AddPrincipal(bodies[i], i == 0 ? kLeadBody : kSupportingBody);
  }
  const Officials deputies = DeputiesInCharge(roster, bodies);
  for (const v1::Official* deputy : deputies) chain.Add(deputy, kDeputyInCharge);
  for (const v1::Official* deputy : deputies) chain.AddComplements(*deputy);
  for (const v1::Official& official : roster.officials()) {
    if (official.executive()) chain.Add(&official, kExecutive);
  }
  for (const v1::Body& body : roster.bodies()) {
    if (body.kind() == v1::BODY_KIND_COUNTY) chain.AddPrincipal(body.id(), kHeadOfCounty);
  }
  if (IsMajor(grade)) return std::move(chain).places();
  for (const std::string& body : bodies) {
    for (const v1::Official& official : roster.officials()) {
      if (official.body() == body) chain.Add(&official, kAnybodyElse);
    }
  }
  for (const v1::Official& official : roster.officials()) {
    if (IsCountyLeader(roster, official)) chain.Add(&official, kAnybodyElse);
  }
  return std::move(chain).places();
}

Officials PrincipalChain(const v1::Roster& roster, const v1::Assignment& assignment,
                         absl::Time at) {
  return SpeakerChain(roster, assignment, v1::GRADE_I, at);
}

Officials SpeakerChain(const v1::Roster& roster, const v1::Assignment& assignment, v1::Grade grade,
                       absl::Time at) {
  Officials chain;
  for (const ChainPlace& place : WholeChain(roster, assignment, grade, at)) {
    if (place.reason == v1::ERROR_REASON_UNSPECIFIED) chain.push_back(place.official);
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
