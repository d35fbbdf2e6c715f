// All open incidents of the session's region, over all pages.
#pragma once

#include <vector>

#include "clarion/v1/broadcast_service.pb.h"
#include "clients/cli/session.h"

namespace clarion::cli {

struct OpenIncidents {
  std::vector<v1::Docket> dockets;  // the next due first
  int64_t sequence = 0;
  absl::Time now;  // the data set's

  v1::ListIncidentsResponse AsResponse() const;
};

absl::StatusOr<OpenIncidents> ListOpen(Session& session);

}  // namespace clarion::cli
