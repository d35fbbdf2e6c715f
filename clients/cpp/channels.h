// The ways to the four desks: one TLS channel to each process, and what every call carries.
//
// The lower of two layers. Who drives calls itself (the load generator, callback clients) makes
// stubs on `To(desk)` and prepares each context with `Prepare`; who only wants answers uses
// Connection. Channels connect on first use, ping every 10 s so that a dead peer is noticed;
// gRPC's own retries are off, because only Connection knows the request id.
//
// gRPC gets on with connecting only while somebody waits for something on that channel. Between two
// tries use `Rest`: a plain sleep would find the server still away, however long it is back.
// Thread-safe.
#pragma once

#include <array>
#include <memory>
#include <mutex>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "grpcpp/support/channel_arguments.h"

namespace clarion::client {

// The four processes. `kIncident` also serves AdminService, `kBroadcast` also ReleaseService.
enum class Desk { kIncident = 0, kTimeline = 1, kSpokesperson = 2, kBroadcast = 3 };
inline constexpr int kDesks = 4;

// Where the desks are, and as whom to come.
struct Target {
  std::array<std::string, kDesks> addresses;  // `host:port` or `unix:///path`, indexed by Desk
  std::string ca_file;                        // PEM of the authority that signed their certificates
  std::string token;                          // empty before signing in
};

class Channels {
 public:
  // Fails when the CA file cannot be read or an address is missing; a server that is down shows
  // in the calls.
  static absl::StatusOr<std::shared_ptr<Channels>> Open(const Target& target);

  // Over given channels, such as in-process ones.
  Channels(std::array<std::shared_ptr<grpc::Channel>, kDesks> channels, std::string token)
      : channels_(std::move(channels)), token_(std::move(token)) {}

  const std::shared_ptr<grpc::Channel>& To(Desk desk) const {
    return channels_[static_cast<size_t>(desk)];
  }

  // What the channels are opened with, for those who open one of their own.
  static grpc::ChannelArguments Arguments();

  // Pauses for so long, and lets the channel connect meanwhile.
  void Rest(Desk desk, absl::Duration pause) const;

  // Sets deadline and token of one call. A duration of zero or less means already late.
  void Prepare(grpc::ClientContext& context, absl::Duration timeout) const;
  // The same for a stream, which has no deadline.
  void PrepareStream(grpc::ClientContext& context) const;

 private:
  std::array<std::shared_ptr<grpc::Channel>, kDesks> channels_;
  std::string token_;
};

// A token file's content without the line end.
absl::StatusOr<std::string> ReadTokenFile(const std::string& path);

}  // namespace clarion::client
