#include "services/server/log.h"

#include <memory>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "nlohmann/json.hpp"
#include "spdlog/sinks/stdout_sinks.h"
#include "spdlog/spdlog.h"

namespace clarion::server {
namespace {

constexpr size_t kLoggedMax = 64;  // characters

const char* Word(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return "debug";
    case LogLevel::kInfo:
      return "info";
    case LogLevel::kWarn:
      return "warn";
    case LogLevel::kError:
      return "error";
    case LogLevel::kAudit:
      return "audit";
  }
  return "error";
}

spdlog::level::level_enum ToSpdlog(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return spdlog::level::debug;
    case LogLevel::kInfo:
      return spdlog::level::info;
    case LogLevel::kWarn:
      return spdlog::level::warn;
    case LogLevel::kError:
      return spdlog::level::err;
    case LogLevel::kAudit:
      return spdlog::level::critical;
  }
  return spdlog::level::err;
}

// Set once by StartLog before other threads exist.
std::string& ProcessName() {
  static auto& name = *new std::string();
  return name;
}

std::shared_ptr<spdlog::logger> Logger() {
  static auto& logger = *new std::shared_ptr<spdlog::logger>([] {
    auto made = std::make_shared<spdlog::logger>("clarion",
                                                 std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->set_pattern("%v");  // the line is complete
    made->flush_on(spdlog::level::info);
    return made;
  }());
  return logger;
}

// At most 64 characters of UTF-8; bytes that are none are replaced when the line is written.
std::string Cut(const std::string& text) {
  size_t characters = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool begins = (static_cast<unsigned char>(text[i]) & 0xC0) != 0x80;
    // Bytes count too, since stray continuation bytes begin nothing.
    if ((begins && characters++ == kLoggedMax) || i == 4 * kLoggedMax) {
      return text.substr(0, i) + "…";
    }
  }
  return text;
}

}  // namespace

LogField LogField::Whole(const char* k, const std::string& v) {
  LogField field(k, v);
  field.whole = true;
  return field;
}

std::string FormatLogLine(LogLevel level, const char* event,
                          std::initializer_list<LogField> fields) {
  nlohmann::ordered_json line;
  line["time"] = absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", absl::Now(), absl::UTCTimeZone());
  line["level"] = Word(level);
  if (!ProcessName().empty()) line["process"] = ProcessName();
  line["event"] = event;
  for (const LogField& field : fields) {
    if (const auto* text = std::get_if<std::string>(&field.value)) {
      line[field.key] = field.whole ? *text : Cut(*text);
    } else {
      std::visit([&](const auto& value) { line[field.key] = value; }, field.value);
    }
  }
  return line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

void StartLog(const std::string& process, const std::string& level) {
  ProcessName() = process;
  Logger()->set_level(level == "debug"   ? spdlog::level::debug
                      : level == "warn"  ? spdlog::level::warn
                      : level == "error" ? spdlog::level::err
                                         : spdlog::level::info);
}

void Log(LogLevel level, const char* event, std::initializer_list<LogField> fields) {
  if (!Logger()->should_log(ToSpdlog(level))) return;
  Logger()->log(ToSpdlog(level), FormatLogLine(level, event, fields));
}

}  // namespace clarion::server
