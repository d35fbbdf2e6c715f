// Regions and their rosters (名册). An import is checked as one: every fault is named at once.
#include <map>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/core/acts.h"
#include "services/core/docket_facts.h"
#include "services/core/fields.h"
#include "services/core/proto_time.h"
#include "services/core/refusal.h"
#include "services/core/speakers.h"
#include "services/core/usual_refusals.h"

namespace clarion::core {
namespace {

constexpr int kPhonesMax = 5;

bool IsBodyKind(v1::BodyKind kind) {
  return v1::BodyKind_IsValid(kind) && kind != v1::BODY_KIND_UNSPECIFIED;
}

void CheckBodies(Fields& fields, const v1::Roster& roster) {
  std::set<std::string> seen;
  int counties = 0;
  for (int i = 0; i < roster.bodies_size(); ++i) {
    const v1::Body& body = roster.bodies(i);
    const std::string at = absl::StrCat("bodies[", i, "].");
    fields.Id(at + "id", body.id());
    fields.Require(seen.insert(body.id()).second, at + "id", "is used twice");
    fields.Text(at + "name_zh", body.name_zh(), 1, 100);
    fields.Text(at + "name_en", body.name_en(), 0, 100);
    fields.Require(IsBodyKind(body.kind()), at + "kind", "is required");
    if (body.kind() == v1::BODY_KIND_COUNTY) {
      fields.Require(++counties == 1, at + "kind", "is COUNTY a second time");
    }
  }
  if (roster.superior().empty()) return;
  const v1::Body* superior = FindBody(roster, roster.superior());
  fields.Require(superior != nullptr && superior->kind() == v1::BODY_KIND_SUPERIOR, "superior",
                 "is not a body of kind SUPERIOR");
}

// `other` stands in for `official`: somebody else, and in the roster.
void CheckStandIn(Fields& fields, const v1::Roster& roster, const std::string& field,
                  const v1::Official& official, const std::string& other) {
  fields.Require(FindOfficial(roster, other) != nullptr, field, "is not an official of the roster");
  fields.Require(other != official.id(), field, "is the official");
}

void CheckLeave(Fields& fields, const v1::Roster& roster, const std::string& at,
                const v1::Official& official, const v1::Leave& leave) {
  fields.Instant(at + "from", leave.has_from(), leave.from());
  fields.Instant(at + "to", leave.has_to(), leave.to());
  fields.Require(FromProto(leave.from()) < FromProto(leave.to()), at + "to", "is not after `from`");
  if (!leave.acting().empty()) {
    CheckStandIn(fields, roster, at + "acting", official, leave.acting());
  }
  fields.OptionalId(at + "approved_by", leave.approved_by());
  fields.Require(leave.approved_by() != official.id(), at + "approved_by", "is the official");
}

void CheckOfficial(Fields& fields, const v1::Roster& roster, const std::string& at,
                   const v1::Official& official) {
  fields.Id(at + "id", official.id());
  fields.Text(at + "name", official.name(), official.vacant() ? 0 : 1, 50);
  fields.Text(at + "post", official.post(), 1, 100);
  fields.Require(FindBody(roster, official.body()) != nullptr, at + "body",
                 "is not a body of the roster");
  for (const std::string& other : official.complement_of()) {
    CheckStandIn(fields, roster, at + "complement_of", official, other);
  }
  for (const std::string& body : official.in_charge_of()) {
    fields.Require(FindBody(roster, body) != nullptr, at + "in_charge_of",
                   "is not a body of the roster");
  }
  if (!official.acting().empty()) {
    fields.Require(official.vacant(), at + "acting",
                   "is for vacant posts; for leave name it there");
    CheckStandIn(fields, roster, at + "acting", official, official.acting());
  }
  for (int i = 0; i < official.leave_size(); ++i) {
    CheckLeave(fields, roster, absl::StrCat(at, "leave[", i, "]."), official, official.leave(i));
  }
  fields.Require(official.phones_size() <= kPhonesMax, at + "phones", "are more than 5");
  for (const std::string& phone : official.phones()) fields.Text(at + "phones", phone, 1, 32);
}

void CheckOfficials(Fields& fields, const v1::Roster& roster) {
  std::set<std::string> seen;
  std::map<std::string, int> principals;
  int executives = 0;
  for (int i = 0; i < roster.officials_size(); ++i) {
    const v1::Official& official = roster.officials(i);
    const std::string at = absl::StrCat("officials[", i, "].");
    CheckOfficial(fields, roster, at, official);
    fields.Require(seen.insert(official.id()).second, at + "id", "is used twice");
    if (official.principal()) {
      fields.Require(++principals[official.body()] == 1, at + "principal",
                     "is set for a second official of the body");
    }
    if (official.executive()) {
      fields.Require(++executives == 1, at + "executive", "is set for a second official");
    }
  }
}

absl::Status RosterInvalid(std::vector<Violation> violations) {
  const size_t faults = violations.size();
  const Violation first = violations.front();
  return Refuse({.code = absl::StatusCode::kInvalidArgument,
                 .reason = v1::ERROR_REASON_ROSTER_INVALID,
                 .en = absl::StrCat("The roster has ", faults, " faults, the first at ",
                                    first.field, ": it ", first.description,
                                    ". Nothing was imported; correct all and import again."),
                 .zh = absl::StrCat("名册有", faults, "处错误,首处为", first.field,
                                    "。未导入任何内容,请全部更正后重新导入。"),
                 .violations = std::move(violations)});
}

absl::Status LeaveRangeEmpty() {
  return Refuse({.code = absl::StatusCode::kInvalidArgument,
                 .reason = v1::ERROR_REASON_LEAVE_RANGE_EMPTY,
                 .en = "The leave ends before it begins. Correct one of the instants.",
                 .zh = "请假结束时间不晚于开始时间,请更正。"});
}

absl::Status LeaveNotApproved() {
  return Precondition(v1::ERROR_REASON_LEAVE_NOT_APPROVED,
                      "Leave is approved by somebody else (art. 43). Name who approved it.",
                      "请假须经他人批准(第四十三条)。请填写批准人。");
}

}  // namespace

absl::Status CreateRegion(Deliberation& deliberation, const v1::CreateRegion& command) {
  Fields fields;
  fields.Require(IsRegionCode(command.code()), "code", "must be six digits");
  fields.Text("name_zh", command.name_zh(), 1, 100);
  fields.Text("name_en", command.name_en(), 0, 100);
  if (!fields.ok()) return fields.Refused();
  v1::Event event;
  v1::Roster& roster = *event.mutable_region_created()->mutable_roster();
  roster.set_name(absl::StrCat("regions/", command.code(), "/roster"));
  roster.set_name_zh(command.name_zh());
  roster.set_name_en(command.name_en());
  deliberation.Enter(std::move(event));
  return absl::OkStatus();
}

absl::Status ImportRoster(Deliberation& deliberation, const v1::ImportRoster& command) {
  Fields fields;
  CheckBodies(fields, command.roster());
  CheckOfficials(fields, command.roster());
  if (!fields.ok()) return RosterInvalid(std::move(fields).violations());
  v1::Event event;
  v1::Roster& roster = *event.mutable_roster_imported()->mutable_roster();
  roster.set_superior(command.roster().superior());
  *roster.mutable_bodies() = command.roster().bodies();
  *roster.mutable_officials() = command.roster().officials();
  deliberation.Enter(std::move(event));
  return absl::OkStatus();
}

absl::Status RecordLeave(Deliberation& deliberation, const v1::RecordLeave& command) {
  const v1::Roster& roster = deliberation.paper().roster();
  const v1::Leave& leave = command.leave();
  if (FindOfficial(roster, command.official()) == nullptr) {
    return NoSuchOfficial(command.official());
  }
  if (!leave.acting().empty() && FindOfficial(roster, leave.acting()) == nullptr) {
    return NoSuchOfficial(leave.acting());
  }
  Fields fields;
  fields.Instant("leave.from", leave.has_from(), leave.from());
  fields.Instant("leave.to", leave.has_to(), leave.to());
  fields.OptionalId("leave.approved_by", leave.approved_by());
  fields.Require(leave.acting() != command.official(), "leave.acting", "is the official");
  if (!fields.ok()) return fields.Refused();
  if (Floor(FromProto(leave.from())) >= Floor(FromProto(leave.to()))) return LeaveRangeEmpty();
  if (leave.approved_by().empty() || leave.approved_by() == command.official()) {
    return LeaveNotApproved();
  }

  v1::Event event;
  v1::LeaveRecorded& recorded = *event.mutable_leave_recorded();
  recorded.set_official(command.official());
  *recorded.mutable_leave() = leave;
  *recorded.mutable_leave()->mutable_from() = ToProto(Floor(FromProto(leave.from())));
  *recorded.mutable_leave()->mutable_to() = ToProto(Floor(FromProto(leave.to())));
  deliberation.Enter(std::move(event));
  return absl::OkStatus();
}

}  // namespace clarion::core
