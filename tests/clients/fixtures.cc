#include "tests/clients/fixtures.h"

namespace clarion::tests {
namespace {

constexpr int64_t kEight = 1795392000;  // 2026-11-23 08:00 +08:00

google::protobuf::Timestamp At(int hour, int minute, int second = 0) {
  google::protobuf::Timestamp t;
  t.set_seconds(kEight + (hour - 8) * 3600 + minute * 60 + second);
  return t;
}

struct Clock {
  const char* id;
  v1::ObligationKind kind;
  v1::ObligationStatus status;
  int64_t limit_seconds;
  const char* article;
};

v1::Obligation& Arm(v1::Docket& docket, const Clock& clock, int hour, int minute) {
  v1::Obligation& o = *docket.add_obligations();
  o.set_id(clock.id);
  o.set_kind(clock.kind);
  o.set_seq(1);
  o.set_status(clock.status);
  *o.mutable_start_at() = At(hour, minute);
  *o.mutable_due_at() = o.start_at();
  o.mutable_due_at()->set_seconds(o.start_at().seconds() + clock.limit_seconds);
  o.mutable_limit()->set_seconds(clock.limit_seconds);
  o.set_article(clock.article);
  return o;
}

}  // namespace

absl::Time FixtureNow() { return absl::FromUnixSeconds(kEight) + absl::Minutes(250); }

v1::Docket MajorFire() {
  auto docket = FromText<v1::Docket>(R"pb(
    name: "regions/410726/incidents/410726-20261123-0007"
    etag: "7f3a"
    version: 5
    title: "化工厂爆燃"
    place: "甲镇工业园"
    grade: GRADE_II
    grade_basis: "初判伤亡"
    state: INCIDENT_STATE_ASSIGNED
    registered_by: "duty1"
    rule_pack: "national-2016"
    verified: true
    verified_basis: "现场核实"
    time_scale: 1
    assignment { lead: "emb" supporting: "ta" speaker: "emb-head" seq: 1 }
    releases {
      id: "r1"
      kind: RELEASE_KIND_AUTHORITATIVE
      state: RELEASE_STATE_SUBMITTED
      text { sha256: "0123456789abcdef0123456789abcdef" size: 90 }
      text_version: 2
      authors: "duty1"
    })pb");
  *docket.mutable_detected_at() = At(8, 0);
  *docket.mutable_registered_at() = At(8, 12);
  *docket.mutable_assignment()->mutable_acknowledged_at() = At(9, 20);
  v1::Obligation& report = Arm(docket,
                               {"SUPERIOR_REPORT-1", v1::OBLIGATION_KIND_SUPERIOR_REPORT,
                                v1::OBLIGATION_STATUS_MET, 7200, "county-rules"},
                               8, 0);
  *report.mutable_met_at() = At(9, 5);
  Arm(docket,
      {"AUTHORITATIVE_INFO-1", v1::OBLIGATION_KIND_AUTHORITATIVE_INFO,
       v1::OBLIGATION_STATUS_PENDING, 18000, "art. 16"},
      8, 0)
      .set_at_risk(true);
  Arm(docket,
      {"PRESS_CONFERENCE-1", v1::OBLIGATION_KIND_PRESS_CONFERENCE, v1::OBLIGATION_STATUS_PENDING,
       86400, "art. 16"},
      8, 0);
  v1::Obligation& ack = Arm(docket,
                            {"SPOKESPERSON_ACK-1", v1::OBLIGATION_KIND_SPOKESPERSON_ACK,
                             v1::OBLIGATION_STATUS_MET_LATE, 1800, ""},
                            8, 30);
  *ack.mutable_met_at() = At(9, 20);
  ack.set_holder("emb-head");
  return docket;
}

v1::Docket OverdueComplaint() {
  auto docket = FromText<v1::Docket>(R"pb(
    name: "regions/410726/incidents/410726-20261121-0002"
    version: 2
    title: "饮水\033]0;owned\007异味\342\200\256伤0亡"
    grade: GRADE_NONE
    state: INCIDENT_STATE_REGISTERED
    time_scale: 1)pb");
  *docket.mutable_detected_at() = At(-40, 0);
  Arm(docket,
      {"PUBLIC_RESPONSE-1", v1::OBLIGATION_KIND_PUBLIC_RESPONSE, v1::OBLIGATION_STATUS_BREACHED,
       172800, "no. 61"},
      -40, 0);
  return docket;
}

v1::Docket Drill() {
  auto docket = FromText<v1::Docket>(R"pb(
    name: "regions/410726/incidents/410726-20261123-0009"
    version: 9
    title: "桌面推演"
    grade: GRADE_I
    state: INCIDENT_STATE_RESPONDING
    exercise: true
    time_scale: 60)pb");
  *docket.mutable_detected_at() = At(12, 0);
  v1::Obligation& conference = Arm(docket,
                                   {"PRESS_CONFERENCE-1", v1::OBLIGATION_KIND_PRESS_CONFERENCE,
                                    v1::OBLIGATION_STATUS_MET_LATE, 1440, "art. 16"},
                                   12, 0);
  *conference.mutable_met_at() = At(12, 29, 38);
  conference.set_met_by("c1");
  return docket;
}

v1::Roster County() {
  return FromText<v1::Roster>(R"pb(
    name: "regions/410726/roster"
    version: 1
    name_zh: "延津县"
    name_en: "Yanjin County"
    bodies {
      id: "emb"
      name_zh: "县应急管理局"
      name_en: "Emergency Bureau"
      kind: BODY_KIND_DEPARTMENT
    }
    bodies { id: "ta" name_zh: "甲镇人民政府" name_en: "Jia Town" kind: BODY_KIND_TOWNSHIP }
    officials { id: "emb-head" name: "周五" post: "局长" body: "emb" principal: true })pb");
}

std::vector<v1::Record> HistoryOfMajorFire() {
  v1::Record registered;
  registered.set_paper(MajorFire().name());
  registered.set_version(1);
  registered.mutable_actor()->set_person("duty1");
  registered.mutable_actor()->set_role(v1::ROLE_DUTY);
  *registered.mutable_decided_at() = At(8, 12);
  *registered.add_events()->mutable_incident_registered()->mutable_docket() = MajorFire();
  *registered.add_events()->mutable_obligation_armed()->mutable_obligation() =
      MajorFire().obligations(1);
  v1::Record breached;
  breached.set_paper(MajorFire().name());
  breached.set_version(2);
  breached.mutable_actor()->set_role(v1::ROLE_SYSTEM);
  *breached.mutable_decided_at() = At(9, 0);
  v1::ObligationBreached& event = *breached.add_events()->mutable_obligation_breached();
  event.set_obligation("SPOKESPERSON_ACK-1");
  *event.mutable_due_at() = At(9, 0);
  return {registered, breached};
}

}  // namespace clarion::tests
