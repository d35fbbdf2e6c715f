// Publication: what must hold before a text goes out, and the event that it did. Publishing and
// retracting with a correction go through here.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "clarion/v1/docket.pb.h"
#include "services/core/deliberation.h"

namespace clarion::core {

// Refused as NOT_APPROVED, APPROVAL_VOID, NOT_VERIFIED or COSIGN_MISSING.
absl::Status CheckPublishable(const v1::Docket& docket, const v1::Release& release);

// The release goes out now. `channels` may be those of another release.
void EnterPublished(Deliberation& deliberation, const v1::Release& release,
                    const google::protobuf::RepeatedPtrField<std::string>& channels);

}  // namespace clarion::core
