// Four running services and somebody for every RPC, to send bad input to. The clock is manual, so
// that nothing happens by itself, and one deployment serves all tests.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clarion/v1/incident_service.grpc.pb.h"
#include "gtest/gtest.h"
#include "tests/server/sample_requests.h"
#include "tests/support/caller.h"
#include "tests/support/deployment.h"

namespace clarion::server {

inline constexpr char kBadInputRegion[] = "regions/419999";
inline const absl::Time kBadInputBegins = absl::FromUnixSeconds(1772499600);

// Fields that a BadRequest names.
std::vector<std::string> FieldsOf(const absl::Status& status);

class BadInput : public ::testing::Test {
 protected:
  static void SetUpTestSuite();
  static void TearDownTestSuite() { delete deployment_; }

  // No service ended, and none met a fault of its own.
  void TearDown() override;

  static v1::RegisterIncidentRequest Registration();

  template <class Stub, class Request, class Response>
  static absl::StatusOr<Response> Call(const std::string& desk, v1::Role role,
                                       grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                                    const Request&, Response*),
                                       const Request& request) {
    return support::Call(deployment_->group(), desk, (*tokens_)[role], method, request);
  }

  // Of somebody who may call the RPC.
  static std::string TokenFor(const testing::Rpc& rpc);

  static absl::Status Send(const testing::Rpc& rpc, const std::string& bytes);
  static absl::Status Send(const testing::Rpc& rpc, const google::protobuf::Message& request) {
    return Send(rpc, request.SerializeAsString());
  }

  // The field is refused, and no other.
  static void ExpectRefused(const testing::Rpc& rpc, const testing::Leaf& leaf,
                            const google::protobuf::Message& request, const std::string& what);

  // How many commits there have been.
  static int64_t Commits();

  static std::unique_ptr<google::protobuf::Message> Sample(const testing::Rpc& rpc) {
    return SampleRequest(rpc, *places_);
  }

  static support::Deployment* deployment_;
  static std::map<v1::Role, std::string>* tokens_;
  static testing::Places* places_;
};

}  // namespace clarion::server
