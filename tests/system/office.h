// An Office is the duty room of the sample county on a deployment of its own, its people signed in.
//
//     Office office;                                  // real clock, four services
//     const v1::Docket docket = office.Register(office.NewIncident("request id"));
//
// Set-up that fails ends the test program: nothing can be tested then. Register and Read may be
// called from any thread.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clarion/v1/incident_service.pb.h"
#include "tests/support/deployment.h"

namespace clarion::system {

inline constexpr char kRegion[] = "regions/419999";

class Office {
 public:
  explicit Office(const support::Deployment::Options& options = {});

  support::Deployment& deployment() { return *deployment_; }
  support::ProcessGroup& group() { return deployment_->group(); }
  support::RedisServer& redis() { return deployment_->redis(); }

  const std::string& duty() const { return tokens_[0]; }
  const std::string& approver() const { return tokens_[1]; }
  const std::string& inspector() const { return tokens_[2]; }
  const std::string& speaker() const { return tokens_[3]; }  // of o-emb-head
  const std::string& administrator() const { return deployment_->administrator(); }

  // A grade II incident detected now, with a fresh request id.
  v1::RegisterIncidentRequest NewIncident();

  absl::StatusOr<v1::Docket> Register(const v1::RegisterIncidentRequest& request);
  // Repeats it with the same request id until it is answered, at most `limit`.
  absl::StatusOr<v1::Docket> RegisterPatiently(const v1::RegisterIncidentRequest& request,
                                               absl::Duration limit);
  absl::StatusOr<v1::Docket> Get(const std::string& incident);
  absl::StatusOr<std::vector<v1::Record>> Records(const std::string& incident);

 private:
  std::unique_ptr<support::Deployment> deployment_;
  std::vector<std::string> tokens_;
};

// The value, or the end of the test program with what was wrong.
template <typename T>
T Must(absl::StatusOr<T> value);
void Must(const absl::Status& status);

template <typename T>
T Must(absl::StatusOr<T> value) {
  Must(value.status());
  return *std::move(value);
}

}  // namespace clarion::system
