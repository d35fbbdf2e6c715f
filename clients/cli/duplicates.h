// Incidents that may be the same matter: offered to whoever registers one, never merged.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "clarion/v1/broadcast_service.pb.h"
#include "clients/cli/look.h"
#include "clients/cli/session.h"

namespace clarion::cli {

// What is asked about; `own` is left out of the answer.
struct Alike {
  std::string title = {};
  std::string place = {};
  google::protobuf::Timestamp detected_at = {};
  std::string own = {};  // resource name, or empty
};

absl::StatusOr<v1::ListLikelyDuplicatesResponse> ListLikely(
    Session& session, const Alike& alike,
    const std::optional<client::CallOptions>& own_options = std::nullopt);

void PrintLikely(std::ostream& out, const Look& look,
                 const v1::ListLikelyDuplicatesResponse& likely);

// After a registration: names the likely ones on `err`. Waits for a second at most, blocks nothing,
// and is silent when the desk does not answer.
void WarnOfLikely(Session& session, const v1::Docket& registered);

}  // namespace clarion::cli
