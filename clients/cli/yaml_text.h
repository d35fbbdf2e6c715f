// A message as YAML that the services read back: keys are field names, values left at their default
// are left out, texts are quoted, instants are RFC 3339, enum values are bare names.
//
// Not a YAML library: it writes one plain shape of it. Pure; thread-safe.
#pragma once

#include <string>

#include "google/protobuf/message.h"

namespace clarion::cli {

std::string ToYaml(const google::protobuf::Message& message);

}  // namespace clarion::cli
