// The bell: one connection that listens to every shard's channel and to the replicas'
// announcements, on a thread of its own.
//
// A bell is a hint. It may be lost, and then the log still tells; whoever was deaf for a while
// hears it in OnAgain. A heartbeat over an own channel (sent by the owner every second to
// `beat_channel`) shows a connection that is dead without having closed.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <thread>

#include "services/store/redis_connection.h"
#include "services/store/whereabouts.h"

namespace clarion::store {

class Bell {
 public:
  struct Options {
    Whereabouts& where;  // outlives the bell
    std::string beat_channel;
    // All on the bell's thread.
    std::function<void(int shard, int64_t sequence, std::string bytes)> on_ring;
    std::function<void(const std::string& replica)> on_replica;
    std::function<void()> on_again;  // listening (again): what rang before was not heard
  };

  explicit Bell(Options options) : options_(std::move(options)) {}
  ~Bell() { Stop(); }

  void Start();
  void Stop();

 private:
  void Run();
  // Until the connection breaks or is silent.
  void Listen(RedisConnection& connection);
  void Hear(const redisReply& message);

  const Options options_;
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

}  // namespace clarion::store
