// Rule packs are data; this is what data must hold to be law. Used once, when a pack is read: the
// core trusts a pack it is given.
#pragma once

#include <vector>

#include "clarion/v1/rule_pack.pb.h"
#include "services/core/refusal.h"

namespace clarion::core {

// Every fault of a pack, each with its path; empty when there is none.
std::vector<Violation> CheckPack(const v1::RulePack& pack);

}  // namespace clarion::core
