// How a scalar of YAML becomes a field of a protobuf message: one strict notation per type.
//
// Each returns what is wrong, or nothing. Pure.
#pragma once

#include <string>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/duration.pb.h"
#include "google/protobuf/message.h"
#include "google/protobuf/timestamp.pb.h"

namespace clarion::server {

// A scalar as written. Quoted ones are text and nothing else.
struct YamlScalar {
  std::string text;
  bool quoted = false;
};

// Sets `field` (or adds to it, when repeated) of any type but message. Empty: done.
std::string SetScalar(const YamlScalar& scalar, const google::protobuf::FieldDescriptor& field,
                      google::protobuf::Message* out);

// `2h30m`, `90s`, `1500ms`: whole numbers, units from large to small, each once.
std::string SetDuration(const YamlScalar& scalar, google::protobuf::Duration* out);

// RFC 3339 with a zone, whole milliseconds.
std::string SetTimestamp(const YamlScalar& scalar, google::protobuf::Timestamp* out);

}  // namespace clarion::server
