#include "tests/load/watch_stream.h"

#include "tests/load/unary_caller.h"

namespace clarion::load {

WatchStream::WatchStream(const std::shared_ptr<grpc::Channel>& channel, const std::string& token,
                         const std::string& request)
    : stub_(channel), request_(ToBuffer(request)) {
  if (!token.empty()) context_.AddMetadata("authorization", "Bearer " + token);
  stub_.PrepareBidiStreamingCall(&context_, "/clarion.v1.BroadcastService/Watch", {}, this);
  StartWriteLast(&request_, grpc::WriteOptions());
  StartRead(&message_);
  StartCall();
}

WatchStream::~WatchStream() {
  context_.TryCancel();
  std::unique_lock<std::mutex> lock(mutex_);
  changed_.wait(lock, [this] { return ended_; });
}

void WatchStream::OnReadDone(bool ok) {
  if (!ok) return;
  const Instant now = std::chrono::steady_clock::now();
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    arrivals_.push_back({now, message_});
    if (!heard_) changed_.notify_all();
    heard_ = true;
  }
  message_.Clear();
  StartRead(&message_);
}

void WatchStream::OnDone(const grpc::Status& /*status*/) {
  const std::lock_guard<std::mutex> lock(mutex_);
  ended_ = true;
  changed_.notify_all();
}

bool WatchStream::WaitForFirst(nanoseconds limit) {
  std::unique_lock<std::mutex> lock(mutex_);
  return changed_.wait_for(lock, limit, [this] { return heard_ || ended_; }) && !ended_;
}

std::vector<WatchStream::Arrival> WatchStream::Take() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return std::exchange(arrivals_, {});
}

bool WatchStream::Ended() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return ended_;
}

}  // namespace clarion::load
