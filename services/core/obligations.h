// Obligations (时限义务): which clocks run, and whether what they ask was done.
//
// Level-triggered: every act only states facts; Reconcile then compares what the pack asks with
// what is armed, and what is armed with what was done, and enters the differences. So an upgrade, a
// start moved earlier, a conference broken off and a text retracted all go through one function,
// and running it twice enters nothing twice.
#pragma once

#include "absl/time/time.h"
#include "services/core/deliberation.h"

namespace clarion::core {

// The limit of a rule in this docket: a drill divides it by its time scale.
absl::Duration LimitOf(const v1::ObligationRule& rule, const v1::Docket& docket);

// Whether what armed the clock is gone: its release no longer stands, its assignment was replaced.
bool IsOrphaned(const v1::Docket& docket, const v1::ObligationRule& rule,
                const v1::Obligation& obligation);

// Enters what the facts mean for the clocks. Nothing on a docket that has ended.
void Reconcile(Deliberation& deliberation);

// Moves the clocks that count from the start, when that moved earlier. WAIVED and CANCELLED stay.
void MoveClocks(Deliberation& deliberation);

// At a merger, after the start and the evidence of both are in: each clock that `other` owes is
// owed here, by the earlier due instant.
void UniteClocks(Deliberation& deliberation, const v1::Docket& other);

// The due instant of `obligation` passed.
void EnterBreach(Deliberation& deliberation, const v1::Obligation& obligation);

// It is no longer owed.
void EnterCancelled(Deliberation& deliberation, const v1::Obligation& obligation);

}  // namespace clarion::core
