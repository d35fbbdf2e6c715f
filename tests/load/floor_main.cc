// load_floor MODE CERTIFICATE KEY PORT_FILE [REDIS_SOCKET]: serves one floor until it is killed.
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

#include "absl/synchronization/mutex.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "tests/load/floor.h"

namespace clarion::load {
namespace {

std::string Read(const char* path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::unique_ptr<grpc::Service> NewFloor(const std::string& mode, const std::string& redis_socket) {
  if (mode == "echo") return NewEchoFloor();
  if (mode == "store") return NewStoreFloor(redis_socket);
  if (mode == "fan_out") return NewFanOutFloor(redis_socket);
  return nullptr;
}

int Serve(int argc, char** argv) {
  if (argc < 5) return 2;
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);  // as the services
  const std::unique_ptr<grpc::Service> floor = NewFloor(argv[1], argc > 5 ? argv[5] : "");
  if (floor == nullptr) return 2;
  grpc::SslServerCredentialsOptions tls;
  tls.pem_key_cert_pairs.push_back({Read(argv[3]), Read(argv[2])});
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::SslServerCredentials(tls), &port);
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.RegisterService(floor.get());
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr || port == 0) return 1;
  std::ofstream(argv[4]) << port << "\n";
  server->Wait();
  return 0;
}

}  // namespace
}  // namespace clarion::load

int main(int argc, char** argv) { return clarion::load::Serve(argc, argv); }
