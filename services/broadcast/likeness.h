// How alike a new report and an open incident are: by the words of title and place, and by how near
// in time they were found. Only ever an offer to a person, who decides; nothing is merged because
// of it.
#pragma once

#include <string>

#include "absl/time/time.h"
#include "clarion/v1/docket.pb.h"

namespace clarion::broadcast {

struct NewReport {
  std::string title;
  std::string place;
  absl::Time detected_at;
};

// 0 (nothing in common) to 100.
int Likeness(const NewReport& report, const v1::Docket& docket);

}  // namespace clarion::broadcast
