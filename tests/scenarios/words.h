// From what the services say (events, notices, obligations) to the words of the scenarios.
#pragma once

#include <set>
#include <string>

#include "clarion/v1/docket.pb.h"
#include "clarion/v1/events.pb.h"

namespace clarion::scenarios {

// Every word an event stands for; empty for one the scenarios have no word for. `docket` is the
// docket after it: it knows the kind of a release.
std::set<std::string> WordsOfEvent(const v1::Event& event, const v1::Docket& docket);

// `MET_LATE` for OBLIGATION_STATUS_MET_LATE, and so on.
std::string WordOf(v1::IncidentState state);
std::string WordOf(v1::Grade grade);
std::string WordOf(v1::ObligationKind kind);
std::string WordOf(v1::ObligationStatus status);
std::string WordOf(v1::ReleaseState state);
std::string WordOf(v1::NoticeRole role);

}  // namespace clarion::scenarios
