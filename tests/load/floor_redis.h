// One connection to Redis that batches by itself: what is asked while it writes or reads goes out
// together in the next write. What a floor needs and no more: no reconnect, no deadline; a lost
// connection ends the process, and with it the measurement.
//
// Thread-safe. Answers are handed over on the connection's own thread.
#pragma once

#include <hiredis/hiredis.h>

#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace clarion::load {

class FloorRedis {
 public:
  using Done = std::function<void(bool ok)>;  // ok: the answer was the string "D"

  explicit FloorRedis(const std::string& socket);
  ~FloorRedis();
  FloorRedis(const FloorRedis&) = delete;
  FloorRedis& operator=(const FloorRedis&) = delete;

  // Loads a script and returns its SHA-1. Before Start.
  std::string Load(const std::string& script);
  void Start();

  void Ask(const std::vector<std::string>& arguments, Done done);

 private:
  struct Call {
    std::string bytes;
    Done done;
  };

  void Run();
  void WriteWaiting();
  void ReadAnswers();

  redisContext* const redis_;
  const int wake_fd_;
  std::mutex mutex_;
  std::vector<Call> waiting_;
  bool stopping_ = false;
  std::vector<Done> asked_;  // of the thread alone, like the rest
  size_t answered_ = 0;      // of `asked_`
  std::string out_;
  std::thread thread_;
};

// Connects, or ends the process.
redisContext* ConnectFloor(const std::string& socket);

}  // namespace clarion::load
