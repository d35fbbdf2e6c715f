#include "services/server/listening.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/resource_quota.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/security/tls_certificate_provider.h"
#include "grpcpp/security/tls_credentials_options.h"
#include "grpcpp/server_builder.h"
#include "services/server/unreadable_requests.h"

namespace clarion::server {
namespace {

constexpr int kReceiveMax = 1 << 20;
constexpr int kSendMax = 4 << 20;
constexpr unsigned kCertificateSeconds = 2;  // between two looks at its files
constexpr size_t kMemoryMax = 512u << 20;    // of gRPC's own buffers

struct Argument {
  const char* name;
  int value;
};
constexpr Argument kArguments[] = {
    // Two copies of a process must not share a port: half the calls would go to the old one.
    {GRPC_ARG_ALLOW_REUSEPORT, 0},
    {GRPC_ARG_MAX_METADATA_SIZE, 8 << 10},
    {GRPC_ARG_MAX_CONCURRENT_STREAMS, 1000},
    {GRPC_ARG_KEEPALIVE_TIME_MS, 30'000},
    {GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 10'000},
    {GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1},
    // Clients may ping each 5 s; less here, since their timers and the network are not exact.
    {GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 4000},
    // gRPC spreads the age by a tenth, so watchers do not all come back at once.
    {GRPC_ARG_MAX_CONNECTION_AGE_MS, 30 * 60 * 1000},
    {GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS, 60 * 1000},
    {GRPC_ARG_MAX_CONNECTION_IDLE_MS, 15 * 60 * 1000},
};

// A certificate that is replaced on the disk is the one the next caller meets; no restart, and the
// calls under way go on. While only one of the two files is new, new callers are turned away: put
// the key first, then the certificate.
std::shared_ptr<grpc::ServerCredentials> WatchedCertificate(const v1::ListenConfig& listen) {
  const auto files = std::make_shared<grpc::experimental::FileWatcherCertificateProvider>(
      listen.key(), listen.certificate(), kCertificateSeconds);
  grpc::experimental::TlsServerCredentialsOptions options(files);
  options.watch_identity_key_cert_pairs();
  options.set_cert_request_type(GRPC_SSL_DONT_REQUEST_CLIENT_CERTIFICATE);
  return grpc::experimental::TlsServerCredentials(options);
}

}  // namespace

absl::StatusOr<Listening> Listen(const Prepared& prepared,
                                 const std::vector<Desk::Service>& services) {
  const v1::ListenConfig& listen = prepared.config.listen();
  grpc::EnableDefaultHealthCheckService(true);
  if (listen.reflection()) grpc::reflection::InitProtoReflectionServerBuilderPlugin();

  grpc::ServerBuilder builder;
  builder.SetMaxReceiveMessageSize(kReceiveMax);
  builder.SetMaxSendMessageSize(kSendMax);
  for (const Argument& argument : kArguments) {
    builder.AddChannelArgument(argument.name, argument.value);
  }
  builder.SetResourceQuota(grpc::ResourceQuota("clarion").Resize(kMemoryMax));

  std::vector<std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>> creators;
  creators.push_back(std::make_unique<UnreadableRequests>());
  builder.experimental().SetInterceptorCreators(std::move(creators));

  Listening result;
  builder.AddListeningPort(listen.address(), WatchedCertificate(listen), &result.port);
  for (const Desk::Service& service : services) builder.RegisterService(service.service);
  result.server = builder.BuildAndStart();
  if (result.server == nullptr || result.port == 0) {
    return absl::FailedPreconditionError(absl::StrCat("listen.address: cannot listen on ",
                                                      listen.address(),
                                                      "; is another process using the port?"));
  }
  return result;
}

}  // namespace clarion::server
