// Notices (通知): the law says who must be told; sending follows the log.
#pragma once

#include "services/core/deliberation.h"

namespace clarion::core {

// Enters a notice for every event that asks for one. From a drill nothing goes to EXTERNAL,
// SUPERIOR or POLICE.
void EnterNotices(Deliberation& deliberation);

}  // namespace clarion::core
