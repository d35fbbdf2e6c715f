// What a docket says of its clocks and signatures, derived anew from its facts and its rule pack:
// for whoever audits a history without having decided it.
//
// Each is empty when the docket is as it should be, else it says what is not, in English. Sound for
// a docket as any of its records left it. Pure.
#pragma once

#include <string>

#include "clarion/v1/docket.pb.h"
#include "clarion/v1/events.pb.h"
#include "clarion/v1/rule_pack.pb.h"

namespace clarion::core {

// Every clock the pack asks for is armed with the pack's limit and article, none is left that
// nothing ended, and each stands as the acts say, judged at the docket's last decision. Borrows the
// paper of a docket: it is the same again when nothing differs.
std::string ClockThatDiffers(v1::Paper& paper, const v1::RulePack& pack);

// Two people stand behind every text that is public, every waiver and every late evidence; nobody
// approves what he wrote, and a joint text has every co-signature.
std::string SignatureThatIsMissing(const v1::Docket& docket);

}  // namespace clarion::core
