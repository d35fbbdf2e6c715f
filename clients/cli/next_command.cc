#include "clients/cli/next_command.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "clients/cli/again.h"

namespace clarion::cli {
namespace {

std::string Advised(const Session& session, const client::Failure& failure) {
  if (const Advice* advice = FindAdvice(failure.reason); advice != nullptr) return advice->next;
  if (failure.code == absl::StatusCode::kInvalidArgument) return "--help";
  if (failure.code == absl::StatusCode::kNotFound) return "clarion context list";
  // Something of this machine's: a file, a folder.
  if (failure.code == absl::StatusCode::kFailedPrecondition) return session.command + " --help";
  return "clarion doctor";
}

}  // namespace

std::string AnotherContext(Session& session, v1::Role role, const std::string& usual) {
  const auto contexts = session.AllContexts();
  if (!contexts.ok()) return usual;
  const std::string own = session.ContextName();
  const std::string wanted = BareName(*v1::Role_descriptor()->FindValueByNumber(role));
  for (const auto& [name, entry] : contexts->entries) {
    if (name != own && entry.role == wanted) return ShellQuoted(name);
  }
  return usual;
}

std::string NextCommand(Session& session, const client::Failure& failure,
                        const std::string& incident) {
  if (client::IsRetryable(failure.code) && !session.options.request_id.empty()) {
    return session.Again("--request-id " + session.options.request_id);
  }
  std::string next = Advised(session, failure);
  if (next == "--help") return session.command + " --help";
  if (absl::StrContains(next, "APPROVER")) {
    const std::string context = AnotherContext(session, v1::ROLE_APPROVER, "approver");
    next = absl::StrReplaceAll(next, {{"APPROVER", context}});
  }
  if (absl::StrContains(next, "SPEAKER")) {
    const std::string context = AnotherContext(session, v1::ROLE_SPEAKER, "speaker");
    next = absl::StrReplaceAll(next, {{"SPEAKER", context}});
  }
  if (absl::StartsWith(next, "... ")) return session.Again(next.substr(4));
  const auto holder = failure.metadata.find("incident");
  std::string about = holder != failure.metadata.end() ? holder->second : incident;
  if (const size_t slash = about.rfind('/'); slash != std::string::npos) about.erase(0, slash + 1);
  return absl::StrReplaceAll(next, {{"{}", about.empty() ? "NUMBER" : ShellQuoted(about)}});
}

}  // namespace clarion::cli
