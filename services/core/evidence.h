// Evidence: the act that meets an obligation, if there is one among the facts of the docket.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "clarion/v1/docket.pb.h"
#include "clarion/v1/rule_pack.pb.h"

namespace clarion::core {

struct Evidence {
  absl::Time at;               // effective instant of the act
  std::string act;             // id of the release, conference, report, evidence or assignment
  bool recorded_late = false;  // late evidence that another person confirmed
};

// The earliest act that counts for `obligation` under `rule`. A function of what stands now: an act
// that fell away no longer counts, one done before the clock was armed does.
std::optional<Evidence> EvidenceFor(const v1::Docket& docket, const v1::ObligationRule& rule,
                                    const v1::Obligation& obligation);

// Releases of the kinds of `rule` that stand, late evidence of such included, in the order of their
// publication. Those published at one instant, as after a clock was set back, stand in the order
// they were drafted: their clocks would be due at one instant, so the order changes no deadline.
std::vector<Evidence> StandingReleases(const v1::Docket& docket, const v1::ObligationRule& rule);

// Whether the release, or the late evidence of one, named by an obligation still stands.
bool Stands(const v1::Docket& docket, const std::string& act);

}  // namespace clarion::core
