// Rule packs: YAML by the schema, and whether it can be law. What passes is law that a docket can
// be decided by, whatever it says.
#include <fstream>
#include <sstream>

#include "services/core/decide.h"
#include "services/core/proto_time.h"
#include "services/core/rule_pack.h"
#include "services/server/yaml_proto.h"
#include "tests/fuzz/target.h"
#include "tests/support/sample_county.h"

namespace clarion::fuzz {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'772'499'600);
constexpr int kTimersMost = 200;

v1::Command Registration(int grade) {
  v1::Command command;
  v1::RegisterIncident& incident = *command.mutable_register_incident();
  incident.set_name("regions/419999/incidents/419999-20260303-0001");
  incident.set_title("示例事件");
  incident.set_grade(static_cast<v1::Grade>(grade));
  *incident.mutable_detected_at() = core::ToProto(kNow);
  return command;
}

// Registers an incident and lets its clocks run out.
void DecideBy(const v1::RulePack& pack, int grade) {
  const v1::Roster roster = testing::SampleRoster();
  core::Context context = testing::ContextAt(kNow, testing::Duty(), &roster);
  context.pack = &pack;
  auto decision = core::Decide({}, Registration(grade), context);
  v1::Command timer;
  timer.mutable_decide_due();
  context.actor = testing::System();
  for (int timers = 0; decision.ok() && timers < kTimersMost; ++timers) {
    const auto next = core::NextDue(decision->paper);
    if (!next.has_value()) return;
    Require(*next > context.now, "a clock that stands still");
    context.now = *next;
    decision = core::Decide(decision->paper, timer, context);
    Require(decision.ok(), std::string(decision.status().message()));
  }
}

}  // namespace

std::vector<std::string> Samples() {
  std::ifstream file(CLARION_SOURCE_DIR "/services/core/packs/national-2016.yaml");
  std::stringstream text;
  text << file.rdbuf();
  return {text.str(), "id: p\nversion: 1\nobligations:\n  - {kind: PUBLIC_RESPONSE, limit: 5h}\n"};
}

void Examine(const std::string& bytes) {
  v1::RulePack pack;
  if (!server::ReadYaml(bytes, "pack", &pack).ok() || !core::CheckPack(pack).ok()) return;
  for (int grade = v1::GRADE_I; grade <= v1::GRADE_IV; ++grade) DecideBy(pack, grade);
}

}  // namespace clarion::fuzz
