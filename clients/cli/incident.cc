// `clarion incident`: the docket from registration to close.
#include "clients/cli/nouns.h"

namespace clarion::cli {

void AddIncident(CLI::App& program, Chosen& chosen) {
  CLI::App& noun =
      AddNoun(program, {"incident", "事件", "incidents, from registration to close", ""});
  AddIncidentRegister(noun, chosen);
  AddIncidentActs(noun, chosen);
  AddIncidentFile(noun, chosen);
  AddIncidentHandover(noun, chosen);
  AddIncidentFacts(noun, chosen);
  AddIncidentReads(noun, chosen);
}

}  // namespace clarion::cli
