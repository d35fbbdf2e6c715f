// Raw Redis pub/sub as a peer: how long until the last of many subscribers has what was published.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "tests/load/profile.h"
#include "tests/load/recorder.h"

namespace clarion::load {

// One round: `profile.events` of them, at the profile's rate, to `profile.watchers` connections.
absl::StatusOr<Summary> RunPubSub(const std::string& redis_socket, const Profile& profile);

}  // namespace clarion::load
