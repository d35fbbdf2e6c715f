// The fixed words of the scenarios, as acceptance/README.md lists them. A word not listed here is a
// fault of the file, not of the system.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

namespace clarion::scenarios {

// What may stand in a field.
enum class Kind {
  kText,
  kInstant,
  kFlag,
  kNumber,
  kTexts,
  kSeverity,
  kForm,
  kReleaseKind,
  kReview,
  kReportMode,
  kObligation,
  kEvidenceKind,
};

struct ActField {
  std::string name;
  Kind kind = Kind::kText;
  bool required = true;
};

// Every act with its fields.
const std::map<std::string, std::vector<ActField>>& ActFields();

const std::set<std::string>& Severities();
const std::set<std::string>& IncidentStates();
const std::set<std::string>& Obligations();
const std::set<std::string>& ObligationStatuses();
const std::set<std::string>& ReleaseStates();
const std::set<std::string>& NoticeRoles();
const std::set<std::string>& Events();
const std::set<std::string>& Flags();

// The words a field of this kind is chosen from; empty when it is not chosen from a list.
const std::set<std::string>& WordsOf(Kind kind);

}  // namespace clarion::scenarios
