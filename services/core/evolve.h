// The fold in its two halves, as Decide needs them: each event as it is entered, the stamp of the
// record at its end. Evolve is both.
#pragma once

#include "clarion/v1/events.pb.h"

namespace clarion::core {

// Folds one event. Total: ignores what it does not know and what names nothing it knows.
void Fold(v1::Paper& paper, const v1::Event& event);

// Enters what a record says of the paper as a whole: version, instant of the decision.
void Stamp(v1::Paper& paper, const v1::Record& record);

}  // namespace clarion::core
