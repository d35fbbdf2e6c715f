// ReadYaml reads YAML into a protobuf message, whose schema is the only grammar there is.
//
// Strict: an unknown or repeated key, a value of the wrong type or an unknown enum value is a
// fault, and all faults of a file come at once, each as `file:line: what`. Keys are field names.
// Enum values are written in full or without the prefix of their type (`GRADE_I` or `I`), durations
// as `2h30m`, `90s` or `1500ms`, instants in RFC 3339 with a zone, bytes in hex. Aliases and merge
// keys are refused, so a small file cannot grow; at most 1 MiB and 32 levels.
//
// Pure; may be called from any thread.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "google/protobuf/message.h"

namespace clarion::server {

struct YamlFault {
  int line = 0;      // 1 is the first
  std::string path;  // such as `officials[3].leave[0].from`; empty for the text as a whole
  std::string what;
};

// Replaces `out`; with faults it is not to be used. At most 100 faults are named.
std::vector<YamlFault> FaultsOfYaml(const std::string& text, google::protobuf::Message* out);

// The same as one status. Replaces `out`. INVALID_ARGUMENT with one line per fault when the text
// does not fit; `out` is then not to be used. `file` is only named in faults.
absl::Status ReadYaml(const std::string& text, const std::string& file,
                      google::protobuf::Message* out);

}  // namespace clarion::server
