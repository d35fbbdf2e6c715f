// A CrowdStream is one watcher of a thousand: it counts what it is told and keeps nothing but the
// last token, so that the generator costs little and the same for a floor and the product.
//
// One that is told to stop reads no further message, as a program would that hangs: its window
// fills, and the server cannot send. Built on the callback API; thread-safe; the destructor cancels
// and waits for the end.
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>

#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/support/byte_buffer.h"
#include "tests/load/clock.h"

namespace clarion::load {

class CrowdStream final : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  // How many events a message tells of.
  struct Told {
    size_t changes = 0;
    size_t states = 0;     // in place of changes
    bool complete = true;  // a snapshot before it is over
  };
  using Reader = Told (*)(const grpc::ByteBuffer& message);

  // `request` is a serialised WatchRequest; `token` may be empty.
  CrowdStream(const std::shared_ptr<grpc::Channel>& channel, const std::string& token,
              const std::string& request, Reader reader);
  ~CrowdStream() override;

  // Whether it listens: the first message, or the snapshot before it, is there.
  bool listening() const { return listening_.load(); }
  bool ended() const { return ended_.load(); }
  size_t changes() const { return changes_.load(); }
  size_t states() const { return states_.load(); }
  size_t messages() const { return messages_.load(); }
  size_t bytes() const { return bytes_.load(); }
  Instant last() const { return Instant(nanoseconds(last_.load())); }

  // The next message is the last one that is read.
  void Stop() { stopped_.store(true); }

  // The last message, whole.
  grpc::ByteBuffer LastMessage();

  void OnReadDone(bool ok) override;
  void OnDone(const grpc::Status& status) override;

 private:
  const Reader reader_;
  grpc::GenericStub stub_;
  grpc::ClientContext context_;
  grpc::ByteBuffer request_;
  grpc::ByteBuffer message_;
  std::atomic<bool> listening_{false};
  std::atomic<bool> stopped_{false};
  std::atomic<bool> ended_{false};
  std::atomic<size_t> changes_{0};
  std::atomic<size_t> states_{0};
  std::atomic<size_t> messages_{0};
  std::atomic<size_t> bytes_{0};
  std::atomic<int64_t> last_{0};

  std::mutex mutex_;
  std::condition_variable changed_;
  grpc::ByteBuffer last_message_;
  bool done_ = false;
};

// Of the product: counts items without parsing them.
CrowdStream::Told ReadWatchMessage(const grpc::ByteBuffer& message);
// Of a floor: one message, one event; the welcome counts too.
CrowdStream::Told ReadFloorMessage(const grpc::ByteBuffer& message);

}  // namespace clarion::load
