#include "clients/cli/replay/case_file.h"

#include <algorithm>
#include <cstdio>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/local_failure.h"
#include "clients/cli/replay/acts.h"

namespace clarion::cli {
namespace {

using nlohmann::json;

absl::Status Fault(const std::string& where, const std::string& what) {
  return Misused(absl::StrCat("案例文件 ", where, ":", what),
                 absl::StrCat("case file, ", where, ": ", what));
}

// First key of `object` that is not among `known`; empty when all are.
std::string Unknown(const json& object, const std::vector<std::string>& known) {
  for (const auto& [key, value] : object.items()) {
    if (std::find(known.begin(), known.end(), key) == known.end()) return key;
  }
  return "";
}

std::string TextIn(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Said ReadSaid(const json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_object()) return {};
  return {TextIn(*found, "zh"), TextIn(*found, "en")};
}

std::optional<Known> ReadKnown(const std::string& text) {
  if (text == "published") return Known::kPublished;
  if (text == "not_before") return Known::kNotBefore;
  if (text == "assumed") return Known::kAssumed;
  return std::nullopt;
}

absl::StatusOr<CaseStep> ReadStep(const json& object, const std::string& where) {
  if (!object.is_object()) return Fault(where, "not an object");
  const std::string unknown =
      Unknown(object, {"after", "do", "by", "known", "say", "args", "source"});
  if (!unknown.empty()) return Fault(where, absl::StrCat("unknown key `", unknown, "`"));
  CaseStep step;
  const auto after = ParseAfter(TextIn(object, "after"));
  if (!after) return Fault(where, "`after` is 13:48 or PT13H48M");
  const auto known = ReadKnown(TextIn(object, "known"));
  if (!known) return Fault(where, "`known` is published, not_before or assumed");
  step.after = *after;
  step.known = *known;
  step.act = TextIn(object, "do");
  step.by = TextIn(object, "by");
  step.say = ReadSaid(object, "say");
  step.args = object.contains("args") ? object["args"] : json::object();
  if (!step.args.is_object()) return Fault(where, "`args` is an object");
  if (!IsAct(step.act)) return Fault(where, absl::StrCat("unknown act `", step.act, "`"));
  if (step.act != "note" && step.by.empty()) return Fault(where, "`by` is missing");
  return step;
}

absl::Status ReadSteps(const json& list, std::vector<CaseStep>& steps) {
  if (!list.is_array() || list.empty()) return Fault("steps", "missing");
  for (size_t i = 0; i < list.size(); ++i) {
    const std::string where = absl::StrCat("steps[", i, "]");
    absl::StatusOr<CaseStep> step = ReadStep(list[i], where);
    if (!step.ok()) return step.status();
    if (!steps.empty() && step->after < steps.back().after) {
      return Fault(where, "earlier than the step before");
    }
    steps.push_back(*std::move(step));
  }
  if (steps.front().act != "register") return Fault("steps[0]", "the first step registers");
  return absl::OkStatus();
}

}  // namespace

std::optional<absl::Duration> ParseAfter(const std::string& text) {
  if (absl::StartsWith(text, "PT") && text.size() > 2) {
    std::string go = text.substr(2);
    std::transform(go.begin(), go.end(), go.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    absl::Duration duration;
    if (!absl::ParseDuration(go, &duration)) return std::nullopt;
    return duration;
  }
  int hours = 0;
  int minutes = 0;
  int seconds = 0;
  int used = 0;
  const int size = static_cast<int>(text.size());
  const bool whole =
      (std::sscanf(text.c_str(), "%4d:%2d:%2d%n", &hours, &minutes, &seconds, &used) == 3 &&
       used == size) ||
      (std::sscanf(text.c_str(), "%4d:%2d%n", &hours, &minutes, &used) == 2 && used == size);
  if (!whole || hours < 0 || minutes < 0 || minutes > 59 || seconds < 0 || seconds > 59) {
    return std::nullopt;
  }
  return absl::Hours(hours) + absl::Minutes(minutes) + absl::Seconds(seconds);
}

Word KnownInWords(Known known) {
  switch (known) {
    case Known::kPublished:
      return {"公开时间", "published"};
    case Known::kNotBefore:
      return {"不早于此", "not before this"};
    case Known::kAssumed:
      break;
  }
  return {"假定，未见公开记录", "assumed, no published record"};
}

absl::StatusOr<Case> ParseCase(const std::string& text) {
  const json root = json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!root.is_object()) return Fault("file", "not JSON");
  const std::string unknown = Unknown(root, {"id", "title", "remark", "sources", "t0", "steps"});
  if (!unknown.empty()) return Fault("file", absl::StrCat("unknown key `", unknown, "`"));
  Case result;
  result.id = TextIn(root, "id");
  result.title = ReadSaid(root, "title");
  result.remark = ReadSaid(root, "remark");
  std::string error;
  if (!absl::ParseTime(absl::RFC3339_full, TextIn(root, "t0"), &result.t0, &error)) {
    return Fault("t0", "RFC 3339 is expected");
  }
  if (root.contains("sources") && root["sources"].is_array()) {
    for (const json& source : root["sources"]) {
      if (source.is_string()) result.sources.push_back(source.get<std::string>());
    }
  }
  const absl::Status read = ReadSteps(root.value("steps", json::array()), result.steps);
  if (!read.ok()) return read;
  return result;
}

}  // namespace clarion::cli
