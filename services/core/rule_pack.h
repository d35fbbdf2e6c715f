// Rule packs are data; this is what data must hold to be law. Used once, when a pack is read: the
// core trusts a pack it is given.
#pragma once

#include "absl/status/status.h"
#include "clarion/v1/rule_pack.pb.h"

namespace clarion::core {

// INVALID_ARGUMENT with every fault, one a line: `obligations[2].limit must be over 0 ...`.
absl::Status CheckPack(const v1::RulePack& pack);

}  // namespace clarion::core
