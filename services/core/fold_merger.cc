// What a merger brings and ends, as its events say.
#include <algorithm>

#include "services/core/docket_facts.h"
#include "services/core/facts_sheet.h"
#include "services/core/folds.h"

namespace clarion::core {
namespace {

void FoldMerged(v1::Docket& docket, const v1::IncidentMerged& event) {
  docket.mutable_merged()->MergeFrom(event.cases());
  docket.clear_occurred_at();
  if (event.has_occurred_at()) *docket.mutable_occurred_at() = event.occurred_at();
  docket.mutable_localities()->MergeFrom(event.localities());
  docket.mutable_reports()->MergeFrom(event.reports());
  docket.mutable_releases()->MergeFrom(event.releases());
  docket.mutable_conferences()->MergeFrom(event.conferences());
  docket.mutable_superior_reports()->MergeFrom(event.superior_reports());
  docket.mutable_evidence()->MergeFrom(event.evidence());
  docket.mutable_referrals()->MergeFrom(event.referrals());
  MarkOutdated(docket);
}

}  // namespace

bool FoldMerger(v1::Docket& docket, const v1::Event& event) {
  switch (event.kind_case()) {
    case v1::Event::kIncidentMerged:
      FoldMerged(docket, event.incident_merged());
      break;
    case v1::Event::kIncidentMergedAway:
      docket.set_merged_into(event.incident_merged_away().into());
      docket.clear_lead_wanted_by();
      break;
    default:
      return false;
  }
  docket.set_schema(std::max(docket.schema(), kSchema));
  return true;
}

}  // namespace clarion::core
