// Log writes one JSON object per line to stderr: `time` (UTC, ms), `level`, `process`, `event`,
// then the fields.
//
//     Log(LogLevel::kWarn, "request.refused", {{"method", name}, {"reason", reason}});
//
// `event` is a fixed word that can be searched for; what differs goes into fields. Text is escaped
// and cut to 64 characters, so nothing a user wrote fills or breaks a log. Secrets have no way in
// (secret.h). Thread-safe. Before StartLog, and in tests, lines carry no process.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <variant>

#include "absl/status/status.h"

namespace clarion::server {

// kAudit is written whatever level is configured.
enum class LogLevel { kDebug, kInfo, kWarn, kError, kAudit };

struct LogField {
  LogField(const char* k, const std::string& v) : key(k), value(v) {}
  LogField(const char* k, const char* v) : key(k), value(std::string(v)) {}
  LogField(const char* k, bool v) : key(k), value(v) {}
  LogField(const char* k, int v) : key(k), value(static_cast<int64_t>(v)) {}
  LogField(const char* k, int64_t v) : key(k), value(v) {}
  LogField(const char* k, double v) : key(k), value(v) {}

  const char* key;
  std::variant<std::string, bool, int64_t, double> value;
  bool whole = false;  // not cut: for texts of ours, such as the faults of a configuration

  // A text of ours, however long.
  static LogField Whole(const char* k, const std::string& v);
};

// `level` as in the configuration: `debug`, `info`, `warn`, `error`.
void StartLog(const std::string& process, const std::string& level);
void Log(LogLevel level, const char* event, std::initializer_list<LogField> fields = {});
// The line Log would write, without its end. For tests.
std::string FormatLogLine(LogLevel level, const char* event,
                          std::initializer_list<LogField> fields);

}  // namespace clarion::server
