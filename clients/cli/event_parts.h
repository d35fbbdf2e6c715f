// Pieces that the words of events are put together from, and two of the parts of that list: what
// lies in the file of an incident, and what befalls rosters and accounts. Pure; thread-safe.
#pragma once

#include <string>

#include "absl/strings/str_cat.h"
#include "clarion/v1/events.pb.h"
#include "clients/cli/look.h"
#include "clients/cli/times.h"

namespace clarion::cli {

inline std::string At(const google::protobuf::Timestamp& time) { return ShowTime(FromProto(time)); }

// `: text`, or nothing.
inline std::string Because(const std::string& text) {
  return text.empty() ? "" : absl::StrCat(": ", text);
}

// Empty for an event of another part.
std::string FileInWords(const Look& look, const v1::Event& event);
std::string OfficeInWords(const Look& look, const v1::Event& event);

}  // namespace clarion::cli
