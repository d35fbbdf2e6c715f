// Every way an act may end, as the scenarios list it. Transfer, merging and several localities are
// not among them.
#pragma once

#include <string>
#include <vector>

namespace clarion::testing {

// `publish_release NOT_VERIFIED`: act and reason, or `OK`.
std::vector<std::string> EveryActAndReason();

}  // namespace clarion::testing
