// Rosters as they are imported: YAML by the schema, the form of a request, the core's own check.
// What is accepted is a roster by which speakers are picked, whatever it says.
#include <fstream>
#include <sstream>

#include "services/core/decide.h"
#include "services/core/speakers.h"
#include "services/server/request_form.h"
#include "services/server/yaml_proto.h"
#include "tests/fuzz/target.h"
#include "tests/support/sample_county.h"

namespace clarion::fuzz {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'772'499'600);

void Use(const v1::Roster& roster) {
  core::UncoveredPosts(roster, kNow);
  for (const v1::Body& lead : roster.bodies()) {
    v1::Assignment assignment;
    assignment.set_lead(lead.id());
    for (const v1::Body& body : roster.bodies()) assignment.add_supporting(body.id());
    const auto chain = core::WholeChain(roster, assignment, v1::GRADE_I, kNow);
    Require(chain.size() <= static_cast<size_t>(roster.officials_size()), "an official twice");
    for (const v1::Official* official : core::PrincipalChain(roster, assignment, kNow)) {
      core::CheckSpeaker(roster, assignment, v1::SPEAKER_RULE_PRINCIPAL, official->id(), kNow)
          .IgnoreError();
    }
  }
}

}  // namespace

std::vector<std::string> Samples() {
  std::ifstream file(CLARION_SOURCE_DIR "/deploy/sample/roster.yaml");
  std::stringstream text;
  text << file.rdbuf();
  return {text.str(),
          "superior: city\nbodies:\n  - {id: city, name_zh: 市, kind: SUPERIOR}\n"
          "officials:\n  - id: m\n    name: 甲\n    body: city\n    principal: true\n"
          "    leave:\n      - {from: 2026-03-01T08:00:00+08:00, to: 2026-03-05T08:00:00+08:00}\n"};
}

void Examine(const std::string& bytes) {
  v1::Command command;
  v1::Roster& roster = *command.mutable_import_roster()->mutable_roster();
  if (!server::ReadYaml(bytes, "yaml", &roster).ok()) return;
  if (!server::CheckForm(roster, absl::OkStatus()).ok()) return;
  const auto decision = core::Decide({}, command, testing::ContextAt(kNow, testing::Duty()));
  if (!decision.ok()) return;
  v1::Paper fold;
  core::Evolve(fold, decision->record);
  Require(fold.SerializeAsString() == decision->paper.SerializeAsString(),
          "the paper is not the fold of its history");
  Use(decision->paper.roster());
}

}  // namespace clarion::fuzz
