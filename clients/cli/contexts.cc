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

using nlohmann::json;

// What `value(key, default)` would throw on a value of another type, this forgives.
std::string Text(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

ContextEntry FromJson(const json& object) {
  ContextEntry entry;
  const json addresses =
      object.is_object() && object.contains("addresses") ? object["addresses"] : json::object();
  for (size_t i = 0; i < entry.target.addresses.size(); ++i) {
    entry.target.addresses[i] = Text(addresses, kDeskNames[i]);
  }
  entry.target.ca_file = Text(object, "ca");
  entry.target.token = Text(object, "token");
  entry.account = Text(object, "account");
  entry.region = Text(object, "region");
  entry.lang = Text(object, "lang");
  return entry;
}

json EntryToJson(const ContextEntry& entry) {
  json addresses = json::object();
  for (size_t i = 0; i < entry.target.addresses.size(); ++i) {
    addresses[kDeskNames[i]] = entry.target.addresses[i];
  }
  return {{"addresses", addresses},      {"ca", entry.target.ca_file}, {"account", entry.account},
          {"token", entry.target.token}, {"region", entry.region},     {"lang", entry.lang}};
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
  const json parsed = json::parse(content.str(), nullptr, /*allow_exceptions=*/false);
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
  json entries = json::object();
  for (const auto& [name, entry] : contexts.entries) entries[name] = EntryToJson(entry);
  const std::string content = json{{"current", contexts.current}, {"contexts", entries}}.dump(
                                  2, ' ', false, json::error_handler_t::replace) +
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
