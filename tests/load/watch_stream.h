// A WatchStream is one watcher: it keeps every message of a stream with the instant it came.
//
// Nothing is parsed as it comes, so that a hundred of them cost the generator little and the same
// for a floor and the product; Take hands over what came, to be read after the load. Built on the
// callback API. Take and WaitForFirst are thread-safe; the destructor cancels and waits for the
// end.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/support/byte_buffer.h"
#include "tests/load/clock.h"

namespace clarion::load {

class WatchStream final : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  struct Arrival {
    Instant at;
    grpc::ByteBuffer message;
  };

  // `request` is a serialised WatchRequest; `token` may be empty.
  WatchStream(const std::shared_ptr<grpc::Channel>& channel, const std::string& token,
              const std::string& request);
  ~WatchStream() override;

  // Whether a message came within `limit`: from then on nothing is missed.
  bool WaitForFirst(nanoseconds limit);

  // What came since the last Take.
  std::vector<Arrival> Take();

  // The stream ended, which it must not before it is cancelled.
  bool Ended();

  void OnReadDone(bool ok) override;
  void OnDone(const grpc::Status& status) override;

 private:
  grpc::GenericStub stub_;
  grpc::ClientContext context_;
  grpc::ByteBuffer request_;
  grpc::ByteBuffer message_;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Arrival> arrivals_;
  bool heard_ = false;
  bool ended_ = false;
};

}  // namespace clarion::load
