#include "services/core/held_names.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "services/core/fields.h"

namespace clarion::core {
namespace {

enum class Names { kFingerprints, kAll };

// `what` is a docket or what is kept of one that was merged into it.
template <typename What>
void AddNames(const v1::Docket& docket, const What& what, Names which,
              std::vector<std::string>& names) {
  const char* drill = docket.exercise() ? "drill-" : "";
  const std::string region = RegionOfIncident(docket.name());
  if (!what.fingerprint().empty()) {
    names.push_back(absl::StrCat(drill, "fingerprint/", region, "/", what.fingerprint()));
  }
  if (which == Names::kFingerprints || what.source().empty() || what.external_id().empty()) return;
  const std::string source = absl::StrReplaceAll(what.source(), {{"%", "%25"}, {"/", "%2F"}});
  names.push_back(absl::StrCat(drill, "source/", region, "/", source, "/", what.external_id()));
}

std::vector<std::string> NamesOf(const v1::Docket& docket, Names which) {
  std::vector<std::string> names;
  AddNames(docket, docket, which, names);
  for (const v1::MergedCase& merged : docket.merged()) AddNames(docket, merged, which, names);
  return names;
}

}  // namespace

std::string RegionOfIncident(const std::string& name) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  if (parts.size() != 4 || parts[0] != "regions" || parts[2] != "incidents") return "";
  return IsRegionCode(parts[1]) && IsId(parts[3]) ? parts[1] : "";
}

std::vector<std::string> FingerprintNames(const v1::Docket& docket) {
  return NamesOf(docket, Names::kFingerprints);
}

void HoldNames(Deliberation& deliberation) {
  const v1::Docket& docket = deliberation.docket();
  for (std::string& name : NamesOf(docket, Names::kAll)) {
    deliberation.Hold({std::move(name), "", docket.name()});
  }
}

void HandOverNames(Deliberation& deliberation, const std::string& into) {
  const v1::Docket& docket = deliberation.docket();
  for (std::string& name : NamesOf(docket, Names::kAll)) {
    deliberation.Hold({std::move(name), docket.name(), into});
  }
}

void FreeFingerprints(Deliberation& deliberation) {
  const v1::Docket& docket = deliberation.docket();
  for (std::string& name : FingerprintNames(docket)) {
    deliberation.Hold({std::move(name), docket.name(), ""});
  }
}

}  // namespace clarion::core
