// Reading dockets for an answer: as they are now, with etag, or precisely refused.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clarion/v1/events.pb.h"
#include "services/store/paper_store.h"

namespace clarion::server {

absl::Status NoSuchIncident(const std::string& name);

// INVALID_ARGUMENT, FIELD_INVALID for one field.
absl::Status InvalidField(const std::string& field, const std::string& description);

// The docket as it is now. NO_SUCH_INCIDENT.
void ReadDocket(store::PaperStore& papers, const std::string& name, absl::Time deadline,
                std::function<void(absl::StatusOr<v1::Docket>)> done);

// Records `first` (1 is the first) and following, at most `count`. NO_SUCH_INCIDENT when the
// incident has no record at all.
void ReadRecords(store::PaperStore& papers, const std::string& name, int64_t first, int64_t count,
                 absl::Time deadline,
                 std::function<void(absl::StatusOr<std::vector<v1::Record>>)> done);

}  // namespace clarion::server
