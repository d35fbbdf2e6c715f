#include "clients/cli/act.h"

#include "clients/cli/docket_view.h"

namespace clarion::cli {

Look LookOf(Session& session, const v1::Roster* roster) {
  return {.lang = session.lang(),
          .colour = session.colour(),
          .shape = session.shape(),
          .now = session.Now(),
          .roster = roster};
}

void SayTried(Session& session) {
  session.Say({"试办：以下为办理后的情形，未作更改。",
               "Dry run: this is how it would be. Nothing changed."});
}

int ShowOutcome(Session& session, const v1::Docket& docket) {
  if (session.PrintJson(docket)) return 0;
  const auto roster = RosterFor(session, docket.name());
  PrintOutcome(session.terminal.out, LookOf(session, roster.get()), docket);
  return 0;
}

absl::StatusOr<v1::Docket> Get(Session& session, const std::string& name) {
  v1::GetIncidentRequest request;
  request.set_name(name);
  return session.Call(&v1::IncidentService::StubInterface::GetIncident, request);
}

}  // namespace clarion::cli
