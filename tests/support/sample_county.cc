#include "tests/support/sample_county.h"

#include <fstream>
#include <initializer_list>
#include <iostream>
#include <sstream>

#include "services/core/check.h"
#include "services/core/proto_time.h"
#include "services/core/rule_pack.h"
#include "services/server/yaml_proto.h"

namespace clarion::testing {
namespace {

void AddBody(v1::Roster& roster, const char* id, const char* name, v1::BodyKind kind) {
  v1::Body& body = *roster.add_bodies();
  body.set_id(id);
  body.set_name_zh(name);
  body.set_kind(kind);
}

v1::Official& AddOfficial(v1::Roster& roster, const char* id, const char* name, const char* post,
                          const char* body) {
  v1::Official& official = *roster.add_officials();
  official.set_id(id);
  official.set_name(name);
  official.set_post(post);
  official.set_body(body);
  return official;
}

void AddDeputy(v1::Roster& roster, const char* id, const char* name,
               std::initializer_list<const char*> in_charge_of, const char* complement_of) {
  v1::Official& deputy = AddOfficial(roster, id, name, "副县长", "org-county");
  for (const char* body : in_charge_of) deputy.add_in_charge_of(body);
  deputy.add_complement_of(complement_of);
}

v1::RulePack ReadPack() {
  std::ifstream file(CLARION_SOURCE_DIR "/services/core/packs/national-2016.yaml");
  std::stringstream text;
  text << file.rdbuf();
  v1::RulePack pack;
  absl::Status read = server::ReadYaml(text.str(), "national-2016.yaml", &pack);
  if (read.ok()) read = core::CheckPack(pack);
  if (!read.ok()) std::cerr << read << "\n";
  CLARION_CHECK(read.ok());
  return pack;
}

}  // namespace

const v1::RulePack& NationalPack() {
  static const v1::RulePack& pack = *new v1::RulePack(ReadPack());
  return pack;
}

v1::Roster SampleRoster() {
  v1::Roster roster;
  roster.set_name("regions/419999/roster");
  roster.set_name_zh("示例县");
  roster.set_superior("org-city");
  AddBody(roster, "org-county", "示例县人民政府", v1::BODY_KIND_COUNTY);
  AddBody(roster, "org-city", "示例市人民政府", v1::BODY_KIND_SUPERIOR);
  AddBody(roster, "org-emb", "县应急管理局", v1::BODY_KIND_DEPARTMENT);
  AddBody(roster, "org-edu", "县教育局", v1::BODY_KIND_DEPARTMENT);
  AddBody(roster, "org-ta", "甲镇人民政府", v1::BODY_KIND_TOWNSHIP);
  AddBody(roster, "org-tb", "乙乡人民政府", v1::BODY_KIND_TOWNSHIP);
  AddOfficial(roster, "o-mayor", "赵一", "县长", "org-county").set_principal(true);
  AddOfficial(roster, "o-exec", "钱二", "常务副县长", "org-county").set_executive(true);
  AddDeputy(roster, "o-vm1", "孙三", {"org-emb", "org-ta", "org-tb"}, "o-vm2");
  AddDeputy(roster, "o-vm2", "李四", {"org-edu"}, "o-vm1");
  AddOfficial(roster, "o-emb-head", "周五", "局长", "org-emb").set_principal(true);
  AddOfficial(roster, "o-emb-dep", "吴六", "副局长", "org-emb");
  AddOfficial(roster, "o-emb-spk", "郑七", "新闻发言人", "org-emb").set_spokesperson(true);
  AddOfficial(roster, "o-edu-head", "王八一", "局长", "org-edu").set_principal(true);
  AddOfficial(roster, "o-ta-head", "冯九", "镇长", "org-ta").set_principal(true);
  AddOfficial(roster, "o-ta-dep", "陈十", "副镇长", "org-ta");
  AddOfficial(roster, "o-tb-head", "褚十一", "乡长", "org-tb").set_principal(true);
  return roster;
}

v1::Official& OfficialIn(v1::Roster& roster, const std::string& id) {
  for (v1::Official& official : *roster.mutable_officials()) {
    if (official.id() == id) return official;
  }
  CLARION_CHECK(!"no such official");
  return *roster.add_officials();
}

void AddLeave(v1::Official& official, absl::Time from, absl::Time to, const std::string& acting) {
  v1::Leave& leave = *official.add_leave();
  *leave.mutable_from() = core::ToProto(from);
  *leave.mutable_to() = core::ToProto(to);
  leave.set_acting(acting);
}

core::Context ContextAt(absl::Time now, const v1::Actor& actor, const v1::Roster* roster) {
  core::Context context;
  context.now = now;
  context.actor = actor;
  context.pack = &NationalPack();
  context.pack_sha256 = std::string(32, 'p');
  context.roster = roster;
  return context;
}

v1::Actor Of(v1::Role role, const std::string& person) {
  v1::Actor actor;
  actor.set_person(person);
  actor.set_role(role);
  actor.set_region("419999");
  return actor;
}

v1::Actor Duty(const std::string& person) { return Of(v1::ROLE_DUTY, person); }
v1::Actor Approver(const std::string& person) { return Of(v1::ROLE_APPROVER, person); }
v1::Actor System() { return Of(v1::ROLE_SYSTEM, "system"); }

v1::Actor Speaker(const std::string& official) {
  v1::Actor actor = Of(v1::ROLE_SPEAKER, official);
  actor.set_official(official);
  return actor;
}

}  // namespace clarion::testing
