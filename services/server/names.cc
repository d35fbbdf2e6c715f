#include "services/server/names.h"

#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/core/refusal.h"

namespace clarion::server {
namespace {

const char* Pattern(NameKind kind) {
  switch (kind) {
    case NameKind::kRegion:
      return "regions/{region}";
    case NameKind::kRoster:
      return "regions/{region}/roster";
    case NameKind::kAccount:
      return "regions/{region}/accounts/{account}";
    case NameKind::kIncident:
      return "regions/{region}/incidents/{incident}";
    case NameKind::kRelease:
      return "regions/{region}/incidents/{incident}/releases/{release}";
    case NameKind::kConference:
      return "regions/{region}/incidents/{incident}/conferences/{conference}";
    case NameKind::kObligation:
      return "regions/{region}/incidents/{incident}/obligations/{obligation}";
  }
  return "";
}

bool IsId(const std::string& text, size_t longest, bool upper, const char* others) {
  return !text.empty() && text.size() <= longest && absl::c_all_of(text, [&](char c) {
    return absl::ascii_isdigit(c) || absl::ascii_islower(c) || (upper && absl::ascii_isupper(c)) ||
           absl::StrContains(others, std::string(1, c));
  });
}

bool IsRegion(const std::string& text) {
  return text.size() == 6 && absl::c_all_of(text, [](char c) { return absl::ascii_isdigit(c); });
}

// Reads what follows `regions/{region}/incidents/{incident}/`.
bool ParseInside(const std::string& collection, const std::string& id, ResourceName* out) {
  out->id = id;
  if (collection == "releases") {
    out->kind = NameKind::kRelease;
    return IsId(id, 32, false, "-");
  }
  if (collection == "conferences") {
    out->kind = NameKind::kConference;
    return IsId(id, 64, true, "_-");
  }
  out->kind = NameKind::kObligation;
  return collection == "obligations" && IsId(id, 64, true, "_-");
}

bool Parse(const std::string& name, ResourceName* out) {
  if (name.size() > 256) return false;
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  if (parts.size() < 2 || parts[0] != "regions" || !IsRegion(parts[1])) return false;
  out->region = parts[1];
  if (parts.size() == 2) return true;
  if (parts.size() == 3) {
    out->kind = NameKind::kRoster;
    return parts[2] == "roster";
  }
  if (parts.size() == 4 && parts[2] == "accounts") {
    out->kind = NameKind::kAccount;
    out->id = parts[3];
    return IsId(parts[3], 64, false, "_.-");
  }
  if (parts[2] != "incidents" || !IsId(parts[3], 64, true, "_-")) return false;
  out->kind = NameKind::kIncident;
  out->incident = parts[3];
  if (parts.size() == 4) return true;
  return parts.size() == 6 && ParseInside(parts[4], parts[5], out);
}

absl::Status NotAName(const std::string& field, std::initializer_list<NameKind> kinds) {
  const std::string patterns = absl::StrJoin(
      kinds, " | ", [](std::string* out, NameKind kind) { absl::StrAppend(out, Pattern(kind)); });
  return core::Refuse({.code = absl::StatusCode::kInvalidArgument,
                       .reason = v1::ERROR_REASON_FIELD_INVALID,
                       .en = absl::StrCat("`", field, "` must be a name such as ", patterns, "."),
                       .zh = absl::StrCat("字段 ", field, " 须为资源名称，格式为 ", patterns, "。"),
                       .violations = {{field, absl::StrCat("must be ", patterns)}}});
}

}  // namespace

absl::StatusOr<ResourceName> ParseName(const std::string& field, const std::string& name,
                                       std::initializer_list<NameKind> kinds) {
  ResourceName parsed;
  if (!Parse(name, &parsed) || !absl::c_linear_search(kinds, parsed.kind)) {
    return NotAName(field, kinds);
  }
  return parsed;
}

absl::StatusOr<std::string> RegionOf(const std::string& field, const std::string& name) {
  ResourceName parsed;
  if (!Parse(name, &parsed)) return NotAName(field, {NameKind::kRegion});
  return parsed.region;
}

std::string FormatName(const ResourceName& name) {
  switch (name.kind) {
    case NameKind::kRegion:
      return RegionName(name.region);
    case NameKind::kRoster:
      return RosterName(name.region);
    case NameKind::kAccount:
      return AccountName(name.region, name.id);
    case NameKind::kIncident:
      return IncidentName(name.region, name.incident);
    case NameKind::kRelease:
      return absl::StrCat(IncidentName(name.region, name.incident), "/releases/", name.id);
    case NameKind::kConference:
      return absl::StrCat(IncidentName(name.region, name.incident), "/conferences/", name.id);
    case NameKind::kObligation:
      return absl::StrCat(IncidentName(name.region, name.incident), "/obligations/", name.id);
  }
  return "";
}

// `regions/` and six digits.
std::string RegionIn(const std::string& name) { return name.substr(8, 6); }

std::string RegionName(const std::string& region) { return absl::StrCat("regions/", region); }

std::string RosterName(const std::string& region) {
  return absl::StrCat("regions/", region, "/roster");
}

std::string AccountName(const std::string& region, const std::string& account) {
  return absl::StrCat("regions/", region, "/accounts/", account);
}

std::string IncidentName(const std::string& region, const std::string& incident) {
  return absl::StrCat("regions/", region, "/incidents/", incident);
}

}  // namespace clarion::server
