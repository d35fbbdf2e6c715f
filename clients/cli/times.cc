#include "clients/cli/times.h"

#include <cstdio>

#include "absl/strings/str_cat.h"

namespace clarion::cli {
namespace {

std::optional<TypedTime> ParseClock(const std::string& text, absl::Time now, bool future) {
  int hour = 0;
  int minute = 0;
  int second = 0;
  int used = 0;
  const int size = static_cast<int>(text.size());
  const bool with_seconds =
      std::sscanf(text.c_str(), "%2d:%2d:%2d%n", &hour, &minute, &second, &used) == 3 &&
      used == size;
  if (!with_seconds) {
    second = 0;
    if (std::sscanf(text.c_str(), "%2d:%2d%n", &hour, &minute, &used) != 2 || used != size) {
      return std::nullopt;
    }
  }
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
    return std::nullopt;
  }
  const absl::CivilDay today(absl::ToCivilDay(now, Beijing()));
  const auto on = [&](absl::CivilDay day) {
    return absl::FromCivil(
        absl::CivilSecond(day.year(), day.month(), day.day(), hour, minute, second), Beijing());
  };
  const absl::Time time = on(today);
  if (future) return TypedTime{time >= now ? time : on(today + 1)};
  if (time > now) return TypedTime{on(today - 1), true};
  return TypedTime{time};
}

}  // namespace

// China has one zone and, since 1991, no summer time: no zone file is needed.
absl::TimeZone Beijing() { return absl::FixedTimeZone(8 * 60 * 60); }

absl::Time FromProto(const google::protobuf::Timestamp& t) {
  return absl::FromUnixSeconds(t.seconds()) + absl::Nanoseconds(t.nanos());
}

absl::Duration FromProto(const google::protobuf::Duration& d) {
  return absl::Seconds(d.seconds()) + absl::Nanoseconds(d.nanos());
}

google::protobuf::Timestamp ToProto(absl::Time time) {
  const int64_t ms = absl::ToUnixMillis(time);
  google::protobuf::Timestamp t;
  t.set_seconds(ms / 1000 - (ms % 1000 < 0 ? 1 : 0));
  t.set_nanos(static_cast<int32_t>((ms - t.seconds() * 1000) * 1'000'000));
  return t;
}

std::optional<TypedTime> ParseTime(const std::string& text, absl::Time now, bool future) {
  if (text == "now") return TypedTime{now};
  if (text.size() > 1 && (text[0] == '-' || text[0] == '+')) {
    absl::Duration length;
    if (!absl::ParseDuration(text.substr(1), &length) || length < absl::ZeroDuration()) {
      return std::nullopt;
    }
    if (text[0] == '+' && !future) return std::nullopt;
    return TypedTime{text[0] == '-' ? now - length : now + length};
  }
  if (auto clock = ParseClock(text, now, future)) return clock;
  absl::Time time;
  std::string error;
  if (absl::ParseTime(absl::RFC3339_full, text, &time, &error)) return TypedTime{time};
  for (const char* format : {"%Y-%m-%d %H:%M:%E*S", "%Y-%m-%d %H:%M"}) {
    if (absl::ParseTime(format, text, Beijing(), &time, &error)) return TypedTime{time};
  }
  return std::nullopt;
}

std::string ShowTime(absl::Time time) {
  return absl::FormatTime("%Y-%m-%d %H:%M:%S", time, Beijing());
}

std::string ShowTime(bool set, const google::protobuf::Timestamp& time) {
  return set ? ShowTime(FromProto(time)) : "";
}

std::string ShowExact(absl::Time time) {
  return absl::FormatTime("%Y-%m-%d %H:%M:%E3S +08:00", time, Beijing());
}

std::string ShowLength(absl::Duration length) {
  if (length < absl::ZeroDuration()) length = absl::ZeroDuration();
  const int64_t seconds = absl::ToInt64Seconds(length);
  char text[40];
  if (seconds < 60) {
    std::snprintf(text, sizeof text, "0:00:%02d", static_cast<int>(seconds));
  } else {
    std::snprintf(text, sizeof text, "%lld:%02d", static_cast<long long>(seconds / 3600),
                  static_cast<int>(seconds / 60 % 60));
  }
  return text;
}

std::string ShowRemaining(absl::Time due, absl::Time now, Lang lang) {
  const bool over = now > due;
  const std::string length = ShowLength(over ? now - due : due - now);
  if (lang == Lang::kZh) return absl::StrCat(over ? "逾期 " : "剩余 ", length);
  return absl::StrCat(length, over ? " over" : " left");
}

}  // namespace clarion::cli
