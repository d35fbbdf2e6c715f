// `clarion speaker ack`: the chosen speaker signs (签收).
#include "clients/cli/act.h"
#include "clients/cli/nouns.h"

namespace clarion::cli {
namespace {

struct AckOptions {
  std::string incident;
};

int RunAck(Session& session, const AckOptions& o) {
  const auto name = ResolveIncident(session, o.incident);
  if (!name.ok()) return session.Fail(name.status());
  v1::AcknowledgeAssignmentRequest request;
  request.set_name(*name);
  return Act(session, &v1::SpokespersonService::StubInterface::AcknowledgeAssignment, request);
}

}  // namespace

void AddSpeaker(CLI::App& program, Chosen& chosen) {
  CLI::App& noun = AddNoun(program, {"speaker", "发言人", "the chosen speaker", ""});
  const auto [app, o] = AddCommand<AckOptions>(
      noun, chosen,
      {"ack", "签收", "sign for the assignment", "clarion --context speaker speaker ack 7"},
      RunAck);
  AddIncidentArgument(app, o.incident);
}

}  // namespace clarion::cli
