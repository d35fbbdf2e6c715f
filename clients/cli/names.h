// From what a person types to resource names, and back.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "clarion/v1/roster.pb.h"
#include "clients/cli/session.h"
#include "google/protobuf/timestamp.pb.h"

namespace clarion::cli {

// `410726-20261123-0007` of any resource name at or under that incident.
std::string NumberOf(const std::string& name);

// `7` and `0007` of 2026-11-23 in region 410726 -> `410726-20261123-0007`; none for other text.
std::optional<std::string> NumberFromCounter(const std::string& typed, const std::string& region,
                                             absl::Time now);

// A resource name, a number, or today's counter in the region of the context. NOT_FOUND names an
// open incident of another day with that counter rather than guess it was meant.
absl::StatusOr<std::string> ResolveIncident(Session& session, const std::string& typed);

// `regions/{region}/accounts/{account}` of itself or of `{region}/{account}`.
std::optional<std::string> AccountName(const std::string& typed);

// A time as typed; INVALID_ARGUMENT names the option. Says so when HH:MM means yesterday.
absl::StatusOr<google::protobuf::Timestamp> TimeTyped(Session& session, const std::string& option,
                                                      const std::string& typed,
                                                      bool future = false);

// A text from a file, `-` for stdin.
absl::StatusOr<std::string> TextTyped(Session& session, const std::string& text_file);

// The roster of the incident's region; null when it cannot be had: ids are shown then.
std::unique_ptr<const v1::Roster> RosterFor(Session& session, const std::string& incident);

}  // namespace clarion::cli
