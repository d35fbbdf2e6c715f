// Faults planted on purpose: `tests/run asan` and `tests/run tsan` begin with them and fail when
// the sanitizer does not report one, since a sanitizer that is silent, or whose suppressions hide
// everything, would find nothing in the tests either.
//
//     planted_fault race|overflow|leak|undefined
//
// Ends with 0 when nothing was reported. The race lies where ours would: in a handler that gRPC
// calls on several threads.
#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "clarion/v1/incident_service.grpc.pb.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server_builder.h"

namespace clarion::testing {
namespace {

constexpr int kCallers = 4;
constexpr int kCallsOfEach = 200;

// Counts its calls, and guards the count with nothing.
class UnguardedCount final : public v1::IncidentService::CallbackService {
 public:
  grpc::ServerUnaryReactor* GetIncident(grpc::CallbackServerContext* context,
                                        const v1::GetIncidentRequest*, v1::Docket*) override {
    ++count_;
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }
  int64_t count() const { return count_; }

 private:
  int64_t count_ = 0;
};

void Race() {
  UnguardedCount service;
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&service);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  std::vector<std::thread> callers;
  callers.reserve(kCallers);
  for (int caller = 0; caller < kCallers; ++caller) {
    callers.emplace_back([port, caller] {
      grpc::ChannelArguments arguments;
      arguments.SetInt("planted.connection", caller);  // a connection of its own
      const auto stub = v1::IncidentService::NewStub(grpc::CreateCustomChannel(
          "127.0.0.1:" + std::to_string(port), grpc::InsecureChannelCredentials(), arguments));
      for (int call = 0; call < kCallsOfEach; ++call) {
        grpc::ClientContext context;
        v1::Docket docket;
        stub->GetIncident(&context, v1::GetIncidentRequest(), &docket);
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  server->Shutdown();
  std::printf("%lld calls counted\n", static_cast<long long>(service.count()));
}

// The argument count is known to no compiler.
void Overflow(int one) {
  const auto bytes = std::make_unique<char[]>(static_cast<size_t>(one) * 8);
  std::printf("%d\n", bytes[static_cast<size_t>(one) * 8]);
}

void Leak(int one) {
  volatile char* lost = new char[static_cast<size_t>(one) * 64];
  lost[0] = 1;
  lost = nullptr;
}

void Undefined(int one) { std::printf("%d\n", std::numeric_limits<int>::max() + one); }

int Plant(const std::string& fault, int one) {
  if (fault == "race") Race();
  if (fault == "overflow") Overflow(one);
  if (fault == "leak") Leak(one);
  if (fault == "undefined") Undefined(one);
  return 0;
}

}  // namespace
}  // namespace clarion::testing

int main(int argc, char** argv) {
  return clarion::testing::Plant(argc > 1 ? argv[1] : "", argc - 1);
}
