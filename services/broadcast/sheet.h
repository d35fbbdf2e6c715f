// The sheet (时限单): what is owed, by when, by whom, with telephone numbers, on plain paper. It
// lies printed beside the telephone for the hour in which Clarion is down; what is done by it is
// entered afterwards as late evidence. Pure.
#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "clarion/v1/docket.pb.h"
#include "clarion/v1/roster.pb.h"
#include "clarion/v1/rule_pack.pb.h"

namespace clarion::broadcast {

enum class Language { kZh, kEn };

// `dockets` in the order they are to be shown. Names of obligations come from `pack`.
std::string RenderSheet(const v1::Roster& roster, const std::vector<v1::Docket>& dockets,
                        const v1::RulePack& pack, absl::Time now, Language language);

}  // namespace clarion::broadcast
