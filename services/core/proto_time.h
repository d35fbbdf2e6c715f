// Protobuf time <-> Abseil time. Every instant of the law is a whole millisecond; ToProto floors.
#pragma once

#include "absl/time/time.h"
#include "google/protobuf/duration.pb.h"
#include "google/protobuf/timestamp.pb.h"

namespace clarion::core {

inline absl::Time FromProto(const google::protobuf::Timestamp& t) {
  return absl::FromUnixSeconds(t.seconds()) + absl::Nanoseconds(t.nanos());
}

inline google::protobuf::Timestamp ToProto(absl::Time time) {
  const int64_t ms = absl::ToUnixMillis(time);
  google::protobuf::Timestamp t;
  int64_t seconds = ms / 1000;
  if (ms % 1000 < 0) --seconds;
  t.set_seconds(seconds);
  t.set_nanos(static_cast<int32_t>((ms - seconds * 1000) * 1'000'000));
  return t;
}

inline absl::Duration FromProto(const google::protobuf::Duration& d) {
  return absl::Seconds(d.seconds()) + absl::Nanoseconds(d.nanos());
}

inline google::protobuf::Duration ToProto(absl::Duration duration) {
  const int64_t ms = absl::ToInt64Milliseconds(duration);
  google::protobuf::Duration d;
  d.set_seconds(ms / 1000);
  d.set_nanos(static_cast<int32_t>((ms % 1000) * 1'000'000));
  return d;
}

}  // namespace clarion::core
