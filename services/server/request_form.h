// The form of a request: what every field must be, whatever it means. One walk over the message by
// its descriptor, so that no field of no RPC is forgotten and every fault is told at once.
//
//   text        people can see all of it (visible_text.h); a line has at most 2,000 characters, a
//               text 20,000 and 64 KiB
//   enum        a value of this release
//   instant     of the years 1 to 9999
//   number      finite
//   list        at most 2,000 elements
//   request_id  a UUID
//
// What a field means is the core's to judge. Thread-safe.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "google/protobuf/message.h"

namespace clarion::server {

// FIELD_INVALID with every fault of the form, those that `region` carries among them: a name that
// could not be read. Drops the fields this release does not know.
absl::Status CheckForm(google::protobuf::Message& request, const absl::Status& region);

// Whether `id` is a UUID in its usual form.
bool IsUuid(const std::string& id);

}  // namespace clarion::server
