// Incidents of the session's region, page by page or all of them.
#pragma once

#include <string>
#include <vector>

#include "clarion/v1/broadcast_service.pb.h"
#include "clients/cli/session.h"

namespace clarion::cli {

struct Incidents {
  std::vector<v1::Docket> dockets =
      {};  // open ones: the next due first; ended ones: the last first
  int64_t sequence = 0;
  absl::Time now = absl::InfinitePast();  // the data set's
  int total = 0;                          // open ones of the region
  std::string next_page = {};             // empty: there are no more

  v1::ListIncidentsResponse AsResponse() const;
};

// Every open incident.
absl::StatusOr<Incidents> ListOpen(Session& session);

// One page from the token on, or all pages when `page_size` is 0.
absl::StatusOr<Incidents> ListFiltered(Session& session, const v1::IncidentFilter& filter,
                                       int page_size, const std::string& page);

}  // namespace clarion::cli
