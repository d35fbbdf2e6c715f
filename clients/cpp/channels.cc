#include "clients/cpp/channels.h"

#include <fstream>
#include <sstream>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"

namespace clarion::client {
namespace {

constexpr int kMaxMessageBytes = 16 * 1024 * 1024;  // a page of 200 dockets of 64 KiB fits

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream content;
  content << file.rdbuf();
  if (!file) return absl::NotFoundError(absl::StrCat("cannot read ", path));
  return content.str();
}

}  // namespace

grpc::ChannelArguments Channels::Arguments() {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 10'000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 5'000);
  arguments.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 1'000);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 2'000);
  // Each Channels has connections of its own: two of them are two connections.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetMaxReceiveMessageSize(kMaxMessageBytes);
  return arguments;
}

absl::StatusOr<std::shared_ptr<Channels>> Channels::Open(const Target& target) {
  const absl::StatusOr<std::string> roots = ReadFile(target.ca_file);
  if (!roots.ok()) return roots.status();
  grpc::SslCredentialsOptions tls;
  tls.pem_root_certs = *roots;
  const auto credentials = grpc::SslCredentials(tls);
  std::array<std::shared_ptr<grpc::Channel>, kDesks> channels;
  for (size_t i = 0; i < channels.size(); ++i) {
    if (target.addresses[i].empty()) return absl::InvalidArgumentError("an address is missing");
    channels[i] = grpc::CreateCustomChannel(target.addresses[i], credentials, Arguments());
  }
  return std::make_shared<Channels>(std::move(channels), target.token);
}

void Channels::Rest(Desk desk, absl::Duration pause) const {
  const absl::Time end = absl::Now() + pause;
  To(desk)->WaitForConnected(absl::ToChronoTime(end));
  absl::SleepFor(end - absl::Now());
}

void Channels::Prepare(grpc::ClientContext& context, absl::Duration timeout) const {
  context.set_deadline(absl::ToChronoTime(absl::Now() + timeout));
  PrepareStream(context);
}

void Channels::PrepareStream(grpc::ClientContext& context) const {
  if (!token_.empty()) context.AddMetadata("authorization", "Bearer " + token_);
}

absl::StatusOr<std::string> ReadTokenFile(const std::string& path) {
  absl::StatusOr<std::string> token = ReadFile(path);
  if (!token.ok()) return token;
  return std::string(absl::StripTrailingAsciiWhitespace(*token));
}

}  // namespace clarion::client
