// Which incidents of a list fit. Pure.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "clarion/v1/broadcast_service.pb.h"

namespace clarion::broadcast {

class IncidentFilter {
 public:
  explicit IncidentFilter(const v1::IncidentFilter& filter);

  // Whether the filter asks for anything at all of open incidents.
  bool any() const { return any_; }
  bool Fits(const v1::Docket& docket) const;

 private:
  const v1::IncidentFilter filter_;
  std::vector<std::string> words_;  // in small letters
  bool any_;
};

// FIELD_INVALID when the filter asks for what there is not.
absl::Status CheckFilter(const v1::IncidentFilter& filter);

}  // namespace clarion::broadcast
