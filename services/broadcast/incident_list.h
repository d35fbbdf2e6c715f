// Lists of incidents, page by page: open ones from memory, ended ones from the store. Blocks only
// for ended ones.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "clarion/v1/broadcast_service.pb.h"
#include "services/broadcast/open_dockets.h"
#include "services/server/runtime.h"

namespace clarion::broadcast {

// Fills `response` with the page that `request` asks for, all but `now`. FIELD_INVALID for a page
// token that is none of this list.
absl::Status ListOpen(OpenDockets& dockets, const std::string& region,
                      const v1::ListIncidentsRequest& request, v1::ListIncidentsResponse& response);

// The same of what ended, the last first; `total_size` is not told. Looks at no more than 2000 of
// them for one page: a page may be empty and still have a next.
absl::Status ListEnded(server::Runtime& runtime, const std::string& region,
                       const v1::ListIncidentsRequest& request, absl::Time deadline,
                       v1::ListIncidentsResponse& response);

}  // namespace clarion::broadcast
