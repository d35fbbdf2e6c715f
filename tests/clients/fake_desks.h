// All desks in the test's own process, answering what the test says: for exit codes, retries and
// output, not for the law. What the real desks decide is tested with the real desks.
#pragma once

#include <grpcpp/grpcpp.h>

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "clarion/v1/admin_service.grpc.pb.h"
#include "clarion/v1/broadcast_service.grpc.pb.h"
#include "clarion/v1/incident_service.grpc.pb.h"
#include "clarion/v1/release_service.grpc.pb.h"
#include "clarion/v1/spokesperson_service.grpc.pb.h"
#include "clarion/v1/timeline_service.grpc.pb.h"
#include "clients/cpp/channels.h"

namespace clarion::tests {

// A refusal as the services make it.
grpc::Status Refused(grpc::StatusCode code, const std::string& reason, const std::string& en,
                     const std::string& zh);

// What the desks answer and what they were asked. Guarded by its mutex once they run.
struct Script {
  std::mutex mutex;
  // Every request as it came: name of its message, and its text form in one line.
  std::vector<std::pair<std::string, std::string>> calls;
  std::map<std::string, grpc::Status> refusals;  // of a message, by name, each time
  std::deque<grpc::Status> failures;             // of the next writes; then they succeed
  std::vector<std::string> request_ids;
  std::vector<v1::PublishReleaseRequest> published;
  std::vector<v1::ApproveReleaseRequest> approved;
  std::vector<v1::WatchRequest> watches;
  std::vector<std::string> tokens;  // as they came with writes

  v1::ReleaseText text;
  std::vector<v1::Docket> dockets;  // the first one is what writes answer
  v1::Roster roster;                // as it is
  v1::Roster coming;                // as an import would make it
  v1::ProposeSpeakersResponse proposals;
  v1::SimulateDeadlinesResponse simulated;
  v1::FillTemplateResponse filled;
  v1::ListLikelyDuplicatesResponse likely;
  v1::ListAccountsResponse accounts;
  v1::Sheet sheet;
  v1::DurabilityState durability;
  // Writes one stream of a watch; its status ends it.
  std::function<grpc::Status(const v1::WatchRequest&, grpc::ServerWriter<v1::WatchResponse>&)>
      watch;

  Script();  // answers of the fixtures

  // Text forms of the requests of that message, and how many came.
  std::vector<std::string> Asked(const std::string& message);
};

class FakeDesks {
 public:
  // `address`, such as `unix:/path`: also listens there, without TLS.
  explicit FakeDesks(Script& script, const std::string& address = "");
  ~FakeDesks();

  // Within the process, or over the address.
  std::shared_ptr<client::Channels> Channels(const std::string& token = "");

 private:
  const std::string address_;
  std::vector<std::unique_ptr<grpc::Service>> services_;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace clarion::tests
