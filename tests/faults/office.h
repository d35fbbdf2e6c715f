// The office every run begins with: two regions, their rosters, their people signed in.
//
// Made once per program with real desks, since hashing passwords takes long on purpose; each run
// then starts from a copy of what Redis kept. Read by any thread.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tests/support/temp_dir.h"

namespace clarion::faults {

// One region's people, by their tokens.
struct People {
  std::string region = {};  // `regions/419999`
  std::vector<std::string> duty = {};
  std::vector<std::string> approvers = {};
  std::string speaker = {};  // of o-emb-head
  std::string inspector = {};
};

class Office {
 public:
  static absl::StatusOr<std::unique_ptr<Office>> Make();

  const std::vector<People>& regions() const { return regions_; }
  const std::string& administrator() const { return administrator_; }
  // Copies what Redis kept into `folder`, which must exist.
  void CopyTo(const std::string& folder) const;

 private:
  Office() = default;

  support::TempDir folder_;
  std::vector<People> regions_;
  std::string administrator_;
};

}  // namespace clarion::faults
