// Loads many accounts as they are now, in one go: the reads travel together.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/store/paper_store.h"

namespace clarion::incident {

// `done` runs once, with the papers in the order of `names` (an empty head where there is none) or
// with what went wrong. Never blocks.
void LoadAccounts(store::PaperStore& papers, const std::vector<std::string>& names,
                  absl::Time deadline,
                  std::function<void(absl::StatusOr<std::vector<store::PaperPtr>>)> done);

}  // namespace clarion::incident
