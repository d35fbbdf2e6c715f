// A published case as a replay file: who did what, how long after the start, and how well that is
// known.
//
// JSON, in docs/cases. A step's `known` says what its time rests on: `published`, `not_before` (a
// bound: it cannot have been earlier), or `assumed` (no record was found; needed to play the case
// through). Reading is strict: an unknown key is a misprint, and is refused. Pure; thread-safe.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clients/cli/words.h"

namespace clarion::cli {

struct Said {
  std::string zh;
  std::string en;
  const std::string& In(Lang lang) const { return lang == Lang::kZh ? zh : en; }
};

enum class Known { kPublished, kNotBefore, kAssumed };

struct CaseStep {
  absl::Duration after;  // the start of the incident
  std::string act;       // `register`, `publish_release`, ...; `note` is only said
  std::string by;        // context of the command line that acts: `duty`, `approver`, `speaker`
  Known known = Known::kAssumed;
  Said say;
  nlohmann::json args;
};

struct Case {
  std::string id;
  Said title;
  Said remark;  // what is assumed, and what may not be concluded
  std::vector<std::string> sources;
  absl::Time t0;
  std::vector<CaseStep> steps;  // in order of time; the first registers
};

// INVALID_ARGUMENT says where and what.
absl::StatusOr<Case> ParseCase(const std::string& text);

// `13:48`, `13:48:30` or `PT13H48M30S`.
std::optional<absl::Duration> ParseAfter(const std::string& text);

Word KnownInWords(Known known);

}  // namespace clarion::cli
