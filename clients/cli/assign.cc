// `clarion assign`: lead, supporting bodies and speaker in one act.
#include "clients/cli/act.h"
#include "clients/cli/nouns.h"

namespace clarion::cli {
namespace {

struct AssignOptions {
  std::string incident, lead, speaker;
  std::vector<std::string> supporting;
};

int RunAssign(Session& session, const AssignOptions& o) {
  const auto name = ResolveIncident(session, o.incident);
  if (!name.ok()) return session.Fail(name.status());
  v1::AssignIncidentRequest request;
  request.set_name(*name);
  v1::AssignIncident& assignment = *request.mutable_assignment();
  assignment.set_lead(o.lead);
  assignment.set_speaker(o.speaker);
  for (const std::string& id : o.supporting) assignment.add_supporting(id);
  return Act(session, &v1::SpokespersonService::StubInterface::AssignIncident, request);
}

}  // namespace

void AddAssign(CLI::App& program, Chosen& chosen) {
  const auto [app, o] = AddCommand<AssignOptions>(
      program, chosen,
      {"assign", "交办，并依次确定发言人", "set the lead body; the law picks the speaker",
       "clarion assign 7 --lead emb --supporting ta"},
      RunAssign);
  AddIncidentArgument(app, o.incident);
  app.add_option("--lead", o.lead, "牵头单位 | id of the lead body")->required();
  AddRepeated(app, "--supporting", o.supporting, "协办单位 | supporting body, may be repeated");
  app.add_option("--speaker", o.speaker, "发言人 | an official; absent, the law picks");
}

}  // namespace clarion::cli
