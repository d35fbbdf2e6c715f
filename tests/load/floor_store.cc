// The store floor: gRPC over TLS, one script in Redis, the answer.
#include <atomic>
#include <string>

#include "absl/strings/str_cat.h"
#include "clarion/v1/incident_service.grpc.pb.h"
#include "tests/load/floor.h"
#include "tests/load/floor_redis.h"
#include "tests/load/unary_caller.h"

namespace clarion::load {
namespace {

using RawRegistration =
    v1::IncidentService::WithRawCallbackMethod_RegisterIncident<v1::IncidentService::Service>;

constexpr char kScript[] = R"(
local call, K, A = redis.call, KEYS, ARGV
if call('GETRANGE', K[1], 0, 31) ~= A[1] then return 'C' end
call('XADD', K[2], 'MAXLEN', '~', '100000', '*', 'e', A[3])
call('SET', K[1], A[2])
call('ZADD', K[3], A[4], K[1])
call('ZADD', K[4], A[4], K[1])
call('SET', K[5], A[1], 'PX', '86400000')
call('PUBLISH', K[6], A[3])
return 'D'
)";

class StoreFloor final : public RawRegistration {
 public:
  explicit StoreFloor(const std::string& redis_socket) : redis_(redis_socket) {
    sha_ = redis_.Load(kScript);
    redis_.Start();
  }

  grpc::ServerUnaryReactor* RegisterIncident(grpc::CallbackServerContext* context,
                                             const grpc::ByteBuffer* request,
                                             grpc::ByteBuffer* response) override {
    const std::string number = absl::StrCat(next_.fetch_add(1));
    const std::string body = ToBytes(*request);
    *response = *request;
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    redis_.Ask({"EVALSHA", sha_, "6", absl::StrCat("floor:d:", number), "floor:log", "floor:due",
                "floor:open", absl::StrCat("floor:req:", number), kFloorBell, "", body,
                body.substr(0, kFloorEntryBytes), number},
               [reactor](bool ok) {
                 reactor->Finish(ok ? grpc::Status::OK
                                    : grpc::Status(grpc::StatusCode::ABORTED, "changed"));
               });
    return reactor;
  }

 private:
  FloorRedis redis_;
  std::string sha_;
  std::atomic<int64_t> next_{1};
};

}  // namespace

std::unique_ptr<grpc::Service> NewStoreFloor(const std::string& redis_socket) {
  return std::make_unique<StoreFloor>(redis_socket);
}

}  // namespace clarion::load
