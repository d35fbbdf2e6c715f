// Times as officers write and read them. Everything is shown in Asia/Shanghai; the law counts in
// natural hours, so lengths are hours and minutes, never days. Pure; thread-safe.
#pragma once

#include <optional>
#include <string>

#include "absl/time/time.h"
#include "clients/cli/words.h"
#include "google/protobuf/duration.pb.h"
#include "google/protobuf/timestamp.pb.h"

namespace clarion::cli {

absl::TimeZone Beijing();

absl::Time FromProto(const google::protobuf::Timestamp& t);
absl::Duration FromProto(const google::protobuf::Duration& d);
google::protobuf::Timestamp ToProto(absl::Time time);  // floors to the millisecond

// What an officer typed.
struct TypedTime {
  absl::Time time;
  bool yesterday = false;  // `HH:MM` was still ahead today, so yesterday is meant: say so
};

// RFC 3339; `YYYY-MM-DD HH:MM[:SS]` and `HH:MM[:SS]` in Beijing time, `HH:MM` never in the future;
// `now`; `-25m`, `-1h30m` before now and, for plans, `+2h` after it. With `future`, `HH:MM` is the
// next such time.
std::optional<TypedTime> ParseTime(const std::string& text, absl::Time now, bool future = false);

// `2026-11-22 16:22:07`; empty for an instant that is not set.
std::string ShowTime(absl::Time time);
std::string ShowTime(bool set, const google::protobuf::Timestamp& time);
// With milliseconds and offset: `2026-11-22 16:22:07.123 +08:00`.
std::string ShowExact(absl::Time time);

// `29:38` hours and minutes; under a minute `0:00:42`. Never negative.
std::string ShowLength(absl::Duration length);

// `3:12 left`, `1:05 over`, in the language.
std::string ShowRemaining(absl::Time due, absl::Time now, Lang lang);

}  // namespace clarion::cli
