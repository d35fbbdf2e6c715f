// What the parts of `clarion release` share: how a release is named on the command line, its text,
// and what its docket says of it. One thread.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "clients/cli/command.h"
#include "clients/cli/session.h"

namespace clarion::cli {

struct ReleaseOptions {
  std::string incident = {}, release = {}, text_file = {}, reason = {}, correction = {};
  std::string template_id = {};
  v1::ReleaseKind kind = v1::RELEASE_KIND_UNSPECIFIED;
  v1::SecrecyReview review = v1::SECRECY_REVIEW_UNSPECIFIED;
  std::vector<std::string> joint = {}, channels = {};
};

// Incident and release, both positional.
void AddReleaseArguments(CLI::App& app, ReleaseOptions& o);

// Resource name of the release.
absl::StatusOr<std::string> ReleaseName(Session& session, const ReleaseOptions& o);

// Draft, edit, submit, template; then approve, co-sign, publish, retract.
void AddReleaseWriting(CLI::App& noun, Chosen& chosen);
void AddReleaseSigning(CLI::App& noun, Chosen& chosen);

absl::StatusOr<v1::ReleaseText> GetText(Session& session, const std::string& name);
void PrintText(std::ostream& out, const v1::ReleaseText& text);

// The release in its docket, for what its text does not say; none when the docket cannot be had.
struct InDocket {
  v1::Docket docket = {};
  v1::Release release = {};
};
std::optional<InDocket> FindRelease(Session& session, const std::string& name);

}  // namespace clarion::cli
