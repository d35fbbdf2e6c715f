// What falls due by itself: AT_RISK at its instant, the breach one millisecond after the due one.
#pragma once

#include "services/core/deliberation.h"

namespace clarion::core {

// Enters everything due by now, in order of instant. Afterwards NextDue lies after now.
void EnterDue(Deliberation& deliberation);

}  // namespace clarion::core
