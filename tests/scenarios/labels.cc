// Labels: what the names of a scenario stand for, as the dockets that come back tell.
#include <openssl/sha.h>

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "tests/scenarios/acts.h"

namespace clarion::scenarios {

std::string Sha256(const std::string& bytes) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest);
  return std::string(reinterpret_cast<const char*>(digest), sizeof(digest));
}

std::string IdOf(const std::string& label) {
  std::string id = absl::AsciiStrToLower(label);
  std::replace_if(
      id.begin(), id.end(), [](unsigned char c) { return absl::ascii_isalnum(c) == 0; }, '-');
  if (id.size() > 32) id.resize(32);
  return id;
}

std::string Labels::Incident(const std::string& label) const {
  const auto it = incidents_.find(label);
  if (it != incidents_.end()) return it->second;
  return absl::StrCat("regions/", given_.region, "/incidents/", given_.region, "-20000101-9999");
}

std::string Labels::AnyIncident() const {
  return incidents_.empty() ? Incident("") : incidents_.begin()->second;
}

std::string Labels::IncidentOfRelease(const std::string& label) const {
  const auto it = releases_.find(label);
  return it == releases_.end() ? AnyIncident() : it->second.incident;
}

std::string Labels::IncidentOfEvidence(const std::string& label) const {
  const auto it = evidence_.find(label);
  return it == evidence_.end() ? AnyIncident() : it->second;
}

std::string Labels::TextHash(const std::string& label, int version) const {
  const auto it = releases_.find(label);
  if (it != releases_.end() && version >= 1 &&
      version <= static_cast<int>(it->second.hashes.size())) {
    return it->second.hashes[version - 1];
  }
  return Sha256(absl::StrCat("no version ", version, " of ", label));
}

void Labels::Learn(const Step& step, const v1::Docket& docket) {
  if (step.act == "register") incidents_[step.args["incident"]] = docket.name();
  if (step.act == "record_evidence") evidence_[step.args["evidence"]] = docket.name();
  if (step.act != "draft_release" && step.act != "edit_release") return;
  Text& text = releases_[step.args["release"]];
  text.incident = docket.name();
  const std::string id = IdOf(step.args["release"]);
  for (const v1::Release& release : docket.releases()) {
    if (release.id() == id) text.hashes.push_back(release.text().sha256());
  }
}

}  // namespace clarion::scenarios
