#include "services/broadcast/incident_filter.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/core/docket_facts.h"
#include "services/core/fields.h"
#include "services/core/proto_time.h"

namespace clarion::broadcast {
namespace {

constexpr int kFilterTextMax = 200;

v1::IncidentFilter WithoutEnded(v1::IncidentFilter filter) {
  filter.clear_ended();
  return filter;
}

// Everything an officer may remember of it.
std::string WordsOf(const v1::Docket& docket) {
  return absl::AsciiStrToLower(absl::StrCat(docket.name(), "\n", docket.title(), "\n",
                                            docket.place(), "\n", docket.summary(), "\n",
                                            docket.external_id(), "\n", docket.fingerprint()));
}

}  // namespace

IncidentFilter::IncidentFilter(const v1::IncidentFilter& filter)
    : filter_(filter), any_(WithoutEnded(filter).ByteSizeLong() > 0) {
  words_ = absl::StrSplit(absl::AsciiStrToLower(filter.text()), ' ', absl::SkipWhitespace());
}

bool IncidentFilter::Fits(const v1::Docket& docket) const {
  const auto has_status = [this](const v1::Obligation& obligation) {
    return core::Contains(filter_.statuses(), obligation.status());
  };
  if (filter_.grades_size() > 0 && !core::Contains(filter_.grades(), docket.grade())) return false;
  if (filter_.states_size() > 0 && !core::Contains(filter_.states(), docket.state())) return false;
  if (filter_.statuses_size() > 0 &&
      std::none_of(docket.obligations().begin(), docket.obligations().end(), has_status)) {
    return false;
  }
  if (!filter_.lead().empty() && filter_.lead() != docket.assignment().lead()) return false;
  if (filter_.has_exercise() && filter_.exercise() != docket.exercise()) return false;
  const absl::Time detected_at = core::FromProto(docket.detected_at());
  if (filter_.has_from() && detected_at < core::FromProto(filter_.from())) return false;
  if (filter_.has_to() && detected_at >= core::FromProto(filter_.to())) return false;
  if (words_.empty()) return true;
  const std::string all = WordsOf(docket);
  return std::all_of(words_.begin(), words_.end(),
                     [&all](const std::string& word) { return absl::StrContains(all, word); });
}

absl::Status CheckFilter(const v1::IncidentFilter& filter) {
  core::Fields fields;
  fields.Text("filter.text", filter.text(), 0, kFilterTextMax);
  fields.OptionalId("filter.lead", filter.lead());
  for (const int grade : filter.grades()) {
    fields.Require(grade != 0 && v1::Grade_IsValid(grade), "filter.grades", "has an unknown value");
  }
  for (const int state : filter.states()) {
    fields.Require(state != 0 && v1::IncidentState_IsValid(state), "filter.states",
                   "has an unknown value");
  }
  for (const int status : filter.statuses()) {
    fields.Require(status != 0 && v1::ObligationStatus_IsValid(status), "filter.statuses",
                   "has an unknown value");
  }
  if (filter.has_from()) fields.Instant("filter.from", true, filter.from());
  if (filter.has_to()) fields.Instant("filter.to", true, filter.to());
  return fields.ok() ? absl::OkStatus() : fields.Refused();
}

}  // namespace clarion::broadcast
