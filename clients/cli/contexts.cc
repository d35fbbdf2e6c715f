#include "clients/cli/contexts.h"

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "absl/strings/str_cat.h"

namespace clarion::cli {
namespace {

// What `value(key, default)` would throw on a value of another type, this forgives.
std::string Text(const nlohmann::json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

ContextEntry FromJson(const nlohmann::json& object) {
  ContextEntry entry;
  const nlohmann::json addresses = object.is_object() && object.contains("addresses")
                                       ? object["addresses"]
                                       : nlohmann::json::object();
  for (size_t i = 0; i < entry.target.addresses.size(); ++i) {
    entry.target.addresses[i] = Text(addresses, kDeskNames[i]);
  }
  entry.target.ca_file = Text(object, "ca");
  entry.target.token = Text(object, "token");
  entry.account = Text(object, "account");
  entry.region = Text(object, "region");
  entry.lang = Text(object, "lang");
  entry.role = Text(object, "role");
  std::string unused;
  if (!absl::ParseTime(absl::RFC3339_full, Text(object, "expires"), &entry.expires_at, &unused)) {
    entry.expires_at = absl::InfinitePast();
  }
  return entry;
}

nlohmann::json EntryToJson(const ContextEntry& entry) {
  nlohmann::json addresses = nlohmann::json::object();
  for (size_t i = 0; i < entry.target.addresses.size(); ++i) {
    addresses[kDeskNames[i]] = entry.target.addresses[i];
  }
  nlohmann::json object = {{"addresses", addresses},   {"ca", entry.target.ca_file},
                           {"account", entry.account}, {"token", entry.target.token},
                           {"region", entry.region},   {"lang", entry.lang},
                           {"role", entry.role}};
  if (entry.expires_at != absl::InfinitePast()) {
    object["expires"] = absl::FormatTime(absl::RFC3339_sec, entry.expires_at, absl::UTCTimeZone());
  }
  return object;
}

}  // namespace

std::string ContextsPath(const Terminal& terminal) {
  if (const auto path = terminal.environment("CLARION_CONFIG"); path && !path->empty())
    return *path;
  return terminal.environment("HOME").value_or(".") + "/.config/clarion/contexts.json";
}

absl::StatusOr<Contexts> LoadContexts(const std::string& path) {
  Contexts contexts;
  std::error_code unused;
  if (!std::filesystem::exists(path, unused)) return contexts;
  std::ifstream file(path);
  std::stringstream content;
  content << file.rdbuf();
  const nlohmann::json parsed =
      nlohmann::json::parse(content.str(), nullptr, /*allow_exceptions=*/false);
  if (!file || !parsed.is_object()) {
    return absl::FailedPreconditionError(absl::StrCat("not a contexts file: ", path));
  }
  contexts.current = Text(parsed, "current");
  const auto entries = parsed.find("contexts");
  if (entries != parsed.end() && entries->is_object()) {
    for (const auto& [name, entry] : entries->items()) contexts.entries[name] = FromJson(entry);
  }
  return contexts;
}

absl::Status SaveContexts(const std::string& path, const Contexts& contexts) {
  nlohmann::json entries = nlohmann::json::object();
  for (const auto& [name, entry] : contexts.entries) entries[name] = EntryToJson(entry);
  const std::string content =
      nlohmann::json{{"current", contexts.current}, {"contexts", entries}}.dump(
          2, ' ', false, nlohmann::json::error_handler_t::replace) +
      "\n";
  std::error_code error;
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  if (!folder.empty()) std::filesystem::create_directories(folder, error);
  const std::string fresh = absl::StrCat(path, ".", getpid());
  const int fd = open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) return absl::PermissionDeniedError(absl::StrCat("cannot write ", fresh));
  const bool written =
      write(fd, content.data(), content.size()) == static_cast<ssize_t>(content.size()) &&
      fsync(fd) == 0;
  close(fd);
  if (written) std::filesystem::rename(fresh, path, error);
  if (!written || error) {
    unlink(fresh.c_str());
    return absl::PermissionDeniedError(absl::StrCat("cannot write ", path));
  }
  return absl::OkStatus();
}

}  // namespace clarion::cli
